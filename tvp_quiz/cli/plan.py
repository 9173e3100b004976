"""`tvp-quiz plan`: an exam's date and minutes a day in, what to do and what mark to expect out."""

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.outlook import NO_PLAN, show_plan
from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, pick_banks, read_clock
from tvp_quiz.domain.plan import HEAVIEST, LONGEST_DAYS, MOST_MINUTES, ExamPlan
from tvp_quiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tvp_quiz.domain.card import Bank

app = typer.Typer(
    help="Prepare for an exam on a date: what to do today, and what mark to expect.", rich_markup_mode=None
)


@app.callback(invoke_without_command=True)
def plan(
    context: typer.Context,
    chart: Annotated[bool, typer.Option("--chart", help="Draw the days until the exam.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Show how the plan stands: the days left, the mark to expect, and what today holds."""
    if context.invoked_subcommand is None:
        show_plan(context.obj, chart=chart, as_json=as_json)


@app.command("set")
def set_plan(
    context: typer.Context,
    exam: Annotated[str, typer.Option(metavar="DATE", help="Day of the exam, such as 2026-06-30.")],
    minutes: Annotated[float, typer.Option(metavar="M", help="Minutes a day.")],
    banks: Annotated[
        list[str] | None, typer.Argument(metavar="[BANK]...", help="What it is about; all by default.")
    ] = None,
    target: Annotated[str | None, typer.Option(metavar="PERCENT", help="Mark to reach.", show_default=False)] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="BANK=W", help="How often a card of a bank counts; once by default.", show_default=False),
    ] = None,
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Plan for an exam, in place of any plan before; `drill` follows it until the day."""
    from tvp_quiz.storage.catch_ups import stop_catch_up  # noqa: PLC0415 - `--help` needs no history
    from tvp_quiz.storage.plans import keep_plan  # noqa: PLC0415 - the same

    world: World = context.obj
    day = world.read_snapshot(read_clock()).day
    chosen = pick_banks(world.load_content(), banks or [])
    made = ExamPlan(
        exam=read_exam(exam, day),
        minutes=check_minutes(minutes),
        since=day,
        banks=tuple(chosen) if banks else (),
        target=None if target is None else read_target(target),
        weights=read_weights(weight or [], chosen),
    )
    with world.open_store() as store:
        keep_plan(store, made, read_clock())
        has_ended = stop_catch_up(store, read_clock())
    if has_ended:
        print_line("The catch-up ends here: the plan says what comes first from now on.", sys.stderr)
    show_plan(world, chart=False, as_json=as_json)


@app.command("clear")
def clear(context: typer.Context) -> None:
    """Drop the plan; `drill` goes by what is due again."""
    from tvp_quiz.storage.plans import clear_plan  # noqa: PLC0415 - `--help` needs no history

    world: World = context.obj
    with world.open_store() as store:
        if not clear_plan(store, read_clock()):
            raise UsageError(NO_PLAN)
    print_line("The plan is dropped: `tvp-quiz drill` goes by what is due again.")


@app.command("catch-up")
def catch_up(
    context: typer.Context,
    minutes: Annotated[
        float | None, typer.Option(metavar="M", help="Minutes a day; about your usual ones by default.")
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Undo it: everything is as it would be without.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Catch up after days away: `drill` asks first what gains most, and no new cards until nothing is due."""
    from tvp_quiz.cli.catching_up import begin, undo  # noqa: PLC0415 - `--help` needs none of it

    if stop and (minutes is not None or as_json):
        raise UsageError("--stop takes no other option: leave --minutes and --json out.")
    if stop:
        undo(context.obj)
    else:
        begin(context.obj, None if minutes is None else check_minutes(minutes), as_json=as_json)


def read_exam(text: str, day: date) -> date:
    """Return the day of an exam. Raises UsageError for one that can't be prepared for."""
    try:
        exam = date.fromisoformat(text)
    except ValueError:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise UsageError(f"--exam can't be {text}: there is no such day.") from None
        raise UsageError(f"--exam can't be {text!r}: write the day as year-month-day, such as 2026-06-30.") from None
    if not 1 <= (exam - day).days <= LONGEST_DAYS:
        raise UsageError(f"--exam can't be {exam}: name a day after {day}, no more than {LONGEST_DAYS} days ahead.")
    return exam


def check_minutes(minutes: float) -> float:
    """Return the minutes of each day. Raises UsageError for what nobody can learn in a day."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise UsageError(f"--minutes can't be {minutes:g}: name a number from 1 to {MOST_MINUTES}.")
    return minutes


def read_target(text: str) -> float:
    """Return a mark (0-1). Raises UsageError for what is none."""
    try:
        target = float(text.removesuffix("%"))
    except ValueError:
        target = 0.0
    if not 1 <= target <= 100:  # noqa: PLR2004 - percent
        raise UsageError(f"--target can't be {text!r}: name a mark in percent, from 1 to 100.")
    return target / 100


def read_weights(texts: "Iterable[str]", banks: "Mapping[str, Bank]") -> dict[str, float]:
    """Return how often the cards of some banks count. Raises UsageError for a bank that is named twice."""
    weights: dict[str, float] = {}
    for bank, weight in (read_weight(text, banks) for text in texts):
        if bank in weights:
            raise UsageError(f"--weight names {bank!r} twice: leave one of them out.")
        weights[bank] = weight
    return weights


def read_weight(text: str, banks: "Mapping[str, Bank]") -> tuple[str, float]:
    """Return a bank with its weight. Raises UsageError for a bank that the plan is not about, or no weight."""
    bank, _, number = text.rpartition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = 0.0
    if not bank or not 0 < weight <= HEAVIEST:
        raise UsageError(f"--weight can't be {text!r}: write BANK=W, W a number above 0, up to {HEAVIEST}.")
    if bank not in banks:
        raise UsageError(f"--weight names {bank!r}, which the plan is not about: name one of {', '.join(banks)}.")
    return bank, weight
