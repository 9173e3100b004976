"""A world in; how the learner's plan for an exam stands, decided on anew and printed, out."""

from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.cli.output import open_console, print_json, print_line
from tvp_quiz.cli.world import World, deal, pick_banks, read_clock
from tvp_quiz.errors import ContentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from random import Random

    from tvp_quiz.domain.card import Bank
    from tvp_quiz.domain.plan import DayAhead, Decision, ExamPlan, Outlook
    from tvp_quiz.domain.review import Review
    from tvp_quiz.preparing import Course

NO_PLAN = "There is no plan: make one with `tvp-quiz plan set --exam DATE --minutes M`."


class Basis(NamedTuple):
    """All that a plan is looked at with; `dice` give the same luck all day."""

    plan: "ExamPlan"
    course: "Course"
    logs: "Mapping[str, Sequence[Review]]"
    before: "Decision | None"
    hidden: frozenset[str]
    dice: "Callable[[str], Random]"


def show_plan(world: World, *, chart: bool, as_json: bool) -> None:
    """Decide on the plan anew, keep that for the drill, and print how the plan stands."""
    from tvp_quiz.preparing import find_habit, look_ahead, look_out  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.storage.plans import keep_decision  # noqa: PLC0415 - the same

    basis = read_basis(world)
    outlook = look_out(basis.plan, basis.course, basis.logs, basis.dice, hidden=basis.hidden, before=basis.before)
    with world.open_store() as store:
        keep_decision(store, outlook.decision)
    habit = find_habit(basis.plan, basis.course, basis.logs)
    ahead = look_ahead(basis.course, outlook.decision, basis.dice, habit) if chart else []
    (print_outlook_json if as_json else print_outlook)(outlook, ahead)


def plan_anew(world: World) -> None:
    """Decide on the plan anew, from what really happened, for the drills to come."""
    from tvp_quiz.preparing import decide  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.storage.plans import keep_decision  # noqa: PLC0415 - the same

    try:
        basis = read_basis(world)
    except (ContentError, UsageError):
        # What there is nothing left to plan for is told where the plan is asked for
        return
    decision, _ = decide(basis.plan, basis.course, basis.logs, basis.dice, basis.before)
    with world.open_store() as store:
        keep_decision(store, decision)


def read_basis(world: World) -> Basis:
    """Read the plan and the history. Raises UsageError where there is no plan, or nothing left to prepare for."""
    from tvp_quiz.preparing import lay_out  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.reports import group_log  # noqa: PLC0415 - the same
    from tvp_quiz.storage.plans import read_decision, read_plan  # noqa: PLC0415 - the same
    from tvp_quiz.storage.takeover import read_heirs  # noqa: PLC0415 - the same

    banks = pick_banks(world.load_content(), [])
    snapshot = world.read_snapshot(read_clock(), banks)
    with world.open_store() as store:
        plan = check_plan(read_plan(store), banks, snapshot.day)
        before, marks, memories = read_decision(store), store.read_marks(), store.read_memories()
        logs = group_log(banks, store.read_log(), read_heirs(store))
    today = [one for log in logs.values() for one in log if one.day == snapshot.day]
    course = lay_out(
        plan,
        banks,
        memories,
        day=snapshot.day,
        introduced=snapshot.introduced,
        set_aside={card for card, mark in marks.items() if mark.suspended},
        spent=sum(one.duration_ms for one in today) / 1000,
    )
    if not course.cards:
        raise UsageError("All cards of the plan are suspended: `tvp-quiz unsuspend` those that the exam asks for.")
    return Basis(plan, course, logs, before, snapshot.hidden, deal(snapshot.day))


def check_plan(plan: "ExamPlan | None", banks: "Mapping[str, Bank]", day: "date") -> "ExamPlan":
    """Return a plan. Raises UsageError where there is none, its day has come, or its banks are gone."""
    if plan is None:
        raise UsageError(NO_PLAN)
    if plan.exam <= day:
        when = "is today" if plan.exam == day else f"was on {plan.exam:%A %d %B}"
        raise UsageError(f"The exam {when}: `tvp-quiz plan clear` drops its plan, `plan set` makes the next one.")
    if plan.banks and not any(bank in banks for bank in plan.banks):
        raise UsageError(f"No bank of the plan is left ({', '.join(plan.banks)}): make it anew with `plan set`.")
    return plan


def print_outlook(outlook: "Outlook", ahead: "Sequence[DayAhead]") -> None:
    """Print how a plan stands, for people; where the days until the exam are given, a chart of them instead."""
    from tvp_quiz.terminal.plan_words import draw_days, say_outlook  # noqa: PLC0415 - `--help` needs none of it

    first, *rest = say_outlook(outlook)
    for line in [first, "", *draw_days(ahead, open_console().width)] if ahead else [first, *rest]:
        print_line(line)


def print_outlook_json(outlook: "Outlook", ahead: "Sequence[DayAhead]") -> None:
    """Print how a plan stands, for programs, and the days until the exam where any are given."""
    days = [one._asdict() for one in ahead]
    print_json(describe_outlook(outlook) | ({"ahead": days} if days else {}))


def describe_outlook(outlook: "Outlook") -> dict[str, object]:
    """Return how a plan stands as JSON has it."""
    plan, decision, profile = outlook.plan, outlook.decision, outlook.decision.profile
    return {
        "day": decision.day,
        "exam": plan.exam,
        "days": outlook.days,
        "minutes": plan.minutes,
        "since": plan.since,
        "banks": list(plan.banks),
        "weights": dict(plan.weights),
        "cards": outlook.cards,
        "new": outlook.new,
        "forecast": outlook.forecast._asdict(),
        "today": outlook.agenda._asdict(),
        "target": plan.target,
        "target_met": None if plan.target is None else outlook.advice is None,
        "advice": outlook.advice and outlook.advice._asdict(),
        "policy": decision.policy._asdict(),
        "profile": profile._asdict() | {"pace": profile.pace._asdict(), "costs": profile.costs._asdict()},
    }
