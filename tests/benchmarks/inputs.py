"""A folder in; banks, histories and an Anki collection in it out."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path
from random import Random

from bank import write_banks
from collection import write_collection
from history import live_through, write_past

from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.parse import MAX_ENTRIES
from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Inputs:
    """A content folder of a bank or some, a history of it, and a collection of the cards that the history knows."""

    content: Path
    database: Path
    collection: Path
    says: str

    @property
    def cache(self) -> Path:
        """Return the folder that the program keeps parsed banks in."""
        return self.database.with_suffix(".cache")


def build_inputs(folder: Path, count: int, now: datetime) -> Inputs:
    """Build inputs of a bank of `count` entries, as many cards known, and ten times as many reviews."""
    day = find_study_day(now, Settings().rollover)
    content, database = folder / "content", folder / "history.db"
    banks = ceil(count / MAX_ENTRIES)
    write_banks(content, banks, count // banks)
    loaded = load_content(content, None)
    if loaded.problems:
        raise ValueError(f"The bank that was made has {len(loaded.problems)} problems, first {loaded.problems[0]}.")
    every = [(bank, card) for bank in loaded.banks for card in bank.cards]
    cards = [bank.cards[card] for bank, card in every[:count]]
    past = live_through(cards, day, Random(count))
    write_past(database, past, now)
    write_collection(folder / "collection.anki2", cards, past, day)
    says = (
        f"{count:,} entries, {len(every):,} cards, {len(past.reviews):,} reviews of {len(cards):,} cards, "
        f"{past.count_due(day):,} due"
    )
    return Inputs(content, database, folder / "collection.anki2", says)
