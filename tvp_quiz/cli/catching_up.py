"""A world in; a way out of a learner's backlog, offered, begun, followed and ended, out."""

from typing import TYPE_CHECKING

from tvp_quiz.cli.output import print_json, print_line
from tvp_quiz.cli.world import World, deal, pick_banks, read_clock
from tvp_quiz.domain.plan import CatchUp
from tvp_quiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from tvp_quiz.domain.card import Bank
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.domain.plan import Backlog, Underway
    from tvp_quiz.scheduling.recovery import Pile

LABEL = 10
OVER = "Caught up: nothing that was due is left, so new cards come again."
UNDONE = "The catch-up is undone: `tvp-quiz drill` goes by what is due, and new cards come again."
NOTHING_DUE = "Nothing is due, so there is nothing to catch up with: `tvp-quiz drill` brings new cards."
TOO_MUCH = "More is due than can be caught up with: `tvp-quiz suspend` the cards that can wait."


def show_offer(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> None:
    """Print how a backlog can be caught up with, where there is one."""
    from tvp_quiz.reports import weigh_backlog  # noqa: PLC0415 - few learners are behind
    from tvp_quiz.terminal.backlog_words import say_offer  # noqa: PLC0415 - the same

    pile = read_pile(world, banks, snapshot)
    if pile.is_backlog:
        print_figures("backlog", say_offer(weigh_backlog(banks, snapshot, pile, deal(snapshot.day))))


def show_progress(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot", underway: "Underway") -> bool:
    """Print how far the catch-up is; tell whether anything of it is left for today."""
    from tvp_quiz.reports import weigh_backlog  # noqa: PLC0415 - few learners catch up
    from tvp_quiz.terminal.backlog_words import say_progress  # noqa: PLC0415 - the same

    backlog = weigh_backlog(banks, snapshot, read_pile(world, banks, snapshot), deal(snapshot.day))
    print_figures("catch-up", say_progress(backlog, underway.catch_up))
    return backlog.today > 0


def print_figures(name: str, lines: "Iterable[str]") -> None:
    """Print lines beside their name."""
    for line in lines:
        print_line(f"  {name:<{LABEL}}{line}")
        name = ""


def read_pile(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> "Pile":
    """Read how the learner's cards stand."""
    from tvp_quiz.reports import gather_pile  # noqa: PLC0415 - few learners are behind
    from tvp_quiz.storage import snapshot as snapshots  # noqa: PLC0415 - the same

    return gather_pile(banks, snapshot, *snapshots.read_pile(world.database, world.learner, read_clock()))


def look_again(world: World) -> "Callable[[], object]":
    """End the catch-up if nothing is due any more after a sitting; return what prints that, or how far it is."""
    banks = pick_banks(world.load_content(), [])
    snapshot = world.read_snapshot(read_clock(), banks)
    underway = snapshot.underway
    if underway is None:
        return lambda: None
    if end_if_done(world, banks, snapshot):
        return lambda: print_line(OVER)
    return lambda: show_progress(world, banks, snapshot, underway)


def end_if_done(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> bool:
    """End a catch-up once nothing is due any more; tell whether it did, which is to be said."""
    from tvp_quiz.selection import select_due  # noqa: PLC0415 - `--help` needs none of it

    return not select_due(banks, snapshot, frozenset()) and stop(world)


def stop(world: World) -> bool:
    """Stop the catch-up; tell whether there was one."""
    from tvp_quiz.storage.catch_ups import stop_catch_up  # noqa: PLC0415 - `--help` needs none of it

    with world.open_store() as store:
        return stop_catch_up(store, read_clock())


def undo(world: World) -> None:
    """Stop the catch-up, and say so. Raises UsageError where there is none."""
    if not stop(world):
        raise UsageError("There is no catch-up to stop: `tvp-quiz plan catch-up` begins one.")
    print_line(UNDONE)


def begin(world: World, minutes: float | None, *, as_json: bool) -> None:
    """Begin a catch-up, or change the minutes of the one that stands, and print what it holds.

    Raises UsageError where there is nothing to catch up with, no end to foresee, or a plan for an exam.
    """
    banks = pick_banks(world.load_content(), [])
    snapshot = world.read_snapshot(read_clock(), banks)
    check_free(world, snapshot.day)
    if snapshot.underway and end_if_done(world, banks, snapshot):
        raise UsageError(OVER)
    (print_backlog_json if as_json else print_backlog)(*settle(world, banks, snapshot, minutes))


def check_free(world: World, day: "date") -> None:
    """Raise UsageError where a plan for an exam decides what comes first."""
    from tvp_quiz.storage.plans import read_plan  # noqa: PLC0415 - `--help` needs none of it

    with world.open_store() as store:
        plan = read_plan(store)
    if plan and plan.exam > day:
        raise UsageError(
            f"The plan for the exam on {plan.exam:%A %d %B} asks first what gains most already: `tvp-quiz plan` says "
            "how it stands, `tvp-quiz plan clear` drops it."
        )


def settle(
    world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot", minutes: float | None
) -> "tuple[Backlog, CatchUp]":
    """Return how the backlog stands, and the catch-up, which is kept where it is new or its minutes are.

    Raises UsageError where nothing is due, or the minutes would not do.
    """
    from tvp_quiz.reports import weigh_backlog  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.scheduling.recovery import propose_recovery  # noqa: PLC0415 - the same
    from tvp_quiz.storage.catch_ups import keep_catch_up  # noqa: PLC0415 - the same

    pile = read_pile(world, banks, snapshot)
    if not pile.due:
        raise UsageError(NOTHING_DUE)
    backlog = weigh_backlog(banks, snapshot, pile, deal(snapshot.day), minutes)
    standing = snapshot.underway and snapshot.underway.catch_up
    if standing and minutes is None:
        return backlog, standing
    if backlog.recovery is None or backlog.until is None:
        enough = propose_recovery(pile, deal(snapshot.day))
        if enough is None:
            raise UsageError(TOO_MUCH)
        raise UsageError(
            f"At --minutes {minutes:g} there is no end in sight: name more, such as `--minutes {enough.minutes:g}`."
        )
    made = CatchUp(standing.since if standing else snapshot.day, backlog.until, backlog.recovery.minutes)
    with world.open_store() as store:
        keep_catch_up(store, made, read_clock())
    return backlog, made


def print_backlog(backlog: "Backlog", catch_up: CatchUp) -> None:
    """Print what a catch-up holds, for people."""
    from tvp_quiz.terminal.backlog_words import say_catch_up  # noqa: PLC0415 - `--help` needs none of it

    for line in say_catch_up(backlog, catch_up):
        print_line(line)


def print_backlog_json(backlog: "Backlog", catch_up: CatchUp) -> None:
    """Print what a catch-up holds, for programs."""
    recovery = backlog.recovery
    print_json(
        {
            "day": backlog.day,
            "since": catch_up.since,
            "minutes": catch_up.minutes,
            "planned": catch_up.until,
            "until": backlog.until,
            "due": backlog.due,
            "done": backlog.done,
            "today": backlog.today,
            "seconds": backlog.seconds,
            "loss": recovery and recovery.loss,
            "new": backlog.new,
        }
    )
