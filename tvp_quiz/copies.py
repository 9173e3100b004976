"""A sitting's banks in; their cards out, as their files have them now, also while those are being edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tvp_quiz.domain.card import Bank, Card, get_bank
from tvp_quiz.selection import find_card

if TYPE_CHECKING:
    from tvp_quiz.banks.shelf import Shelf
    from tvp_quiz.outside import Lender

Editor = Callable[[Path, int], str]
"""Lets the learner edit a file from a line on, and returns what went wrong with that, or nothing."""


@dataclass(slots=True)
class Copies:
    """The banks that a sitting asks from, in their last good state; `seen` are the digests that the history knows."""

    banks: Mapping[str, Bank]
    seen: Mapping[str, str]
    shelf: "Shelf"
    editor: Editor

    def find(self, card: str) -> Card | None:
        """Return a card by its id, None where there is none any more."""
        return find_card(self.banks, card)

    def refresh(self, card: str) -> str:
        """Read the bank of a card again if its file was saved; return what the learner has to know of that."""
        bank = self.banks.get(get_bank(card))
        if bank is None:
            return ""
        found = self.shelf.refresh(bank)
        self.banks = {**self.banks, bank.id: found.bank}
        return found.notice

    def edit(self, card: str, front: "Lender") -> str:
        """Open the entry of a card in the learner's editor, and read its bank again; return what there is to say."""
        from tvp_quiz.banks.places import find_line  # noqa: PLC0415 - it takes a parser, and most sittings edit nothing

        path = self.banks[get_bank(card)].path
        failure = front.lend(lambda: self.editor(path, find_line(path, card)))
        return self.refresh(card) or failure
