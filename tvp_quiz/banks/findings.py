"""What a check finds in a bank file, looking at nothing else: as values, and as bytes to be kept."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tvp_quiz.domain.problem import Problem, Severity


class Named(NamedTuple):
    """A name, and where in its file it stands; line and column count from 1."""

    name: str
    line: int
    column: int


class Claimed(NamedTuple):
    """The id of a bank or of an entry, and those that it had before."""

    id: Named
    former: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong in a bank file, and what the rest of its content folder has to be held against.

    `bank` is None if the file is no bank; `entries` are all that have an id, `refs` and `demos` what valid ones name.
    """

    path: Path
    problems: tuple[Problem, ...]
    bank: Claimed | None = None
    entries: tuple[Claimed, ...] = ()
    refs: tuple[Named, ...] = ()
    demos: tuple[Named, ...] = ()


def encode_findings(found: Findings) -> bytes:
    """Return what was found in a file as bytes; its path is not among them."""
    problems = [[one.line, one.column, one.rule, one.message, one.remedy, one.severity] for one in found.problems]
    parts = problems, found.bank, found.entries, found.refs, found.demos
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def decode_findings(data: bytes, path: Path) -> Findings:
    """Return what was found in the file at a path."""
    problems, bank, entries, refs, demos = json.loads(data)
    return Findings(
        path,
        tuple(_read_problem(path, parts) for parts in problems),
        bank and _read_claimed(bank),
        tuple(map(_read_claimed, entries)),
        _read_named(refs),
        _read_named(demos),
    )


def _read_problem(path: Path, parts: list[Any]) -> Problem:
    line, column, rule, message, remedy, severity = parts
    return Problem(path, line, column, rule, message, remedy, Severity(severity))


def _read_claimed(parts: list[Any]) -> Claimed:
    own, former = parts
    return Claimed(Named(*own), _read_named(former))


def _read_named(parts: list[list[Any]]) -> tuple[Named, ...]:
    return tuple(Named(*each) for each in parts)
