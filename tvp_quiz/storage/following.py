"""A query and a learner in, the plan that their drill follows out; SQLite goes without SQLAlchemy."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tvp_quiz.domain.plan import Costs, Decision, ExamPlan, Followed, Pace, Policy, Profile

# Without a decision there is nothing to follow yet, after the exam nothing any more
PLAN = (
    "SELECT exam, minutes, since, banks, target, weights, plan_decision.day, retention, taper, price, pace, "
    "pace_error, meeting, recalled, forgotten, relearned, chance, attendance "
    "FROM plan JOIN plan_decision ON plan.learner = plan_decision.learner "
    "WHERE plan.learner = :learner AND exam > :day AND NOT dropped"
)
SPENT = "SELECT sum(duration_ms) FROM review WHERE learner = :learner AND day = :day AND voided_at IS NULL"


def read_followed(query: Callable[[str, Mapping[str, str]], Iterable[Any]], learner: str, day: date) -> Followed | None:
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


def to_day(stored: str | date) -> date:
    """Return a stored day, which SQLite gives as text and a server as a date."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
