"""A session and a learner in; their plan, and the day of the exam that it prepares a card for, out."""

from datetime import date

from sqlmodel import Session

from tvp_quiz.domain.card import get_bank
from tvp_quiz.storage.plan_tables import PlanRow


def find_plan(session: Session, learner: str) -> PlanRow | None:
    """Return the row of the plan that a learner has."""
    row = session.get(PlanRow, learner)
    return None if row is None or row.dropped else row


def find_exam_day(session: Session, learner: str, card: str, day: date) -> date | None:
    """Return the day of the exam that a plan prepares a card for, unless it is over by a study day."""
    row = find_plan(session, learner)
    plan = row.to_plan() if row else None
    if plan is None or plan.exam < day or (plan.banks and get_bank(card) not in plan.banks):
        return None
    return plan.exam
