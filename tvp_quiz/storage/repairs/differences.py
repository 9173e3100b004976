"""A session in; every card whose memory is not what its log amounts to out, whoever's it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import isclose
from typing import Any, NamedTuple

import sqlalchemy
from sqlmodel import Session, col, select

from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.log import read_card_log, replay_row
from tvp_quiz.storage.portions import read_on, split
from tvp_quiz.storage.tables import MemoryRow, ReviewRow, get_table

# The last bits of exp and pow differ from one C library to the next, and a database may have moved between machines
TOLERANCE = 1e-9

# What a replay asks of a review, in its order: to read no more than that takes half the time
REPLAYED = (
    ReviewRow.learner,
    ReviewRow.card,
    ReviewRow.reviewed_at,
    ReviewRow.id,
    ReviewRow.rating,
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
    """Yield the cards whose memories differ from the replay of their logs, for every learner.

    However many there are, few are held at once; `keep_replayed` may follow each.
    """
    for portion in split(replay_all(session)):
        kept = read_memories(session, portion)
        for learner, card, replayed in portion:
            row = kept.get((learner, card))
            if is_changed(row, replayed):
                yield Difference(learner, card, row, replayed)
    for row in read_loose(session):
        yield Difference(row.learner, row.card, row, None)


def replay_all(session: Session) -> Iterator[tuple[str, str, MemoryRow | None]]:
    """Yield the row of memory that each card with reviews, or with former ids, should have, if any."""
    renamed = {(learner, card) for learner, card in session.exec(select(CardFormerRow.learner, CardFormerRow.card))}
    log = sqlalchemy.select(*map(col, REPLAYED)).where(col(ReviewRow.voided_at).is_(None))
    order = get_table(ReviewRow).c
    rows = read_on(session, log, [order.learner, order.card, order.reviewed_at, order.id])
    for (learner, card), reviews in groupby(rows, key=lambda row: (row[0], row[1])):
        own = [make_review(row) for row in reviews]
        if (learner, card) not in renamed:
            yield learner, card, replay_row(learner, card, own)
    for learner, card in sorted(renamed):
        yield learner, card, replay_row(learner, card, read_card_log(session, learner, card))


def read_memories(
    session: Session, cards: Iterable[tuple[str, str, MemoryRow | None]]
) -> dict[tuple[str, str], MemoryRow]:
    """Return the memories of cards as they are kept, by learner and card."""
    names = defaultdict(list)
    for learner, card, _ in cards:
        names[learner].append(card)
    found = (
        session.exec(select(MemoryRow).where(MemoryRow.learner == learner, col(MemoryRow.card).in_(chosen)))
        for learner, chosen in names.items()
    )
    return {(row.learner, row.card): row for rows in found for row in rows}


def read_loose(session: Session) -> Iterator[MemoryRow]:
    """Yield the memories of cards without any review or former id."""
    learner, card = get_table(MemoryRow).primary_key
    reviewed = select(ReviewRow).where(
        ReviewRow.learner == learner, ReviewRow.card == card, col(ReviewRow.voided_at).is_(None)
    )
    renamed = select(CardFormerRow).where(CardFormerRow.learner == learner, CardFormerRow.card == card)
    loose = sqlalchemy.select(learner, card, MemoryRow).where(~reviewed.exists(), ~renamed.exists())
    for _, _, row in read_on(session, loose, [learner, card]):
        yield row


def make_review(row: Sequence[Any]) -> Review:
    """Return a review with what matters to a replay."""
    _, card, reviewed_at, id_, rating, day, kind, retention, fingerprint = row
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


def is_changed(kept: MemoryRow | None, replayed: MemoryRow | None) -> bool:
    """Tell whether a memory is another than its log amounts to."""
    if kept is None or replayed is None:
        return kept is not replayed
    return bool(list_differing(kept, replayed))


def keep_replayed(session: Session, difference: Difference) -> None:
    """Let a card's memory be what its log amounts to."""
    if difference.replayed is not None:
        session.merge(difference.replayed)
    elif difference.kept is not None:
        session.delete(difference.kept)
