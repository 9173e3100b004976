"""An open store and the cards of edited banks in; what the edits mean for the learner's history is kept there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlmodel import Session, col, delete, select

from tvp_quiz.domain.edit import Part, list_changes
from tvp_quiz.storage.bank_tables import BankSeenRow, CardChangeRow, CardFormerRow
from tvp_quiz.storage.log import find_heirs, remember
from tvp_quiz.storage.moving.replaying import follow
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import CardMarkRow, MemoryRow, ReviewRow


class Edited(NamedTuple):
    """A card as its bank has it now: its fingerprint, and the ids that it had before."""

    fingerprint: str
    former: tuple[str, ...]


def take_over(store: Store, bank: str, digest: str, cards: Mapping[str, Edited]) -> None:
    """Let a bank's cards have the reviews and marks that they have under former ids, and note changed answers.

    `cards` are all cards of the bank by id; `digest` is by which the bank will be known as seen.
    """
    with store.writing() as session:
        store.find_learner(session)
        _add_former(session, store.learner, cards)
        _note_changes(session, store.learner, bank, cards)
        session.merge(BankSeenRow(learner=store.learner, bank=bank, digest=digest))


def list_heirs(store: Store, card: str) -> list[str]:
    """Return the ids under which a card of the log may be asked now, its own first."""
    with store.reading() as session:
        return [card, *sorted(find_heirs(session, store.learner, card) - {card})]


def read_prints(store: Store) -> dict[str, dict[str, str]]:
    """Return for each learner of the database the fingerprints of the cards that they know, as they last saw them."""
    prints: dict[str, dict[str, str]] = defaultdict(dict)
    with store.reading() as session:
        for learner, card, fingerprint in session.exec(
            select(MemoryRow.learner, MemoryRow.card, MemoryRow.fingerprint)
        ):
            prints[learner][card] = fingerprint
    return dict(prints)


def read_heirs(store: Store) -> dict[str, list[str]]:
    """Return for each id that cards had before which cards those are."""
    heirs: dict[str, list[str]] = defaultdict(list)
    with store.reading() as session:
        rows = select(CardFormerRow).where(CardFormerRow.learner == store.learner)
        for row in session.exec(rows.where(col(CardFormerRow.dropped).is_(False))):
            heirs[row.former].append(row.card)
    return dict(heirs)


def _add_former(session: Session, learner: str, cards: Mapping[str, Edited]) -> None:
    """Note the ids that cards had before, and carry over what is kept under those."""
    rows = session.exec(select(CardFormerRow).where(CardFormerRow.learner == learner))
    known = {(row.card, row.former): row.dropped for row in rows}
    links = defaultdict(set)
    for card, former in known:
        links[card].add(former)
    renamed = set()
    for card, edited in cards.items():
        for former in edited.former:
            if (card, former) not in known:
                # Renamed once more, a card that was reset stays so
                dropped = any(known.get((between, former)) for between in edited.former)
                session.add(CardFormerRow(learner=learner, card=card, former=former, dropped=dropped))
                links[card].add(former)
                renamed.add(card)
    _carry_marks(session, learner, {card: follow([card], links) - {card} for card in cards if card in links})
    if renamed:
        session.flush()
        formers = {card: cards[card].former for card in sorted(renamed)}
        _carry_memories(session, learner, formers, {former for _, former in known})


def _carry_marks(session: Session, learner: str, formers: Mapping[str, Iterable[str]]) -> None:
    """Give cards the marks that they have under a former id, unless they have a later one of their own.

    A mark may come under a former id after the rename, from a machine that has not seen that.
    """
    marks = {row.card: row for row in session.exec(select(CardMarkRow).where(CardMarkRow.learner == learner))}
    for card, names in formers.items():
        mark = max((marks[name] for name in names if name in marks), key=_rank_mark, default=None)
        if mark and (card not in marks or _rank_mark(mark)[0] > _rank_mark(marks[card])[0]):
            session.merge(CardMarkRow(**mark.model_dump() | {"card": card}))


def _rank_mark(mark: CardMarkRow) -> tuple[datetime, bool, str]:
    """Return by what one of two marks is chosen: the later, and one from before their times were kept last."""
    return mark.changed_at or datetime.min.replace(tzinfo=UTC), mark.suspended, str(mark.buried_until)


def _carry_memories(
    session: Session, learner: str, formers: Mapping[str, Iterable[str]], former_before: Collection[str]
) -> None:
    """Let the memories of renamed cards be the replay of all their reviews.

    That is the memory of a former id where only one has any and the new id is really new: so it need not be replayed.
    """
    memories = {row.card: row for row in session.exec(select(MemoryRow).where(MemoryRow.learner == learner))}
    reviewed = set(session.exec(select(ReviewRow.card).where(ReviewRow.learner == learner).distinct()))
    dropped = set(
        session.exec(
            select(CardFormerRow.card).where(CardFormerRow.learner == learner, col(CardFormerRow.dropped).is_(True))
        )
    )
    for card, names in formers.items():
        origins = [memories[name] for name in names if name in memories]
        is_new = card not in reviewed and card not in former_before and card not in dropped and card not in memories
        if is_new and len(origins) == 1:
            session.add(MemoryRow(**origins[0].model_dump() | {"card": card}))
        elif origins or card in reviewed:
            remember(session, learner, card)


def _note_changes(session: Session, learner: str, bank: str, cards: Mapping[str, Edited]) -> None:
    """Note which of a bank's learned cards have another answer than the one that was learned."""
    begins = f"{bank}/"
    session.exec(
        delete(CardChangeRow).where(
            col(CardChangeRow.learner) == learner, col(CardChangeRow.card).startswith(begins, autoescape=True)
        )
    )
    rows = session.exec(
        select(MemoryRow.card, MemoryRow.fingerprint).where(
            MemoryRow.learner == learner, col(MemoryRow.card).startswith(begins, autoescape=True)
        )
    )
    for card, fingerprint in rows:
        if card in cards and Part.ANSWER in list_changes(fingerprint, cards[card].fingerprint):
            session.add(CardChangeRow(learner=learner, card=card, fingerprint=cards[card].fingerprint))
