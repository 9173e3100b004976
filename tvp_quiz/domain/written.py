"""A bank as its author has it before them: entries where they stand, with their cards and what is wrong with them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.domain.card import Card
from tvp_quiz.domain.problem import Problem, Severity
from tvp_quiz.domain.prompt import Prompt


class WrittenEntry(NamedTuple):
    """An entry, the line it begins in (counted from 1), the ids of its cards, and what is wrong with it.

    Without an id it is one whose author gave it none, or the bank's own keys.
    """

    id: str
    line: int
    cards: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class WrittenBank(NamedTuple):
    """A bank's file: its entries in the order of their lines, and all that is wrong with it in the same order.

    There are no entries where the file can't be read as a bank. `lines` is its text.
    """

    path: Path
    id: str = ""
    title: str = ""
    entries: tuple[WrittenEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    cards: Mapping[str, Card] = {}
    lines: tuple[str, ...] = ()

    def quote(self, problem: Problem) -> str:
        """Return the line that a problem is on, or nothing where it is not one of this file."""
        return self.lines[problem.line - 1] if 1 <= problem.line <= len(self.lines) else ""

    def find_entry(self, line: int) -> int:
        """Return the index of the entry that a line belongs to: the last one that begins at or above it."""
        return max(sum(entry.line <= line for entry in self.entries) - 1, 0)


class EntryView(NamedTuple):
    """An entry on the screen while it is written: the entry at `place` of its bank, as it is asked.

    `notice` is a line about the file or what just happened, or empty.
    """

    bank: WrittenBank
    place: int
    prompts: tuple[Prompt, ...]
    notice: str = ""


def find_error(problems: tuple[Problem, ...]) -> Problem | None:
    """Return the first error, else the first problem, else None."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return next(errors, problems[0] if problems else None)
