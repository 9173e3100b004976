"""A query and a learner in, the plan or catch-up that their drill follows out; SQLite goes without SQLAlchemy."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tvp_quiz.domain.day import MINUTES_OF_DAY, YEARS
from tvp_quiz.domain.plan import (
    LONGEST_DAYS,
    CatchUp,
    Costs,
    Decision,
    Effort,
    ExamPlan,
    Followed,
    Pace,
    Policy,
    Profile,
    Underway,
)
from tvp_quiz.domain.review import Rating
from tvp_quiz.storage.snapshot import Query, to_day

# Seconds and factors of a decision: no number of ours comes near it
LARGEST = 1e6
LONGEST_SAID = 60

# Without a decision there is nothing to follow yet, after the exam nothing any more
PLAN = (
    "SELECT exam, minutes, since, banks, target, weights, plan_decision.day, retention, taper, price, pace, "
    "pace_error, meeting, recalled, forgotten, relearned, chance, attendance "
    "FROM plan JOIN plan_decision ON plan.learner = plan_decision.learner "
    "WHERE plan.learner = :learner AND exam > :day AND NOT dropped"
)
SPENT = "SELECT sum(duration_ms) FROM review WHERE learner = :learner AND day = :day AND voided_at IS NULL"
CATCH_UP = "SELECT since, until, minutes FROM catch_up WHERE learner = :learner AND NOT dropped"
# So many answers tell what is usual of late
EFFORTS = (
    "SELECT review.card, day, rating, duration_ms, introduced FROM review LEFT JOIN memory ON "
    "memory.learner = review.learner AND memory.card = review.card WHERE review.learner = :learner AND "
    "voided_at IS NULL AND kind <> 'cram' ORDER BY reviewed_at DESC, review.id DESC LIMIT 1500"
)


def read_followed(query: Query, learner: str, day: date) -> Followed | None:
    """Return the plan that a learner's drill follows on a study day. Raises ValueError for what is no plan."""
    asked = {"learner": learner, "day": day.isoformat()}
    for exam, minutes, since, banks, target, weights, decided, *numbers in query(PLAN, asked):
        retention, taper, price, pace, error, meeting, recalled, forgotten, relearned, chance, attendance = numbers
        plan = check_plan(
            ExamPlan(
                exam=to_day(exam),
                minutes=minutes,
                since=to_day(since),
                banks=tuple(str(bank) for bank in json.loads(banks)),
                target=target,
                weights={bank: float(weight) for bank, weight in dict(json.loads(weights)).items()},
            )
        )
        costs = Costs(meeting, recalled, forgotten, relearned)
        profile = Profile(Pace(pace, error), costs, chance, attendance)
        decision = check_decision(Decision(to_day(decided), Policy(retention, taper, price), profile))
        return Followed(plan, decision, sum(ms or 0 for (ms,) in query(SPENT, asked)) / 1000)
    return None


def read_underway(query: Query, learner: str) -> Underway | None:
    """Return the catch-up that a learner's drill follows. Raises ValueError for what is none."""
    for since, until, minutes in query(CATCH_UP, {"learner": learner}):
        catch_up = check_catch_up(CatchUp(to_day(since), to_day(until), minutes))
        return Underway(catch_up, read_efforts(query, learner))
    return None


def read_efforts(query: Query, learner: str) -> tuple[Effort, ...]:
    """Return what a learner's latest answers took, newest first. Raises ValueError for what is no answer."""
    return tuple(
        Effort(card, to_day(day), Rating(rating), int(duration), introduced and to_day(introduced))
        for card, day, rating, duration, introduced in query(EFFORTS, {"learner": learner})
    )


def check_plan(plan: ExamPlan) -> ExamPlan:
    """Return a plan. Raises ValueError where none can be like it: a database keeps any value in any column."""
    numbers = {"minutes": plan.minutes, "target": plan.target or 1, **plan.weights}
    check_days(plan.since, plan.exam)
    check_numbers(numbers, above=0, most=MINUTES_OF_DAY)
    return plan


def check_catch_up(catch_up: CatchUp) -> CatchUp:
    """Return how a learner catches up. Raises ValueError where nobody can."""
    check_days(catch_up.since, catch_up.until)
    check_numbers({"minutes": catch_up.minutes}, above=0, most=MINUTES_OF_DAY)
    return catch_up


def check_decision(decision: Decision) -> Decision:
    """Return what was decided on a plan. Raises ValueError where that can't be."""
    policy, profile = decision.policy, decision.profile
    check_numbers({"taper": policy.taper}, above=-1, most=LONGEST_DAYS, whole=True)
    check_numbers({"retention": policy.retention}, above=0, most=1)
    check_numbers({"chance": profile.chance, "attendance": profile.attendance}, above=-1, most=1)
    check_numbers(profile.costs._asdict(), above=0, most=LARGEST)
    check_numbers({"price": policy.price, **profile.pace._asdict()}, above=-LARGEST, most=LARGEST)
    return decision


def check_days(first: date, last: date) -> None:
    """Raise ValueError for days that nobody plans."""
    if first.year not in YEARS or not 0 <= (last - first).days <= LONGEST_DAYS:
        raise ValueError(f"days from {first} to {last}")


def check_numbers(numbers: Mapping[str, Any], *, above: float, most: float, whole: bool = False) -> None:
    """Raise ValueError where one of the values isn't a number that is greater than `above`, and at most `most`."""
    for name, value in numbers.items():
        if not (isinstance(value, int if whole else int | float) and above < value <= most):
            raise ValueError(f"the {name} can't be {value!r}"[:LONGEST_SAID])
