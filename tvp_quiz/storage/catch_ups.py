"""An open store in; how a learner catches up after days away, kept and stopped."""

from datetime import datetime

from tvp_quiz.domain.plan import CatchUp
from tvp_quiz.storage.plan_tables import CatchUpRow
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import stamp_change


def keep_catch_up(store: Store, catch_up: CatchUp, now: datetime) -> None:
    """Keep a catch-up in place of the one before it."""
    with store.writing() as session:
        store.find_learner(session)
        before = session.get(CatchUpRow, store.learner)
        changed_at = stamp_change(before.changed_at if before else None, now)
        row = CatchUpRow(learner=store.learner, **catch_up._asdict(), changed_at=changed_at, dropped=False)
        session.merge(row)


def stop_catch_up(store: Store, now: datetime) -> bool:
    """Stop the learner's catch-up; tell whether there was one. Its row stays, so that another machine hears of that."""
    with store.writing() as session:
        row = session.get(CatchUpRow, store.learner)
        if row is None or row.dropped:
            return False
        row.dropped, row.changed_at = True, stamp_change(row.changed_at, now)
        return True
