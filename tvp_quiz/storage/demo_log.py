"""An open store in; a learner's approvals and runs of demos read, kept and taken back."""

from datetime import datetime

from sqlmodel import select

from tvp_quiz.domain.demo import Run
from tvp_quiz.storage.demo_tables import DemoApprovalRow, DemoRunRow
from tvp_quiz.storage.store import Store


def approve(store: Store, digest: str, now: datetime) -> None:
    """Let the demo of exactly these bytes run from now on."""
    with store.writing() as session:
        store.find_learner(session)
        if session.get(DemoApprovalRow, (store.learner, digest)) is None:
            session.add(DemoApprovalRow(learner=store.learner, digest=digest, approved_at=now))


def revoke(store: Store, digest: str) -> bool:
    """Take the approval of a demo back; tell whether there was one."""
    with store.writing() as session:
        row = session.get(DemoApprovalRow, (store.learner, digest))
        if row:
            session.delete(row)
        return row is not None


def read_approvals(store: Store) -> frozenset[str]:
    """Return the digests of all demos that the learner lets run."""
    with store.reading() as session:
        return frozenset(session.exec(select(DemoApprovalRow.digest).where(DemoApprovalRow.learner == store.learner)))


def keep_run(store: Store, demo_name: str, digest: str, run: Run) -> None:
    """Keep what came of a demo in place of its last run; of a long output the first 32 KiB."""
    with store.writing() as session:
        store.find_learner(session)
        session.merge(DemoRunRow.from_run(store.learner, digest, demo_name, run))


def read_run(store: Store, digest: str) -> Run | None:
    """Return the last run of a demo, or None where it never ran."""
    with store.reading() as session:
        row = session.get(DemoRunRow, (store.learner, digest))
        return row.to_run() if row else None


def read_runs(store: Store) -> dict[str, Run]:
    """Return the last run of each demo, by its digest."""
    with store.reading() as session:
        rows = session.exec(select(DemoRunRow).where(DemoRunRow.learner == store.learner))
        return {row.digest: row.to_run() for row in rows}
