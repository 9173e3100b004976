"""An open store and the cards of edited banks in; what the edits mean for the learner's history is kept there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session, col, delete, select

from tvp_quiz.domain.edit import Part, list_changes
from tvp_quiz.storage.bank_tables import BankSeenRow, CardChangeRow, CardFormerRow
from tvp_quiz.storage.choices import MARK_TIMES, NEVER, choose_last
from tvp_quiz.storage.log import find_heirs
from tvp_quiz.storage.moving.replaying import follow, read_links, replay_cards
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
    # An id that was given up and is another card's now says nothing of this one any more
    others = {card: () if card in renamed else cards.keys() for card in cards if card in links}
    _carry_marks(session, learner, {card: follow([card], links).difference({card}, others[card]) for card in others})
    if renamed:
        session.flush()
        _carry_memories(session, learner, renamed)


def _carry_marks(session: Session, learner: str, formers: Mapping[str, Iterable[str]]) -> None:
    """Let what was said of cards under a former id hold for them, unless it was said otherwise of them later.

    A mark may come under a former id after the rename, from a machine that has not seen that.
    """
    rows = session.exec(select(CardMarkRow).where(CardMarkRow.learner == learner))
    marks = {row.card: row.model_dump() for row in rows}
    for card, names in formers.items():
        said = [marks[name] for name in names if name in marks]
        if not said:
            continue
        mark = {"learner": learner, "card": card, **choose_last(said, MARK_TIMES)}
        if card in marks:
            for name, time in MARK_TIMES.items():
                if (mark[time] or NEVER) <= (marks[card][time] or NEVER):
                    mark |= {name: marks[card][name], time: marks[card][time]}
        if mark != marks.get(card):
            session.merge(CardMarkRow(**mark))


def _carry_memories(session: Session, learner: str, renamed: Iterable[str]) -> None:
    """Let the memories of renamed cards, and of those that have their reviews as well, be the replay of all of these.

    That is the memory of a former id where this has all the reviews and stays as it is: nothing is replayed then.
    """
    formers, heirs = read_links(session, learner)
    memories = {row.card: row for row in session.exec(select(MemoryRow).where(MemoryRow.learner == learner))}
    reviewed = set(session.exec(select(ReviewRow.card).where(ReviewRow.learner == learner).distinct()))
    affected = follow(renamed, heirs)
    replayed = []
    for card in sorted(affected):
        family = reviewed & follow([card], formers)
        settled = [name for name in formers.get(card, ()) if name in memories and name not in affected]
        origin = next((name for name in settled if family <= follow([name], formers)), None)
        if origin and card not in memories:
            session.add(MemoryRow(**memories[origin].model_dump() | {"card": card}))
        elif family:
            replayed.append(card)
    if replayed:
        replay_cards(session, learner, replayed)


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
