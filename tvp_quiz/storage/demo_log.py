"""A session and a learner in; their approvals and runs of demos read, kept and taken back."""

from datetime import datetime

from sqlmodel import Session, select

from tvp_quiz.domain.demo import Run
from tvp_quiz.storage.demo_tables import DemoApprovalRow, DemoRunRow


def add_approval(session: Session, learner: str, digest: str, now: datetime) -> None:
    """Add a learner's approval of a program, unless it is there."""
    if session.get(DemoApprovalRow, (learner, digest)) is None:
        session.add(DemoApprovalRow(learner=learner, digest=digest, approved_at=now))


def remove_approval(session: Session, learner: str, digest: str) -> bool:
    """Take a learner's approval of a program back; tell whether there was one."""
    row = session.get(DemoApprovalRow, (learner, digest))
    if row:
        session.delete(row)
    return row is not None


def read_approvals(session: Session, learner: str) -> frozenset[str]:
    """Return the digests of all programs that a learner approved."""
    return frozenset(session.exec(select(DemoApprovalRow.digest).where(DemoApprovalRow.learner == learner)))


def read_runs(session: Session, learner: str) -> dict[str, Run]:
    """Return the last run of each program, by its digest."""
    rows = session.exec(select(DemoRunRow).where(DemoRunRow.learner == learner))
    return {row.digest: row.to_run() for row in rows}
