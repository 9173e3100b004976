"""A card and its bank's file in, the line to edit out."""

from pathlib import Path

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, read_regular
from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.problem import Severity


def find_line(path: Path, card: str) -> int:
    """Return the line (counted from 1) where a card's entry begins, else that of the file's first error, else 1."""
    try:
        draft = read_draft(read_regular(path, MAX_BYTES), path)
    except UnreadableError:
        return 1
    entry = draft.nodes.get(get_entry(card).partition("/")[2])
    errors = (problem.line for problem in draft.problems if problem.severity is Severity.ERROR)
    return entry.line if entry else next(errors, 1)
