"""A query and a learner in, the plan or catch-up that their drill follows out; SQLite goes without SQLAlchemy."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tvp_quiz.domain.plan import (
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

Query = Callable[[str, Mapping[str, str]], Iterable[Any]]


def read_followed(query: Query, learner: str, day: date) -> Followed | None:
    """Return the plan that a learner's drill follows on a study day. Raises ValueError for what is no plan."""
    asked = {"learner": learner, "day": day.isoformat()}
    for exam, minutes, since, banks, target, weights, decided, *numbers in query(PLAN, asked):
        retention, taper, price, pace, error, meeting, recalled, forgotten, relearned, chance, attendance = numbers
        plan = ExamPlan(
            exam=to_day(exam),
            minutes=minutes,
            since=to_day(since),
            banks=tuple(str(bank) for bank in json.loads(banks)),
            target=target,
            weights={bank: float(weight) for bank, weight in dict(json.loads(weights)).items()},
        )
        costs = Costs(meeting, recalled, forgotten, relearned)
        decision = Decision(
            to_day(decided), Policy(retention, taper, price), Profile(Pace(pace, error), costs, chance, attendance)
        )
        return Followed(plan, decision, sum(ms or 0 for (ms,) in query(SPENT, asked)) / 1000)
    return None


def read_underway(query: Query, learner: str) -> Underway | None:
    """Return the catch-up that a learner's drill follows. Raises ValueError for what is none."""
    for since, until, minutes in query(CATCH_UP, {"learner": learner}):
        catch_up = CatchUp(to_day(since), to_day(until), float(minutes))
        return Underway(catch_up, read_efforts(query, learner))
    return None


def read_efforts(query: Query, learner: str) -> tuple[Effort, ...]:
    """Return what a learner's latest answers took, newest first. Raises ValueError for what is no answer."""
    return tuple(
        Effort(card, to_day(day), Rating(rating), duration, introduced and to_day(introduced))
        for card, day, rating, duration, introduced in query(EFFORTS, {"learner": learner})
    )


def to_day(stored: str | date) -> date:
    """Return a stored day, which SQLite gives as text and a server as a date."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
