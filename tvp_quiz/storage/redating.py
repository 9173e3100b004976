"""An open store in; what was kept while the clock was ahead is dated as of now, none of it lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from tvp_quiz.domain.day import find_next_study_day
from tvp_quiz.storage.choices import choose
from tvp_quiz.storage.log import add_review, remember, select_log
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import CardMarkRow, LearnerRow, ReviewRow

TICK = timedelta(milliseconds=1)
# When a review is void that was redated: whatever else voids it is earlier, and voids the copy as well
REDATED = datetime(9898, 12, 31, tzinfo=UTC)


def make_copy_id(review: UUID) -> UUID:
    """Return the id of a redated review: redated on two machines that are merged afterwards, it is one."""
    return uuid5(review, "redated")


def redate_reviews(store: Store, now: datetime) -> int:
    """Void each review from after `now`, append the same as of now, and return how many there were.

    They keep their order. `now` is in the learner's own zone: the study day is the one that it falls on. What the
    learner said about cards holds no longer than through that day, where it was to hold until a day.
    """
    at = now.astimezone(UTC)
    with store.writing() as session:
        later = list(session.exec(select_log(store.learner).where(col(ReviewRow.reviewed_at) > at)))
        store.find_learner(session)
        day = find_day(session, store.learner, now)
        for before, row in enumerate(later, 1 - len(later)):
            row.voided_at = REDATED
            review = replace(row.to_review(), id=make_copy_id(row.id), reviewed_at=at + before * TICK, day=day)
            add_review(session, store.learner, review, row.sitting)
        for card in {row.card for row in later}:
            remember(session, store.learner, card)
        buried = select(CardMarkRow).where(CardMarkRow.learner == store.learner, col(CardMarkRow.buried_until) > day)
        for mark in session.exec(buried):
            choose(mark, "buried_until", day, at)
        return len(later)


def find_day(session: Session, learner: str, now: datetime) -> date:
    """Return the study day of an instant, going by the learner's last review before it."""
    earlier = select_log(learner).where(col(ReviewRow.reviewed_at) <= now.astimezone(UTC))
    newest = session.exec(earlier.order_by(None).order_by(col(ReviewRow.reviewed_at).desc()).limit(1)).first()
    return find_next_study_day(now, session.get_one(LearnerRow, learner).rollover, newest.day if newest else None)
