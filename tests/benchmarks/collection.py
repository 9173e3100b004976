"""Cards and a past in, an Anki collection with a note for each and the same reviews out."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import AddNoteRequest, Collection
from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV, REVLOG_REV
from anki.deck_config_pb2 import UpdateDeckConfigsRequest
from anki.decks import DeckId
from history import Past

from tvp_quiz.domain.card import Card

if TYPE_CHECKING:
    # loaded before anki.collection, it would end in a circle of imports
    from anki.cards import CardId

DECK = DeckId(1)
EASE = 2500
MS = 1000


def write_collection(path: Path, cards: Sequence[Card], past: Past, day: date) -> None:
    """Write a collection in which each of the cards has its stem, its reviews and the day on which it is due."""
    collection = Collection(str(path))
    notes = add_notes(collection, cards)
    add_reviews(collection, notes, past)
    set_due(collection, notes, past, day)
    turn_fsrs_on(collection)
    collection.close()


def add_notes(collection: Collection, cards: Sequence[Card]) -> "dict[str, CardId]":
    """Add a note for each of our cards, and return the card that Anki makes of it."""
    basic = collection.models.by_name("Basic")
    if basic is None:
        raise LookupError("Anki's own notetype Basic is gone: see which of them asks front and back now.")
    requests = []
    for card in cards:
        note = collection.new_note(basic)
        note["Front"], note["Back"] = card.stem, card.because
        requests.append(AddNoteRequest(note=note, deck_id=DECK))
    collection.add_notes(requests)
    return {card.id: request.note.card_ids()[0] for card, request in zip(cards, requests, strict=True)}


def add_reviews(collection: Collection, notes: "Mapping[str, CardId]", past: Past) -> None:
    """Add the whole log; Anki's reviews have their millisecond as id, and ours are seconds apart."""
    rows = []
    by_card = sorted(past.reviews, key=attrgetter("card", "reviewed_at"))
    for card, reviews in groupby(by_card, key=attrgetter("card")):
        last = None
        for review in reviews:
            days = (review.day - last).days if last else 0
            at = int(review.reviewed_at.timestamp() * MS)
            rows.append((at, notes[card], -1, review.rating, days, days, EASE, review.duration_ms, REVLOG_REV))
            last = review.day
    execute(collection, "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def execute(collection: Collection, sql: str, rows: Sequence[tuple[int, ...]]) -> None:
    """Execute a statement for every row."""
    if collection.db is None:
        raise AssertionError("a collection that was just opened has its database")
    collection.db.executemany(sql, rows)


def set_due(collection: Collection, notes: "Mapping[str, CardId]", past: Past, day: date) -> None:
    """Make every card one that is reviewed on its day."""
    today = collection.sched.today
    rows = [
        (
            CARD_TYPE_REV,
            QUEUE_TYPE_REV,
            max(1, (memory.due - memory.last).days),
            today + (memory.due - day).days,
            memory.reps,
            memory.lapses,
            EASE,
            notes[memory.card],
        )
        for memory in past.memories
    ]
    columns = "type = ?, queue = ?, ivl = ?, due = ?, reps = ?, lapses = ?, factor = ?"
    execute(collection, f"UPDATE cards SET {columns} WHERE id = ?", rows)  # noqa: S608 - all of it stands here


def turn_fsrs_on(collection: Collection) -> None:
    """Turn FSRS on as the options of a deck do, which has Anki compute every card's memory from its log."""
    known = collection.decks.get_deck_configs_for_update(DECK)
    request = UpdateDeckConfigsRequest(
        target_deck_id=DECK,
        configs=[one.config for one in known.all_config],
        limits=known.current_deck.limits,
        fsrs=True,
    )
    collection.decks.update_deck_configs(request)
