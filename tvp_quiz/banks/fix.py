"""A bank's text in, the same text with what can safely be mended out: not one character beside that is touched."""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from tvp_quiz.banks.build import decode_text
from tvp_quiz.banks.edits import Edit, Lines, apply_edits, replace_file
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, read_regular
from tvp_quiz.banks.ids import add_ids
from tvp_quiz.banks.nodes import FAST, compose_tree
from tvp_quiz.banks.quoting import quote_texts
from tvp_quiz.banks.schema import SCHEMA_FILE

BOM = "\ufeff"
MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S*)")
TRAILING = re.compile(r"(?<![ \t])[ \t]+$")
# What is read no further, since it is no bank, would take for ever to mend
HOPELESS = frozenset({"control-character", "too-big", "too-deep"})


@dataclass(frozen=True, slots=True)
class Fix:
    """What was mended in a line, counted from 1, of the text as it was."""

    line: int
    what: str


Mend = Callable[[str, Path], tuple[str, list[Fix]]]


def mend_file(path: Path, mend: Mend) -> list[Fix]:
    """Mend a bank file with a function such as fix_text, and return what was mended.

    Raises UnreadableError for a file that is no text, which stays as it is.
    """
    data = read_regular(path, MAX_BYTES)
    text = BOM * data.startswith(BOM_UTF8) + decode_text(data)
    mended, fixes = mend(text, path)
    if fixes:
        replace_file(path, mended)
    return fixes


def fix_ids(text: str, path: Path) -> tuple[str, list[Fix]]:
    """Return a bank's text with an id for each entry, and which were added.

    Raises UnreadableError for what is no YAML.
    """
    mark = BOM if text.startswith(BOM) else ""
    root, problems = compose_tree(text.removeprefix(BOM), path)
    if root is None and problems:
        first = problems[0]
        raise UnreadableError(first.rule, first.message, first.remedy, first.line, first.column)
    body, added = add_ids(text.removeprefix(BOM), path)
    return mark + body, [Fix(one.line, f"added `id: {one.id}`") for one in added]


def fix_text(text: str, path: Path) -> tuple[str, list[Fix]]:
    """Return a bank's text with quotes, ids and the schema's name where they are missing, and what was mended.

    `path` is where the bank lies, which tells the way to the schema. A text that is no YAML even with quotes keeps
    its other flaws, and one that is not read to its end, all of them.
    """
    mark = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    if any(problem.rule in HOPELESS for problem in compose_tree(body, path)[1]):
        return text, []
    body, quoted = quote_texts(body, path)
    fixes = [Fix(line, "put a text in quotes") for line in quoted]
    root, _ = compose_tree(body, path)
    if root is not None and isinstance(root.value, dict):
        body, stripped = strip_lines(body)
        fixes += [Fix(line, "deleted spaces at the end") for line in stripped]
        body, added = fix_ids(body, path)
        fixes += added
        body, named = name_schema(body, path)
        fixes += [Fix(1, "named the schema, for editors")] * named
    return mark + body, sorted(fixes, key=lambda fix: fix.line)


def strip_lines(text: str) -> tuple[str, list[int]]:
    """Return a text without blanks at the end of lines, and which lines had some; texts of several lines keep them."""
    lines, kept = Lines(text), _list_kept(text)
    edits = []
    for number in range(1, len(lines) + 1):
        found = TRAILING.search(lines.get(number))
        if found and number not in kept:
            edits.append(Edit(lines.locate(number, found.start() + 1), lines.locate(number, found.end() + 1), ""))
    return apply_edits(text, edits), [lines.find_line(edit.start) for edit in edits]


def _list_kept(text: str) -> set[int]:
    """Return the lines on which a text goes on into the next one: there, blanks may belong to it."""
    kept: set[int] = set()
    try:
        for event in yaml.parse(text, Loader=FAST):
            if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
                kept.update(range(event.start_mark.line + 1, event.end_mark.line + 1))
    except yaml.YAMLError:
        # A second document, which is never read as a bank
        kept.update(range(1, len(Lines(text)) + 1))
    return kept


def name_schema(text: str, path: Path) -> tuple[str, bool]:
    """Return a bank's text with a first line that names the schema which lies nearest, and whether it had to be mended.

    Where there is none, and where another file is named that is there, the text stays as it is.
    """
    schema = find_schema(path)
    if schema is None:
        return text, False
    way = os.path.relpath(schema.resolve(), path.resolve().parent).replace(os.sep, "/")
    found = MODELINE.search(text)
    if found is None:
        return f"{make_modeline(way)}{Lines(text).newline}{text}", True
    named = found[1]
    if not named.endswith(SCHEMA_FILE) or "://" in named or (path.parent / named).exists():
        return text, False
    return apply_edits(text, [Edit(found.start(1), found.end(1), way)]), True


def make_modeline(way: str) -> str:
    """Return the comment by which editors find the schema; `way` is its path from the bank."""
    return f"# yaml-language-server: $schema={way}"


def find_schema(path: Path) -> Path | None:
    """Return the schema that lies beside a bank, or else in the nearest folder above it."""
    folders = path.resolve().parents
    return next((folder / SCHEMA_FILE for folder in folders if (folder / SCHEMA_FILE).is_file()), None)
