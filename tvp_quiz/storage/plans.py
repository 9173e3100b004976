"""An open store in; a learner's plan for an exam, and what was decided on it, kept, read and dropped."""

from datetime import datetime

from sqlmodel import Session

from tvp_quiz.domain.plan import Decision, ExamPlan
from tvp_quiz.storage.exam_day import find_plan
from tvp_quiz.storage.plan_tables import PlanDecisionRow, PlanRow
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import stamp_change


def keep_plan(store: Store, plan: ExamPlan, now: datetime) -> None:
    """Keep a plan in place of the one before it, on which nothing is decided yet."""
    with store.writing() as session:
        store.find_learner(session)
        drop_decision(session, store.learner)
        before = session.get(PlanRow, store.learner)
        changed_at = stamp_change(before.changed_at if before else None, now)
        session.merge(PlanRow.from_plan(store.learner, plan, changed_at))


def clear_plan(store: Store, now: datetime) -> bool:
    """Drop the learner's plan; tell whether there was one."""
    with store.writing() as session:
        drop_decision(session, store.learner)
        row = find_plan(session, store.learner)
        if row:
            row.dropped, row.changed_at = True, stamp_change(row.changed_at, now)
        return row is not None


def drop_decision(session: Session, learner: str) -> None:
    """Drop what was decided on a learner's plan."""
    if row := session.get(PlanDecisionRow, learner):
        session.delete(row)
        session.flush()


def read_plan(store: Store) -> ExamPlan | None:
    """Return the learner's plan, if they have one."""
    with store.reading() as session:
        row = find_plan(session, store.learner)
        return row.to_plan() if row else None


def keep_decision(store: Store, decision: Decision) -> None:
    """Keep what was decided on the learner's plan, unless that was dropped meanwhile."""
    with store.writing() as session:
        if find_plan(session, store.learner):
            session.merge(PlanDecisionRow.from_decision(store.learner, decision))


def read_decision(store: Store) -> Decision | None:
    """Return what was last decided on the learner's plan."""
    with store.reading() as session:
        row = session.get(PlanDecisionRow, store.learner)
        return row.to_decision() if row else None
