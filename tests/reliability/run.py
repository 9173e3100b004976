"""Try to lose an answer: kill, fill the disk, tear the log, cut the power, write from many sides; print the figures.

Run it as `python tests/reliability/run.py`; it needs the extra `test`, and exits with 1 where anything was wrong. With
`--write`, the figures go into docs/reliability.md; `--brief` takes some minutes, and is not written.
"""

import json
import platform
import re
import sqlite3
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, strftime

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from reliability import power, torn  # noqa: E402 - the tests' folder has to be known
from reliability.disk import CANNOT  # noqa: E402 - the same
from reliability.figures import Figure, draw_table, write_figures  # noqa: E402 - the same
from reliability.order import count_verdicts, list_disorders, trace_drill  # noqa: E402 - the same
from reliability.scenes import SCENES, kill  # noqa: E402 - the same
from reliability.victims import find_memory, open_nursery  # noqa: E402 - the same

DISKS = "a full or read-only disk: everything above"
LOGS = "a write-ahead log cut off, zeroed, flipped or lost"
POWER = "the power fails, and any of the unsynced sectors are there"
ORDER = "answers synced before their verdict was drawn"
WRITERS = "answers of eight processes at once"
FUZZ = "fuzzed: banks, answers, exports and merges"
ROWS = (*(f"killed: {scene.what}" for scene in SCENES), DISKS, LOGS, POWER, ORDER, WRITERS, FUZZ)
"""What a full run gives figures of."""
DOCUMENT = HERE.parent.parent / "docs" / "reliability.md"
COUNT = re.compile(r"[\d,]+")
KILLS = 600
BRIEF_KILLS = 100


def try_kills(wanted: Namespace) -> Iterator[Figure]:
    """Kill each scene as often as its share says."""
    with open_nursery() as nursery:
        for scene in SCENES:
            kills = round(wanted.kills * scene.share)
            show(f"{kills} kills: {scene.what}")
            tried, faults = kill(nursery, scene, Random(f"{wanted.seed} {scene.what}"), kills)
            yield Figure(f"killed: {scene.what}", tried, faults)


def try_disks(wanted: Namespace) -> Iterator[Figure]:
    """Work on a disk that is full, or takes no writes."""
    command = [sys.executable, str(HERE / "disk.py"), "--tries", "24" if wanted.brief else "160"]
    done = subprocess.run([*command, "--seed", str(wanted.seed)], check=False, stdout=subprocess.PIPE)
    if done.returncode == CANNOT:
        yield Figure(DISKS, 0, [], "NOT TRIED: nothing may be mounted here")
        return
    tries = json.loads(done.stdout)
    faults = [f"{name}, {disk}: {fault}" for name, disk, _, found in tries for fault in found]
    refused = sum(is_refused for _, _, is_refused, _ in tries)
    yield Figure(DISKS, len(tries), faults, f"{refused} refusals")


def try_logs(wanted: Namespace) -> Iterator[Figure]:
    """Damage a log in every way."""
    with TemporaryDirectory(dir=find_memory()) as name:
        folder = Path(name)
        recording = torn.record_log(folder)
        tried = 0
        faults: list[str] = []
        for damage in torn.list_damages(recording, Random(wanted.seed), thorough=not wanted.brief):
            tried += 1
            faults += torn.try_damage(recording, damage, folder / "found")
            show(f"logs: {tried}")
    yield Figure(LOGS, tried, faults)


def try_power(wanted: Namespace) -> Iterator[Figure]:
    """Cut the power while each of some commits and checkpoints is written, and watch the order of writes."""
    dice = Random(wanted.seed)
    with TemporaryDirectory(dir=find_memory()) as name:
        folder = Path(name)
        disks, synchronous = power.record_disk(folder / "history.db", 160 if wanted.brief else 600)
        steps = list(power.list_steps(disks, synchronous))
        chosen = [step for step in steps if step.what.startswith("checkpoint")]
        chosen += dice.sample(steps, 4 if wanted.brief else 30)
        tried = 0
        faults: list[str] = []
        for step in chosen:
            for state in power.list_states(step, dice):
                tried += 1
                is_sampled = tried % power.SAMPLE == 0
                faults += power.try_state(state, step, folder / "found", with_program=is_sampled)
            show(f"power: {tried}")
    note = f"states of the disk in {len(chosen)} commits and checkpoints"
    yield Figure(POWER, tried, faults, note)
    yield watch_order()


def watch_order() -> Figure:
    """Look whether each answer was on the disk before its verdict was drawn."""
    with TemporaryDirectory() as name:
        calls = trace_drill(Path(name))
        if calls is None:
            return Figure(ORDER, 0, [], "NOT TRIED: there is no strace here")
        return Figure(ORDER, count_verdicts(calls), list(list_disorders(calls, Path(name))), "seen by strace")


def try_writers(wanted: Namespace) -> Iterator[Figure]:
    """Write from eight processes at once."""
    reviews = 100 if wanted.brief else 1000
    command = [sys.executable, str(HERE / "writers.py"), "--processes", "8", "--reviews", str(reviews)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    says, *faults = done.stdout.splitlines() or ["nothing was said"]
    faults += ["it failed"] * (done.returncode != 0 and not faults)
    yield Figure(WRITERS, 8 * reviews, faults, says.rpartition("; ")[2])


def try_fuzz(wanted: Namespace) -> Iterator[Figure]:
    """Give odd and hostile inputs to whatever reads any."""
    script, cases = HERE.parent / "fuzz" / "fuzz.py", 100 if wanted.brief else 1000
    command = [sys.executable, str(script), "--cases", str(cases), "--seed", str(wanted.seed)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    *faults, says = done.stdout.splitlines() or ["nothing was said"]
    faults += ["it failed"] * (done.returncode != 0 and not faults)
    tried = COUNT.match(says)
    count = int(tried[0].replace(",", "")) if tried else 0
    yield Figure(FUZZ, count, faults, "cases at most")


PARTS: dict[str, Callable[[Namespace], Iterator[Figure]]] = {
    "kills": try_kills,
    "disks": try_disks,
    "logs": try_logs,
    "power": try_power,
    "writers": try_writers,
    "fuzz": try_fuzz,
}


def show(stage: str) -> None:
    """Show what is being done, in place of what was done before."""
    sys.stderr.write(f"\r\x1b[K{stage}")
    sys.stderr.flush()


def read_options() -> Namespace:
    """Return what the command line says."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, help=f"how many processes are killed (default: {KILLS})")
    parser.add_argument("--seed", type=int, default=1, help="of all that is left to chance (default: 1)")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="not all of it")
    parser.add_argument("--brief", action="store_true", help="less of everything: some minutes")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reliability.md")
    wanted = parser.parse_args()
    if wanted.write and (wanted.only or wanted.brief):
        parser.error("the document has the figures of a full run: give --write without --only and --brief")
    wanted.kills = wanted.kills or (BRIEF_KILLS if wanted.brief else KILLS)
    return wanted


def main() -> int:
    """Try everything, and print the figures."""
    wanted = read_options()
    begun = monotonic()
    figures = [figure for part in wanted.only or PARTS for figure in PARTS[part](wanted)]
    show("")
    sys.stdout.write(draw_table(figures))
    minutes = (monotonic() - begun) / 60
    title = (
        f"{strftime('%Y-%m-%d')}, {minutes:.0f} minutes, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, seed {wanted.seed}:"
    )
    if wanted.write:
        write_figures(DOCUMENT, figures, title)
    return int(any(figure.faults for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
