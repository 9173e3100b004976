"""A session, a learner and a card in; the day of the exam that their plan prepares the card for out."""

from datetime import date

from sqlmodel import Session

from tvp_quiz.domain.card import get_bank
from tvp_quiz.storage.plan_tables import PlanRow


def find_exam_day(session: Session, learner: str, card: str, day: date) -> date | None:
    """Return the day of the exam that a plan prepares a card for, unless it is over by a study day."""
    row = session.get(PlanRow, learner)
    plan = None if row is None or row.dropped else row.to_plan()
    if plan is None or plan.exam < day or (plan.banks and get_bank(card) not in plan.banks):
        return None
    return plan.exam
