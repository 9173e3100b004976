"""A bank's cards as bytes and back: read by line, so that opening a large bank costs next to nothing.

The head is three lines: the bank itself, the ids of all cards, and for each card where its entry begins. A line follows
for each entry, a check sum and the cards; it is not even read until one of its cards is asked for.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, count
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from tvp_quiz.banks.packing import pack_question, read_question, read_when
from tvp_quiz.domain.card import Card, Question, Typed, When
from tvp_quiz.domain.problem import Problem, Severity

HEAD_LINES = 3
PLACE = 10
SUM = 8

DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What comes of reading bytes that are no deck, or no longer one."""

Fetch = Callable[[int, int], bytes]
"""Returns the bytes of a deck from one place to another."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One prompt of an entry; `alike` are the cards it is easily confused with, as `entry#prompt`.

    `demo` is the name of the program that shows its answer, `proves` the facts of that where no option says any;
    `former` are the ids that the card had before, in full.
    """

    prompt: str
    aspect: str
    stem: str
    question: Question
    alike: tuple[str, ...] = ()
    demo: str = ""
    proves: When | None = None
    fingerprint: str = field(default="", compare=False)
    former: tuple[str, ...] = ()


class EntryCards(NamedTuple):
    """All that an entry asks, and what its cards have in common."""

    id: str
    because: str
    nuance: str
    refs: tuple[str, ...]
    tags: tuple[str, ...]
    asks: tuple[Ask, ...]


class Heading(NamedTuple):
    """What a bank file says of itself. `id` is empty if it is no bank; line and column are where its id stands.

    `digest` stands for all that an edit may have changed for learners: ids, those of before, and answers.
    """

    id: str = ""
    title: str = ""
    source: str = ""
    line: int = 1
    column: int = 1
    digest: str = ""


class Deck(NamedTuple):
    """A bank file as it was read."""

    path: Path
    heading: Heading
    problems: tuple[Problem, ...]
    cards: Mapping[str, Card]


def encode_deck(heading: Heading, problems: Iterable[Problem], entries: list[EntryCards]) -> bytes:
    """Return a bank as bytes. Ids and prompts hold no white space, which separates them."""
    terms = _collect_terms(entries)
    numbers = {term: index for index, term in enumerate(terms)}
    records = [_dump(_pack_entry(entry, numbers)) + b"\n" for entry in entries]
    ids = (f"{heading.id}/{entry.id}#{ask.prompt}" for entry in entries for ask in entry.asks)
    head = [
        _dump([*heading, list(terms.values()), [_pack_problem(problem) for problem in problems]]),
        " ".join(ids).encode(),
    ]
    cards = sum(len(entry.asks) for entry in entries)
    begin = sum(len(line) + 1 for line in head) + PLACE * (cards + 1) + 1
    begins = list(accumulate((SUM + len(record) for record in records), initial=begin))
    places = chain.from_iterable([place] * len(entry.asks) for place, entry in zip(begins, entries, strict=False))
    # Figures of one width are found without reading those before them
    head.append(b"".join(b"%0*d" % (PLACE, place) for place in (*places, begins[-1])))
    lines = (b"%0*x%b" % (SUM, crc32(record), record) for record in records)
    return b"".join(chain((line + b"\n" for line in head), lines))


def measure_head(deck: bytes) -> int:
    """Return how many bytes of a deck are its head."""
    end = 0
    for _ in range(HEAD_LINES):
        end = deck.index(b"\n", end) + 1
    return end


def decode_deck(deck: bytes, path: Path, fetch: Fetch | None = None, mend: Callable[[], "Deck"] | None = None) -> Deck:
    """Return the deck of a file.

    `deck` may be its head alone: then `fetch` reads the rest, and `mend` makes the deck anew where that is damaged.
    Raises one of DAMAGED where the head is.
    """
    said, ids, places = deck[: measure_head(deck)].splitlines()
    *heading, terms, problems = json.loads(said)
    cards = StoredCards(
        ids=ids,
        places=places,
        source=heading[2],
        terms=tuple(terms),
        fetch=fetch or (lambda start, end: deck[start:end]),
        mend=mend,
    )
    return Deck(path, Heading(*heading), tuple(_read_problem(parts, path) for parts in problems), cards)


