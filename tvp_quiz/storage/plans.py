"""An open store in; a learner's plan for an exam, and what was decided on it, kept, read and dropped."""

from sqlmodel import Session

from tvp_quiz.domain.plan import Decision, ExamPlan
from tvp_quiz.storage.plan_tables import PlanDecisionRow, PlanRow
from tvp_quiz.storage.store import Store


def keep_plan(store: Store, plan: ExamPlan) -> None:
    """Keep a plan in place of the one before it, on which nothing is decided yet."""
    with store.writing() as session:
        store.find_learner(session)
        drop_decision(session, store.learner)
        session.merge(PlanRow.from_plan(store.learner, plan))


def clear_plan(store: Store) -> bool:
    """Drop the learner's plan; tell whether there was one."""
    with store.writing() as session:
        drop_decision(session, store.learner)
        row = session.get(PlanRow, store.learner)
        if row:
            session.delete(row)
        return row is not None


def drop_decision(session: Session, learner: str) -> None:
    """Drop what was decided on a learner's plan."""
    if row := session.get(PlanDecisionRow, learner):
        session.delete(row)
        session.flush()


def read_plan(store: Store) -> ExamPlan | None:
    """Return the learner's plan, if they have one."""
    with store.reading() as session:
        row = session.get(PlanRow, store.learner)
        return row.to_plan() if row else None


def keep_decision(store: Store, decision: Decision) -> None:
    """Keep what was decided on the learner's plan, unless that was dropped meanwhile."""
    with store.writing() as session:
        if session.get(PlanRow, store.learner):
            session.merge(PlanDecisionRow.from_decision(store.learner, decision))


def read_decision(store: Store) -> Decision | None:
    """Return what was last decided on the learner's plan."""
    with store.reading() as session:
        row = session.get(PlanDecisionRow, store.learner)
        return row.to_decision() if row else None
