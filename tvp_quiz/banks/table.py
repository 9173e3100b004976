"""A table as spreadsheets write it (CSV or TSV) in, its rows by columns that are known out."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, read_regular
from tvp_quiz.banks.slips import UNPRINTABLE
from tvp_quiz.banks.wording import shorten
from tvp_quiz.errors import UsageError

DELIMITERS = ",;\t|"
MOST_COLUMNS = 100
SAYS_DELIMITER = re.compile(r"sep=(.)\r?\n")
COLUMNS = {
    "front": ("front", "prompt"),
    "back": ("back", "response"),
    "term": ("term", "word"),
    "meaning": ("meaning", "definition"),
    "question": ("question", "stem"),
    "answer": ("answer", "correct", "correct answer", "right answer", "key"),
    "distractors": ("distractors", "distractor", "wrong", "wrong answer", "wrong answers", "incorrect"),
    "because": ("because", "explanation", "why", "feedback"),
    "nuance": ("nuance", "note", "notes"),
    "aliases": ("aliases", "alias", "synonyms"),
    "examples": ("examples", "example"),
    "accept": ("accept", "accepted", "also accepted"),
    "points": ("points",),
    "refs": ("refs", "ref", "reference", "references"),
    "tags": ("tags", "tag"),
    "id": ("id",),
}
KNOWN = {name: column for column, names in COLUMNS.items() for name in names}
PAIRS = (("question", "answer"), ("term", "meaning"), ("front", "back"))
LISTS = {
    "distractors": "|",
    "aliases": "|,;",
    "examples": "|",
    "accept": "|",
    "points": "|",
    "refs": "|,;",
    "tags": "|,;",
}
Row = dict[str, list[str]]
"""The cells of a row that say something, by column."""


def read_table(path: Path) -> str:
    """Return a table's text. Raises UsageError if it is none."""
    if not path.exists():
        raise UsageError(f"There is no file {str(path)!r}: name the table that holds your questions.")
    try:
        data = read_regular(path, MAX_BYTES)
    except UnreadableError as error:
        raise UsageError(f"{path} can't be imported: {error.message} {error.remedy}") from error
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is no UTF-8 text: save the table as “CSV UTF-8”, not as a workbook.")


def list_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something, with their numbers. Raises csv.Error where quotes don't match."""
    before = csv.field_size_limit(MAX_BYTES)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells) and not (number == 1 and SAYS_DELIMITER.match(text)):
                yield number, cells
    finally:
        csv.field_size_limit(before)


def read_header(text: str, path: Path) -> tuple[str, list[str], list[str]]:
    """Return the delimiter, the column that each cell of a row belongs to (empty for none), and the names of those.

    The delimiter is the one by which most names of columns are known: what follows may hold any of them. Raises
    UsageError where columns that count are missing.
    """
    said = SAYS_DELIMITER.match(text)
    names: list[str] = []
    delimiter = ","
    for candidate in said[1] if said else DELIMITERS:
        with suppress(csv.Error):
            row = next(list_rows(text, candidate), (0, []))[1][:MOST_COLUMNS]
            if _count_known(row) > _count_known(names):
                names, delimiter = row, candidate
    columns = [_find_column(name) for name in names]
    if not any(set(pair) <= set(columns) for pair in PAIRS):
        raise UsageError(
            f"The first row of {path} must name the columns: write question, answer and distractors there, "
            "or term and meaning, or front and back."
        )
    unknown = [name.strip() for name, column in zip(names, columns, strict=True) if not column and name.strip()]
    return delimiter, columns, unknown


def _count_known(names: list[str]) -> int:
    return len({_find_column(name) for name in names} - {""})


def _find_column(name: str) -> str:
    """Return the column that a name in the first row means, whatever its case and number, or nothing."""
    return KNOWN.get(re.sub(r"[\W\d_]+", " ", name.casefold()).strip(), "")


def sort_cells(cells: list[str], columns: list[str]) -> tuple[Row, str]:
    """Return a row's cells by column, and why it can't be taken."""
    row: Row = {}
    for index, cell in enumerate(cells):
        text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            continue
        if index >= len(columns):
            return row, f"it has more cells than the first row names columns, from `{shorten(text)}` on"
        bad = UNPRINTABLE.search(text)
        if bad:
            return row, f"it holds an invisible control character (U+{ord(bad[0]):04X})"
        if columns[index]:
            signs = LISTS.get(columns[index])
            parts = re.split(f"[{re.escape(signs)}]", text) if signs else [text]
            row.setdefault(columns[index], []).extend(part.strip() for part in parts if part.strip())
    pair = next((pair for pair in PAIRS if row.keys() & set(pair)), None)
    missing = [column for column in pair or () if column not in row]
    if missing:
        return row, f"its `{missing[0]}` is empty"
    return row, "" if pair else "it says nothing in the columns that count"
