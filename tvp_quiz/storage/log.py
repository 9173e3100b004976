"""A session and a learner in; their log read, added to, voided, and replayed into memory."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tvp_quiz.domain.review import Kind, Review
from tvp_quiz.scheduling.memory import replay_log
from tvp_quiz.storage.tables import MemoryRow, ReviewRow, SittingRow


def select_log(learner: str) -> SelectOfScalar[ReviewRow]:
    """Return the query for a learner's reviews, oldest first, voided ones left out."""
    query = select(ReviewRow).where(ReviewRow.learner == learner, col(ReviewRow.voided_at).is_(None))
    return query.order_by(col(ReviewRow.reviewed_at), col(ReviewRow.id))


def read_card_log(session: Session, learner: str, card: str) -> list[Review]:
    """Return the reviews of one card, oldest first, voided ones left out."""
    return [row.to_review() for row in session.exec(select_log(learner).where(ReviewRow.card == card))]


def find_review(session: Session, learner: str, review: UUID | None = None) -> ReviewRow | None:
    """Return a review, the newest where none is named, or None where it is voided or there is none."""
    query = select(ReviewRow).where(ReviewRow.learner == learner, col(ReviewRow.voided_at).is_(None))
    if review is not None:
        query = query.where(ReviewRow.id == review)
    return session.exec(query.order_by(col(ReviewRow.reviewed_at).desc(), col(ReviewRow.id).desc()).limit(1)).first()


def add_sitting(session: Session, learner: str, first: Review, sitting: UUID, seed: int) -> None:
    """Add the sitting of its first review; it began when that question was shown."""
    started_at = first.reviewed_at - timedelta(milliseconds=first.duration_ms)
    session.add(SittingRow(learner=learner, id=sitting, kind=first.kind.value, started_at=started_at, seed=seed))
    session.flush()


def add_review(session: Session, learner: str, review: Review, sitting: UUID) -> None:
    """Append a review to the log."""
    session.add(ReviewRow.from_review(learner, sitting, review))
    session.flush()


def void_card(session: Session, learner: str, card: str, at: datetime) -> int:
    """Void all the reviews of a card, and return how many there were."""
    reviews = update(ReviewRow).where(
        col(ReviewRow.learner) == learner, col(ReviewRow.card) == card, col(ReviewRow.voided_at).is_(None)
    )
    return session.exec(reviews.values(voided_at=at)).rowcount


def remember(session: Session, learner: str, card: str) -> None:
    """Make a card's memory the replay of its log."""
    row = replay_row(learner, card, read_card_log(session, learner, card))
    if row is not None:
        session.merge(row)
    elif kept := session.get(MemoryRow, (learner, card)):
        session.delete(kept)


def replay_row(learner: str, card: str, reviews: Iterable[Review]) -> MemoryRow | None:
    """Return the row that a card's reviews, oldest first, amount to, or None where none counts."""
    counting = [review for review in reviews if review.kind is not Kind.CRAM]
    memory = replay_log(card, counting)
    return MemoryRow.from_memory(learner, card, memory, counting[-1].fingerprint) if memory else None
