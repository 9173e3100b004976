"""A session and a learner in; their log read, added to, voided, and replayed into memory."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tvp_quiz.domain.review import Kind, Review
from tvp_quiz.scheduling.memory import replay_log
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.tables import MemoryRow, ReviewRow, SittingRow


def select_log(learner: str) -> SelectOfScalar[ReviewRow]:
    """Return the query for a learner's reviews, oldest first, voided ones left out."""
    query = select(ReviewRow).where(ReviewRow.learner == learner, col(ReviewRow.voided_at).is_(None))
    return query.order_by(col(ReviewRow.reviewed_at), col(ReviewRow.id))


def read_card_log(session: Session, learner: str, card: str) -> list[Review]:
    """Return the reviews of one card under all its ids, oldest first, voided ones left out."""
    # Asked for several cards at once, SQLite would go through the whole log to have it in order
    logs = [
        session.exec(select_log(learner).where(ReviewRow.card == name)) for name in find_former(session, learner, card)
    ]
    reviews = [row.to_review() for log in logs for row in log]
    return sorted(reviews, key=lambda review: review.order)


def find_former(session: Session, learner: str, card: str) -> set[str]:
    """Return a card's id, and the ids that it had before, and those that these had before."""
    query = select(CardFormerRow.former).where(CardFormerRow.learner == learner, col(CardFormerRow.dropped).is_(False))
    return _follow(card, lambda names: session.exec(query.where(col(CardFormerRow.card).in_(names))))


def find_heirs(session: Session, learner: str, card: str) -> set[str]:
    """Return a card's id, and those of the cards to which its reviews belong as well."""
    query = select(CardFormerRow.card).where(CardFormerRow.learner == learner, col(CardFormerRow.dropped).is_(False))
    return _follow(card, lambda names: session.exec(query.where(col(CardFormerRow.former).in_(names))))


def _follow(card: str, find: Callable[[set[str]], Iterable[str]]) -> set[str]:
    """Return all that can be found from a card on."""
    found, latest = {card}, {card}
    while latest:
        latest = set(find(latest)) - found
        found |= latest
    return found


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
    """Void all the reviews of a card, and return how many there were; those under former ids are its no longer."""
    session.exec(
        update(CardFormerRow)
        .where(col(CardFormerRow.learner) == learner, col(CardFormerRow.card) == card)
        .values(dropped=True)
    )
    reviews = update(ReviewRow).where(
        col(ReviewRow.learner) == learner, col(ReviewRow.card) == card, col(ReviewRow.voided_at).is_(None)
    )
    return session.exec(reviews.values(voided_at=at)).rowcount


def remember(session: Session, learner: str, card: str) -> None:
    """Make the memory of a card, and of those that have its reviews as well, the replay of their logs."""
    for heir in find_heirs(session, learner, card):
        _remember_one(session, learner, heir)


def _remember_one(session: Session, learner: str, card: str) -> None:
    row = replay_row(learner, card, read_card_log(session, learner, card))
    if row is not None:
        session.merge(row)
    elif kept := session.get(MemoryRow, (learner, card)):
        session.delete(kept)


def replay_row(learner: str, card: str, reviews: Collection[Review]) -> MemoryRow | None:
    """Return the row that a card's reviews, in any order, amount to, or None where none counts."""
    memory = replay_log(reviews)
    if memory is None:
        return None
    last = max((review for review in reviews if review.kind is not Kind.CRAM), key=lambda review: review.order)
    return MemoryRow.from_memory(learner, card, memory, last.fingerprint)
