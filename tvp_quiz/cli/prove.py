"""`tvp-quiz bank prove`: the banks in, every demo run, and what speaks against a key out."""

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import open_console, print_json, print_line
from tvp_quiz.cli.world import World, pick_banks
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import DemoError, Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tvp_quiz.domain.demo import Case, Demo, Level, Run
    from tvp_quiz.proving import Report, Tell


def prove(
    context: typer.Context,
    banks: Annotated[list[str] | None, typer.Argument(help="Banks; all by default.")] = None,
    unconfined: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--unconfined", help="Run demos even where nothing but limits holds them back.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Run every demo and hold its facts against the keys; exit 1 if one says otherwise."""
    from tvp_quiz.banks.cases import read_cases  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.domain.problem import Severity  # noqa: PLC0415 - the same

    world: World = context.obj
    chosen = {bank.path for bank in pick_banks(world.load_content(), banks or []).values()}
    cases, problems = read_cases(world.content)
    cases = [case for case in cases if case.path in chosen]
    level = find_level(unconfined=unconfined)
    refused, kept = read_history(world, {case.demo.digest: case.demo for case in cases}.values(), level)
    allowed = [case for case in cases if case.demo.digest not in refused]
    report = run_cases(allowed, level, kept)
    report.problems += [problem for problem in problems if not banks or problem.path in chosen]
    report.problems.sort(key=lambda problem: (problem.path, problem.line, problem.column))
    show_report(report, cases, level, as_json=as_json)
    if any(problem.severity is Severity.ERROR for problem in report.problems):
        raise typer.Exit(Exit.FOUND)
    if refused:
        names = ", ".join(sorted(demo.name for demo in refused.values()))
        raise DemoError(
            f"Not run, for want of your approval: {names}. `tvp-quiz demo show NAME`, then `demo trust NAME`."
        )


def find_level(*, unconfined: bool) -> "Level":
    """Return what holds demos back here. Raises DemoError where that is too little and nobody asked for it."""
    from tvp_quiz.demos import confine  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.domain.demo import Level  # noqa: PLC0415 - the same

    level = confine.find_level(confine.find_python())
    if level is Level.LIMITS and not unconfined:
        raise DemoError("Nothing here can confine a program: if you trust every demo, say `--unconfined`.")
    return level


def read_history(world: World, demos: "Iterable[Demo]", level: "Level") -> "tuple[dict[str, Demo], dict[str, Run]]":
    """Return the demos that may not run, by their digests, and what came of demos when learners ran them."""
    from tvp_quiz.showing import is_free  # noqa: PLC0415 - `--help` needs none of it

    approved: frozenset[str] = frozenset()
    runs: dict[str, Run] = {}
    if world.has_history():
        from tvp_quiz.storage import demo_log  # noqa: PLC0415 - loads SQLAlchemy

        with world.open_store() as store:
            approved, runs = demo_log.read_approvals(store), demo_log.read_runs(store)
    return {demo.digest: demo for demo in demos if not is_free(demo, level, approved)}, runs


def run_cases(cases: "Sequence[Case]", level: "Level", kept: "Mapping[str, Run]") -> "Report":
    """Run the demos of some entries, with a bar that shows how far it is, and return what that amounts to."""
    from tvp_quiz.demos.confine import find_python  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.proving import make_runner, prove_cases, try_demos  # noqa: PLC0415 - the same

    demos = list({case.demo.digest: case.demo for case in cases}.values())
    with open_bar(len(demos)) as tell:
        trials = list(try_demos(demos, make_runner(level, find_python()), os.cpu_count() or 1, tell))
    return prove_cases(cases, {trial.demo.digest: trial for trial in trials}, kept)


@contextmanager
def open_bar(total: int) -> "Iterator[Tell]":
    """Show on standard error how many demos are done, if that is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - `--help` needs no rich
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - the same

    console = Console(stderr=True, force_terminal=sys.stderr.isatty(), _environ={})
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("running demos", total=total)
        yield lambda demo: progress.update(task, advance=1, description=demo.name)


def show_report(report: "Report", cases: "Sequence[Case]", level: "Level", *, as_json: bool) -> None:
    """Print what proving amounts to."""
    demos = len({case.demo.digest for case in cases})
    if as_json:
        problems = [problem._asdict() for problem in report.problems]
        counts = {"demos": demos, "entries": len(cases), "proved": report.proved, "unshown": report.unshown}
        print_json({"confined": level.value, **counts, "problems": problems})
        return
    from tvp_quiz.cli.bank import quote_line  # noqa: PLC0415 - the same
    from tvp_quiz.terminal.demo_words import say_level  # noqa: PLC0415 - a list for programs needs no words
    from tvp_quiz.terminal.tables import print_problems  # noqa: PLC0415 - a list for programs needs no rich

    if report.problems:
        print_problems(open_console(), report.problems, quote_line)
    for name, reason in report.unshown.items():
        print_line(f"{name} can't be shown here: {reason}")
    entries = say_count(len(cases), "entry", "entries")
    print_line(
        f"{len(report.proved)} of {entries} proved by {say_count(demos, 'demo')}, each run three times, "
        f"{say_level(level)}; {say_count(len(report.unshown), 'demo')} can't be shown here."
    )
