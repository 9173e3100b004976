"""A bank and a day in, a database with years of reviews of it out, in which every memory is the replay of its log."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlmodel import Session, SQLModel, insert

from tvp_quiz.cli.world import LEARNER
from tvp_quiz.domain.card import Card
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.scheduling.memory import schedule_review
from tvp_quiz.sessions.sitting import make_review_id
from tvp_quiz.storage.engine import connect, for_writing
from tvp_quiz.storage.guard import lift_limit
from tvp_quiz.storage.store import open_store
from tvp_quiz.storage.tables import LearnerRow, MemoryRow, ReviewRow, SittingRow

SPAN_DAYS = 1000
SKIPPED_DAYS = 3
PACE = timedelta(seconds=9)
WEIGHTS = (10, 6, 75, 9)
"""How often, of a hundred reviews, a card is rated Again, Hard, Good and Easy."""


@dataclass(frozen=True, slots=True)
class Past:
    """All the sittings of a learner with their reviews, oldest first, and the memories they left."""

    sittings: Sequence[SittingRow]
    reviews: Sequence[ReviewRow]
    memories: Sequence[MemoryRow]

    def count_due(self, day: date) -> int:
        """Count the cards due on a day."""
        return sum(memory.due <= day for memory in self.memories)


def live_through(cards: Sequence[Card], day: date, dice: Random) -> Past:
    """Return the past of a learner who began the cards evenly over the span and asked each on the day it was due.

    The last few days before `day` were skipped, so that a few days' cards are due.
    """
    first = day - timedelta(days=SPAN_DAYS)
    agenda: dict[date, list[Card]] = defaultdict(list)
    for number, card in enumerate(cards):
        agenda[first + timedelta(days=number * (SPAN_DAYS - SKIPPED_DAYS) // len(cards))].append(card)
    memories: dict[str, Memory] = {}
    sittings, reviews = [], []
    for days in range(SPAN_DAYS - SKIPPED_DAYS):
        begins = datetime.combine(first + timedelta(days=days), time(12), UTC)
        sitting = make_review_id(begins, dice.randbytes(10))
        asked = list(sit(agenda, begins, memories, dice))
        if asked:
            sittings.append(
                SittingRow(learner=LEARNER, id=sitting, kind=Kind.DRILL.value, started_at=begins, seed=days)
            )
            reviews += [ReviewRow.from_review(LEARNER, sitting, review) for review in asked]
    prints = {card.id: card.fingerprint for card in cards}
    rows = [MemoryRow.from_memory(LEARNER, card, memory, prints[card]) for card, memory in memories.items()]
    return Past(sittings, reviews, rows)


def sit(
    agenda: dict[date, list[Card]], begins: datetime, memories: dict[str, Memory], dice: Random
) -> Iterator[Review]:
    """Yield a day's reviews, and put each card on the agenda of the day for which it is due then."""
    day = begins.date()
    # What is forgotten is due on the same day, so this list grows while it is gone through
    for number, card in enumerate(agenda[day], start=1):
        (rating,) = dice.choices(list(Rating), WEIGHTS)
        review = make_review(card, rating, begins + number * PACE, dice.randbytes(10))
        memory = schedule_review(card.id, memories.get(card.id), rating, day, review.retention)
        memories[card.id] = memory
        agenda[memory.due].append(card)
        yield review


def make_review(card: Card, rating: Rating, at: datetime, entropy: bytes) -> Review:
    """Return a review that took six seconds."""
    return Review(
        id=make_review_id(at, entropy),
        card=card.id,
        rating=rating,
        reviewed_at=at,
        utc_offset=0,
        day=at.date(),
        duration_ms=6000,
        kind=Kind.DRILL,
        retention=Settings().retention,
        response="what was answered",
        correct=rating != Rating.AGAIN,
        fingerprint=card.fingerprint,
    )


def write_past(database: Path, past: Past, now: datetime) -> None:
    """Write a past into a new database."""
    open_store(str(database), LEARNER, now).close()
    engine = connect(str(database))
    began = min(sitting.started_at for sitting in past.sittings)
    learner = LearnerRow(name=LEARNER, created_at=began, retention=0.9, new=10, rollover=4)
    with Session(for_writing(engine)) as session, session.begin():
        # Years of answers in one transaction are more than a new file has work for
        lift_limit(session.connection().connection.driver_connection)  # type: ignore[arg-type] # SQLite's
        for rows in ([learner], past.sittings, past.reviews, past.memories):
            add_rows(session, rows)
    engine.dispose()


def add_rows(session: Session, rows: Iterable[SQLModel]) -> None:
    """Add rows of one table, all at once."""
    every = list(rows)
    session.execute(insert(type(every[0])), [row.model_dump() for row in every])