class StoredCards(Mapping[str, Card]):
    """Cards by id, in the author's order; iteration and membership decode none of them."""

    def __init__(
        self,
        ids: bytes,
        places: bytes,
        source: str,
        terms: tuple[str, ...],
        *,
        fetch: Fetch,
        mend: Callable[[], Deck] | None,
    ) -> None:
        """Take ids with blanks between them, and where each card's entry begins, and the last one ends.

        `terms` are all that are typed in the bank.
        """
        self._ids, self._places, self._source, self._terms = ids, places, source, terms
        self._fetch, self._mend = fetch, mend

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """Return each card's number, from 0; nobody asks for those of a bank of which nothing is due."""
        return dict(zip(self._ids.decode().split(), count()))

    def __iter__(self) -> Iterator[str]:
        """Return the ids."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Return how many cards there are."""
        return len(self._numbers)

    def __contains__(self, card: object) -> bool:
        """Tell whether there is such a card."""
        return card in self._numbers

    def __getitem__(self, card: str) -> Card:
        """Return a card by its id; raises KeyError."""
        record = self._fetch_entry(self._numbers[card])
        if record is None:
            if self._mend is None:
                raise AssertionError("what is in memory is what was written there")
            return self._mend().cards[card]
        bank, _, own = card.partition("/")
        prompt = own.partition("#")[2]
        because, nuance, refs, tags, asks = json.loads(record)
        aspect, stem, kind, parts, alike, demo, proves, fingerprint, former = next(
            ask[1:] for ask in asks if ask[0] == prompt
        )
        question = read_question(kind, self._terms, parts)
        said = because, nuance, self._source, tuple(refs), tuple(tags), fingerprint
        others = tuple(f"{bank}/{other}" for other in alike)
        return Card(card, aspect, stem, question, *said, others, demo, read_when(proves), tuple(former))

    def _fetch_entry(self, number: int) -> bytes | None:
        """Return the bytes of a card's entry, or None where they are not those that were written."""
        start = self._find_place(number)
        end = next(place for other in count(number + 1) if (place := self._find_place(other)) > start)
        line = self._fetch(start, end)
        total, record = line[:SUM], line[SUM:]
        return record if total == b"%0*x" % (SUM, crc32(record)) else None

    def _find_place(self, number: int) -> int:
        return int(self._places[PLACE * number : PLACE * (number + 1)])


def _collect_terms(entries: list[EntryCards]) -> dict[str, str]:
    """Return every term that is typed somewhere, by the form in which two of them are the same."""
    terms: dict[str, str] = {}
    for entry in entries:
        for ask in entry.asks:
            if isinstance(ask.question, Typed):
                for term in ask.question.accepted:
                    terms.setdefault(term.casefold(), term)
    return terms


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _pack_problem(problem: Problem) -> list[object]:
    return [problem.line, problem.column, problem.rule, problem.message, problem.remedy, problem.severity.value]


def _read_problem(parts: list[Any], path: Path) -> Problem:
    line, column, rule, message, remedy, severity = parts
    return Problem(path, line, column, rule, message, remedy, Severity(severity))


def _pack_entry(entry: EntryCards, places: Mapping[str, int]) -> list[object]:
    asks = [_pack_ask(ask, places) for ask in entry.asks]
    return [entry.because, entry.nuance, entry.refs, entry.tags, asks]


def _pack_ask(ask: Ask, places: Mapping[str, int]) -> list[object]:
    kind, parts = type(ask.question).__name__, pack_question(ask.question, places)
    said = ask.prompt, ask.aspect, ask.stem, kind, parts, ask.alike, ask.demo, ask.proves
    return [*said, ask.fingerprint, ask.former]
