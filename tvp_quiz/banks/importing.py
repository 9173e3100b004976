"""A table of questions in, the entries of a bank out, and the rows that make none."""

import csv
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tvp_quiz.banks.files import MAX_BYTES
from tvp_quiz.banks.ids import make_id
from tvp_quiz.banks.newbank import write_head
from tvp_quiz.banks.parse import MAX_ENTRIES, parse_bank
from tvp_quiz.banks.scalars import Value, write_entry
from tvp_quiz.banks.table import Row, list_rows, read_header, read_table, sort_cells
from tvp_quiz.banks.wording import fold
from tvp_quiz.domain.problem import Severity
from tvp_quiz.errors import UsageError

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
SHORT_ANSWER = 3
SHORT_TERM = 5


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, counted from 1 as a spreadsheet does, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table: the sections of a bank, how many entries each has, and what was not taken."""

    body: str
    counts: Mapping[str, int]
    refused: list[Refused]
    unknown: list[str]


@dataclass(slots=True)
class _Progress:
    """What the rows so far have come to."""

    sections: dict[str, list[str]] = field(default_factory=lambda: {"definitions": [], "questions": []})
    refused: list[Refused] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)


def import_table(path: Path) -> Imported:
    """Return what a table holds for a bank. Raises UsageError if the file can't be taken as a whole."""
    text = read_table(path)
    delimiter, columns, unknown = read_header(text, path)
    progress = _Progress()
    with suppress(csv.Error):
        if sum(1 for _ in islice(list_rows(text, delimiter), MAX_ENTRIES + 2)) > MAX_ENTRIES + 1:
            raise UsageError(f"{path} has more than {MAX_ENTRIES:,} rows: split it into several tables.")
    try:
        for number, cells in islice(list_rows(text, delimiter), 1, None):
            _take(number, cells, columns, progress)
    except csv.Error:
        number = max((*progress.rows.values(), *(one.row for one in progress.refused), 1)) + 1
        why = (
            "a quote in this row or a later one is not closed, or text goes on after it; nothing from here on was read"
        )
        progress.refused.append(Refused(number, why))
    body = "\n".join(f"{name}:\n{''.join(entries)}" for name, entries in progress.sections.items() if entries)
    if len(body.encode()) > MAX_BYTES:
        raise UsageError(f"{path} makes a bank of more than {MAX_BYTES >> 20} MB: split it into several files.")
    counts = {name: len(entries) for name, entries in progress.sections.items()}
    return Imported(body, counts, progress.refused, unknown)


def _take(number: int, cells: list[str], columns: list[str], progress: _Progress) -> None:
    """Add what a row holds to what the rows before it came to."""
    row, why = sort_cells(cells, columns)
    if not why:
        section, entry = _make_entry(row)
        said = fold(" ".join(str(entry.get(key, "")) for key in ("term", "meaning", "question", "answer")))
        first = progress.rows.get(said)
        why = f"it says the same as row {first}" if first else _find_fault(section, entry)
    own = row.get("id", [""])[0]
    if not why and own in progress.ids:
        why = f"another row has its id, `{own}`"
    if why:
        progress.refused.append(Refused(number, why))
        return
    progress.rows[said] = number
    name = own if SLUG.fullmatch(own) else make_id(own or str(entry.get("term") or entry["question"]), progress.ids)
    progress.ids.add(name)
    progress.sections[section].append(write_entry({"id": name} | entry))


def _make_entry(row: Row) -> tuple[str, dict[str, Value]]:
    """Return the section that a row belongs to, and its entry without an id."""
    if "question" in row:
        return "questions", _make_question(row, row["question"][0], row["answer"][0])
    if "term" in row:
        return "definitions", _make_definition(row, row["term"][0], row["meaning"][0])
    front, back = row["front"][0], row["back"][0]
    is_term = len(front.split()) <= SHORT_TERM and not front.endswith("?")
    if is_term and len(back.split()) > SHORT_ANSWER and not row.get("accept"):
        return "definitions", _make_definition(row, front, back)
    return "questions", _make_question(row, front, back)


def _make_definition(row: Row, term: str, meaning: str) -> dict[str, Value]:
    return {"term": term, "meaning": meaning} | _pick(row, "aliases", "examples", "distractors") | _pick_common(row)


def _make_question(row: Row, question: str, answer: str) -> dict[str, Value]:
    """Return a choice where there are distractors, else what is typed if the answer is short, else what is recalled."""
    entry = {"question": question, "answer": answer}
    if "distractors" in row:
        return {"type": "choice"} | entry | _pick(row, "distractors") | _pick_common(row)
    if len(answer.split()) <= SHORT_ANSWER and "points" not in row:
        return {"type": "typed"} | entry | _pick(row, "accept") | _pick_common(row)
    return {"type": "recall"} | entry | _pick(row, "points") | _pick_common(row)


def _pick(row: Row, *columns: str) -> dict[str, Value]:
    return {column: row[column] for column in columns if column in row}


def _pick_common(row: Row) -> dict[str, Value]:
    return {key: row[key][0] for key in ("because", "nuance") if key in row} | _pick(row, "refs", "tags")


def _find_fault(section: str, entry: Mapping[str, Value]) -> str:
    """Return why an entry can't be used, nothing if it can."""
    text = write_head("x", "X") + f"{section}:\n" + write_entry({"id": "x"} | dict(entry))
    errors = (one.message for one in parse_bank(text, Path("row")).problems if one.severity is Severity.ERROR)
    return next(errors, "")
