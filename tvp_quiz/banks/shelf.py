"""A bank as it was read in, the bank as its file has it now out; a file that can't be used now changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Self

from tvp_quiz.banks.files import Stamp, stamp_file
from tvp_quiz.banks.load import load_deck
from tvp_quiz.domain.card import Bank, Card
from tvp_quiz.domain.problem import Problem, Severity


class Refreshed(NamedTuple):
    """A bank, and one sentence if its file was saved in a state that can't be used, or is gone."""

    bank: Bank
    notice: str = ""


class Shelf:
    """Bank files, by what they looked like when last seen."""

    def __init__(self, cache: Path | None) -> None:
        """Begin with no file; parsed banks are kept in the folder `cache`, if any."""
        self.cache = cache
        self._stamps: dict[Path, Stamp] = {}

    def watch(self, banks: Iterable[Bank]) -> Self:
        """Look at the files of banks that were just read, and return the shelf itself."""
        self._stamps |= {bank.path: stamp_file(bank.path) for bank in banks}
        return self

    def refresh(self, bank: Bank) -> Refreshed:
        """Return a bank as its file has it now, if that was saved since it was last seen."""
        stamp = stamp_file(bank.path)
        before = self._stamps.setdefault(bank.path, stamp)
        if stamp == before:
            return Refreshed(bank)
        self._stamps[bank.path] = stamp
        if not stamp:
            return Refreshed(bank, f"{bank.path.name} is gone; the sitting goes on with what it said before.")
        deck = load_deck(bank.path, self.cache)
        errors = [problem for problem in deck.problems if problem.severity is Severity.ERROR]
        if deck.heading.id != bank.id:
            return Refreshed(bank, _say_unusable(bank.path, errors))
        cards = Patched(deck.cards, bank.cards) if errors else deck.cards
        notice = _say_unusable(bank.path, errors) if errors else ""
        return Refreshed(Bank(bank.id, deck.heading.title, bank.path, cards, deck.heading.digest), notice)


class Patched(Mapping[str, Card]):
    """Cards of a file with errors, and for those that it lacks the ones from before."""

    def __init__(self, now: Mapping[str, Card], before: Mapping[str, Card]) -> None:
        """Take the cards of the file, and those from before."""
        self.now, self.before = now, before

    def __getitem__(self, card: str) -> Card:
        """Return a card by its id; raises KeyError."""
        return self.now[card] if card in self.now else self.before[card]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        yield from dict.fromkeys((*self.now, *self.before))

    def __len__(self) -> int:
        """Return how many cards there are."""
        return len({*self.now, *self.before})


def _say_unusable(path: Path, errors: list[Problem]) -> str:
    if not errors:
        return f"{path.name} is another bank now; the sitting goes on with what it said before."
    first = errors[0]
    return f"{path.name}, line {first.line}: {first.message} The sitting goes on with what it said before."
