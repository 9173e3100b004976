"""A content folder in, its banks and their problems out."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tvp_quiz.banks.cache import Kept, keep_deck, recall_deck
from tvp_quiz.banks.deck import DAMAGED, Deck, Heading, decode_deck
from tvp_quiz.banks.files import MAX_BYTES, Files, UnreadableError, find_files, read_regular
from tvp_quiz.domain.card import Bank, Content
from tvp_quiz.domain.problem import Problem
from tvp_quiz.errors import ContentError


def load_content(folder: Path, cache: Path | None) -> Content:
    """Return all banks below a folder in the order of their paths, and what is wrong with them.

    Parsed banks are kept in the folder `cache`, if there is one. Raises ContentError if there is no bank file.
    """
    files = find_files(folder)
    refuse_empty(files, folder)
    return gather_banks((load_deck(path, cache) for path in files.banks), files.problems)


def refuse_empty(files: Files, folder: Path) -> None:
    """Raise ContentError if a folder has nothing to learn from, and nothing that says why."""
    if not files.banks and not files.problems:
        raise ContentError(f"No bank (a .yaml file) is in {folder}; name another folder with --content.")


def load_deck(path: Path, cache: Path | None) -> Deck:
    """Return a bank file's deck; whatever is wrong with the file is a problem of the deck's.

    A file that is no bank as it is now, half-written for example, has the cards that it had when it last was one.
    """
    kept = recall_deck(cache, path) if cache else None
    try:
        if kept and (kept.is_untouched(path) or kept.is_made_of(read_regular(path, MAX_BYTES))):
            with suppress(*DAMAGED):
                return decode_deck(kept.head, path, kept.fetch, lambda: _parse(path, cache))
        return _parse(path, cache, kept)
    except UnreadableError as error:
        return Deck(path, Heading(), (error.locate(path),), {})


def _parse(path: Path, cache: Path | None, kept: Kept | None = None) -> Deck:
    """Parse a bank file, and keep what comes of it, but for what is worse than `kept`. Raises UnreadableError."""
    from tvp_quiz.banks.build import build_deck  # noqa: PLC0415 - a cached bank needs no parser

    data = read_regular(path, MAX_BYTES)
    encoded = build_deck(data, path)
    deck = decode_deck(encoded, path)
    if kept and not deck.heading.id:
        with suppress(*DAMAGED):
            good = decode_deck(kept.head, path, kept.fetch)
            if good.heading.id:
                return good._replace(problems=deck.problems)
    if cache:
        keep_deck(cache, path, data, encoded)
    return deck


def gather_banks(decks: Iterator[Deck], problems: list[Problem]) -> Content:
    """Return the banks of some decks; of two with the same id, the first."""
    banks: dict[str, Bank] = {}
    for deck in decks:
        bank = deck.heading.id
        problems.extend(deck.problems)
        if bank in banks:
            problems.append(_report_twin(deck, banks[bank]))
        elif bank:
            banks[bank] = Bank(bank, deck.heading.title, deck.path, deck.cards, deck.heading.digest)
    return Content(tuple(banks.values()), tuple(problems))


def _report_twin(deck: Deck, first: Bank) -> Problem:
    return Problem(
        deck.path,
        deck.heading.line,
        deck.heading.column,
        "duplicate-bank",
        f"`{deck.heading.id}` is the id of another bank, in {first.path}.",
        "Give this bank an id of its own, or delete one of the files.",
    )
