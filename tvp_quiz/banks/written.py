"""A bank's file in, its entries where they stand out, each with its cards and what is wrong with it."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from tvp_quiz.banks.build import encode_draft, read_draft
from tvp_quiz.banks.cases import Roll
from tvp_quiz.banks.check import find_unknown_refs
from tvp_quiz.banks.deck import decode_deck
from tvp_quiz.banks.examine import examine_draft
from tvp_quiz.banks.files import MAX_BYTES, UNQUOTED, UnreadableError, find_files, read_regular
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.parse import Draft
from tvp_quiz.banks.sections import SECTIONS
from tvp_quiz.banks.sources import find_nearest, read_sources
from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.problem import Problem
from tvp_quiz.domain.written import WrittenBank, WrittenEntry


def read_written(path: Path, root: Path) -> WrittenBank:
    """Return a bank's file as it is now, whatever is wrong with it; `root` is the content folder."""
    try:
        data = read_regular(path, MAX_BYTES)
    except UnreadableError as error:
        return WrittenBank(path, problems=(error.locate(path),))
    draft = read_draft(data, path)
    problems = tuple(sorted(_list_problems(draft, root), key=lambda one: (one.line, one.column, one.rule)))
    lines = () if {problem.rule for problem in problems} & UNQUOTED else split_lines(data)
    if draft.bank is None:
        return WrittenBank(path, problems=problems, lines=lines)
    deck = decode_deck(encode_draft(draft), path)
    starts = _list_starts(draft.root) if draft.root else []
    has_entries = any(own is not None for _, own in starts)
    entries = tuple(_list_written(starts, list(deck.cards), problems)) if has_entries else ()
    return WrittenBank(path, draft.bank.bank, draft.bank.title, entries, problems, deck.cards, lines)


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a file, none where it can't be read."""
    try:
        return split_lines(read_regular(path, MAX_BYTES))
    except UnreadableError:
        return ()


def split_lines(data: bytes) -> tuple[str, ...]:
    """Return the lines of a file's text, an empty one after the end of the last; what is no UTF-8 is replaced."""
    lines = data.removeprefix(BOM_UTF8).splitlines()
    return tuple(line.decode(errors="replace") for line in (*lines, *([b""] if data.endswith(b"\n") else [])))


def _list_problems(draft: Draft, root: Path) -> Iterator[Problem]:
    """Yield what is wrong in this file, and with the demos and the refs that it names."""
    found = examine_draft(draft)
    sources = [read_sources(path) for path in find_files(root).sources]
    yield from find_unknown_refs(found, find_nearest(draft.path, sources))
    yield from found.problems
    yield from Roll(root).check_names(found.demos, draft.path)


def _list_written(
    starts: list[tuple[int, str | None]], cards: list[str], problems: tuple[Problem, ...]
) -> Iterator[WrittenEntry]:
    """Yield each entry with what stands from its line to the next start; the bank's own keys where they are wrong."""
    own: dict[str, list[str]] = {}
    for card in cards:
        own.setdefault(get_entry(card).partition("/")[2], []).append(card)
    ends = [line for line, _ in starts[1:]] + [sys.maxsize]
    for (line, id_), end in zip(starts, ends, strict=True):
        found = tuple(one for one in problems if line <= one.line < end)
        if id_ is not None:
            yield WrittenEntry(id_, line, tuple(own.pop(id_, ())), found)
        elif found:
            yield WrittenEntry("", line, (), found)


def _list_starts(root: Node) -> list[tuple[int, str | None]]:
    """Return the line of each entry with its id, empty where it has none, and those of the bank's keys with None."""
    starts: list[tuple[int, str | None]] = [(1, None)]
    for key, node in (root.keys or {}).items():
        section = root.child(key)
        items = section and (section.child("rows") if key == "chart" else section)
        starts.append((node.line, None))
        if key in SECTIONS and items and isinstance(items.value, list):
            starts += [(item.line, _read_id(item)) for item in items.value]
    # A key and its first entry may stand in one line
    return sorted(starts, key=lambda start: start[0])


def _read_id(item: Node) -> str:
    place = item.child("id")
    return place.value if place and isinstance(place.value, str) else ""
