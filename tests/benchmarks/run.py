"""Measure tvp-quiz beside Anki's own package in one run: medians, ratios, and what they should be.

Run it as `python tests/benchmarks/run.py`; it needs the extra `benchmark`.
"""

import json
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from process import ENVIRONMENT, find_program, time_drill, time_line, time_run

if TYPE_CHECKING:
    from inputs import Inputs
    from table import Goal

HERE = Path(__file__).parent
MANY, FEW = 10_000, 50
ANSWERS = 1000
SLOW_RUNS = 3
"""How often is measured what takes seconds and is compared with nothing."""

FIRST = f"first question, {MANY:,} entries"
FIRST_OF_FEW = f"first question, {FEW} entries"
COLD = f"first question, {MANY:,} not parsed"
ANKI = "Anki's first card"
QUIT = "q until the process is gone"
HOME = "home screen"
HELP = "--help"
BARE = "import typer, rich"
FILES = 200
CHECK = f"bank check, {MANY:,} entries"
CHECK_ALL = f"bank check, {MANY:,} entries in {FILES} files: cold"
CHECK_ONE = f"bank check, {MANY:,} entries in {FILES} files: one changed"
VERIFY = "data verify"
RECORD = "record an answer"
SYNC = "fsync of a line"

Times = dict[str, list[float]]


def measure(many: "Inputs", few: "Inputs", runs: int) -> Times:
    """Return the milliseconds of every measure; those that are compared take turns, so that noise meets them all."""
    times: Times = defaultdict(list)
    # The first round writes what Python, the system and the program keep for the next ones
    measure_once(defaultdict(list), many, few)
    for number in range(runs):
        show(f"run {number + 1} of {runs}")
        measure_once(times, many, few)
    for number in range(min(runs, SLOW_RUNS)):
        show(f"slow run {number + 1} of {SLOW_RUNS}")
        measure_slowly(times, many)
    show(f"{ANSWERS} answers")
    times[RECORD], times[SYNC] = record_answers(many.database)
    return times


def measure_once(times: Times, many: "Inputs", few: "Inputs") -> None:
    """Measure once, in turn, all that is there at once."""
    for what, inputs in ((FIRST, many), (FIRST_OF_FEW, few)):
        first, end = time_drill([*start_with(inputs), "drill"])
        times[what].append(first)
        if inputs is many:
            times[QUIT].append(end)
            times[ANKI].append(time_line([sys.executable, str(HERE / "fetch_card.py"), str(many.collection)]))
    times[HOME].append(time_run(start_with(many)))
    times[HELP].append(time_run([str(find_program()), "--help"]))
    times[BARE].append(time_run([sys.executable, "-c", "import typer, rich"]))


def measure_slowly(times: Times, many: "Inputs") -> None:
    """Measure once what takes seconds."""
    shutil.rmtree(many.cache)
    times[COLD].append(time_drill([*start_with(many), "drill"])[0])
    times[CHECK].append(time_run([*start_with(many), "bank", "check"]))
    times[VERIFY].append(time_run([*start_with(many), "data", "verify"]))


def measure_checks(times: Times, folder: Path) -> None:
    """Measure how long it takes to check many files, none of them seen before, and then again after an edit of one."""
    from bank import write_banks  # noqa: PLC0415 - it needs what may be missing, and that is to be said in a sentence

    content, cache = folder / "content", folder / "history.cache"
    write_banks(content, FILES, MANY // FILES)
    command = [str(find_program()), "--content", str(content), "--db", str(folder / "history.db"), "bank", "check"]
    for number in range(SLOW_RUNS):
        show(f"check {number + 1} of {SLOW_RUNS}")
        shutil.rmtree(cache, ignore_errors=True)
        times[CHECK_ALL].append(time_run(command))
        with (content / f"benchmark-{number}.yaml").open("a", encoding="utf-8") as file:
            file.write("# edited\n")
        times[CHECK_ONE].append(time_run(command))


def start_with(inputs: "Inputs") -> list[str]:
    """Return the beginning of every command on these inputs."""
    return [str(find_program()), "--content", str(inputs.content), "--db", str(inputs.database)]


def record_answers(database: Path) -> tuple[list[float], list[float]]:
    """Return what each of many answers took, and each fsync beside it."""
    copy = database.with_name("answered.db")
    shutil.copy(database, copy)
    command = [sys.executable, str(HERE / "record_answers.py"), str(copy), str(ANSWERS)]
    done = run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True)
    records, syncs = json.loads(done.stdout)
    return records, syncs


def list_goals() -> "list[Goal]":
    """Return what the program should reach."""
    from table import Goal  # noqa: PLC0415 - rich may be missing, and that is to be said in a sentence

    return [
        Goal(FIRST, 0.6, ANKI),
        Goal(FIRST, 1.3, FIRST_OF_FEW),
        Goal(HELP, 2.5, BARE),
        Goal(CHECK_ALL, 3000),
        Goal(CHECK_ONE, 1000),
        Goal(RECORD, 5),
        Goal(RECORD, 25, share=0.99),
    ]


def build_and_measure(folder: Path, runs: int) -> None:
    """Build the inputs in a folder, measure, and print the table."""
    from inputs import build_inputs  # noqa: PLC0415 - these may be missing, and that is to be said in a sentence
    from rich.console import Console  # noqa: PLC0415 - the same
    from table import build_table  # noqa: PLC0415 - the same

    from tvp_quiz.cli.world import read_clock  # noqa: PLC0415 - the same

    show("building a bank, a history and an Anki collection, which takes a minute")
    many, few = (build_inputs(folder / str(count), count, read_clock()) for count in (MANY, FEW))
    times = measure(many, few, runs)
    measure_checks(times, folder / "files")
    show("")
    order = (FIRST, FIRST_OF_FEW, ANKI, COLD, QUIT, HOME, HELP, BARE, RECORD, SYNC, CHECK, CHECK_ALL, CHECK_ONE, VERIFY)
    title = f"many: {many.says}\nfew: {few.says}"
    Console(width=130).print(build_table({what: times[what] for what in order}, list_goals(), title))


def show(stage: str) -> None:
    """Show what is being done, in place of what was done before."""
    sys.stderr.write(f"\r\x1b[K{stage}")
    sys.stderr.flush()


def check_extra() -> None:
    """End in a sentence where what the benchmark needs is not installed."""
    if find_spec("anki") is None or find_spec("tvp_quiz") is None or not find_program().exists():
        sys.exit("The benchmark needs tvp-quiz and Anki's package: run python -m pip install -e '.[benchmark]' first.")


def read_options() -> Namespace:
    """Return what the command line says."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="how often each is measured (default: 15)")
    parser.add_argument(
        "--folder", type=Path, help="build the inputs there and keep them (default: a temporary folder)"
    )
    return parser.parse_args()


def main() -> None:
    """Run the benchmark."""
    options = read_options()
    check_extra()
    with TemporaryDirectory() as temporary:
        build_and_measure(options.folder or Path(temporary), options.runs)


if __name__ == "__main__":
    main()
