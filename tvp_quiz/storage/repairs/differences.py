"""A session in; every card whose memory is not what its log amounts to out, whoever's it is."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isclose
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.log import read_card_log, replay_row
from tvp_quiz.storage.tables import MemoryRow, ReviewRow

# The last bits of exp and pow differ from one C library to the next, and a database may have moved between machines
TOLERANCE = 1e-9
CHUNK = 1000

# What a replay asks of a review: to read no more than that takes half the time
REPLAYED = (
    ReviewRow.learner,
    ReviewRow.card,
    ReviewRow.id,
    ReviewRow.rating,
    ReviewRow.reviewed_at,
    ReviewRow.day,
    ReviewRow.kind,
    ReviewRow.retention,
    ReviewRow.fingerprint,
)


class Difference(NamedTuple):
    """A card's memory as it is kept, and as its log amounts to; None where there is none."""

    learner: str
    card: str
    kept: MemoryRow | None
    replayed: MemoryRow | None


def find_differences(session: Session) -> Iterator[Difference]:
    """Yield the cards whose memories differ from the replay of their logs, for every learner."""
    kept = {(row.learner, row.card): row for row in session.exec(select(MemoryRow))}
    for replayed in replay_all(session):
        row = kept.pop((replayed.learner, replayed.card), None)
        if row is None or list_differing(row, replayed):
            yield Difference(replayed.learner, replayed.card, row, replayed)
    for (learner, card), row in kept.items():
        yield Difference(learner, card, row, None)


def replay_all(session: Session) -> Iterator[MemoryRow]:
    """Yield the row of memory that each card should have."""
    renamed = {(row.learner, row.card) for row in session.exec(select(CardFormerRow))}
    order = (ReviewRow.learner, ReviewRow.card, ReviewRow.reviewed_at, ReviewRow.id)
    log = select(*map(col, REPLAYED)).where(col(ReviewRow.voided_at).is_(None)).order_by(*map(col, order))
    rows = session.execute(log, execution_options={"yield_per": CHUNK})
    for (learner, card), reviews in groupby(rows, key=lambda row: (row[0], row[1])):
        own = [make_review(row) for row in reviews]
        if (learner, card) not in renamed and (replayed := replay_row(learner, card, own)):
            yield replayed
    for learner, card in sorted(renamed):
        if replayed := replay_row(learner, card, read_card_log(session, learner, card)):
            yield replayed


def make_review(row: Sequence[Any]) -> Review:
    """Return a review with what matters to a replay."""
    _, card, id_, rating, reviewed_at, day, kind, retention, fingerprint = row
    return Review(
        id=id_,
        card=card,
        rating=Rating(rating),
        reviewed_at=reviewed_at,
        utc_offset=0,
        day=day,
        duration_ms=0,
        kind=Kind(kind),
        retention=retention,
        fingerprint=fingerprint,
    )


def describe_difference(difference: Difference) -> Iterator[str]:
    """Yield what is wrong with a card's memory."""
    learner, card, kept, replayed = difference
    if replayed is None:
        yield f"{learner} has a memory of {card}, but no review that it could come from."
    elif kept is None:
        yield f"{learner} has reviews of {card}, but no memory of it."
    else:
        for name, is_, should_be in list_differing(kept, replayed):
            yield f"{learner}'s memory of {card} has the {name} {is_}, but its log amounts to {should_be}."


def list_differing(kept: MemoryRow, replayed: MemoryRow) -> list[tuple[str, object, object]]:
    """Return by name what is not the same in two rows of one card."""
    pairs = ((name, getattr(kept, name), getattr(replayed, name)) for name in (*Memory._fields, "fingerprint"))
    return [(name, is_, should_be) for name, is_, should_be in pairs if not is_same(is_, should_be)]


def is_same(kept: object, replayed: object) -> bool:
    """Tell whether two values are equal, numbers but for their last bits."""
    if isinstance(kept, float) and isinstance(replayed, float):
        return isclose(kept, replayed, rel_tol=TOLERANCE)
    return kept == replayed


def settle(session: Session, difference: Difference) -> None:
    """Let a card's memory be what its log amounts to."""
    if difference.replayed is not None:
        session.merge(difference.replayed)
    elif difference.kept is not None:
        session.delete(difference.kept)
