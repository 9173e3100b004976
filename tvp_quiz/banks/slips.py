"""A text and the lines that it stands in, in; slips that YAML accepts and its author did not mean, out."""

import re
from typing import NamedTuple

import yaml

from tvp_quiz.banks.complaint import DASH, KEY
from tvp_quiz.banks.layout import NO_DASH
from tvp_quiz.banks.pasted import BULLET, FENCE, NO_FENCE
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Severity

# What YAML forbids, and the line breaks that editors don't count, so that line numbers agree with theirs.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ITEM = re.compile(r"\s*-(\s|[^\W\d]|$)")
# Keys whose values are no text for learners.
NAMES = frozenset({"bank", "id", "type", "demo", "program"})
# No editor folds a line that is shorter than this, nor an author behind other signs than these
WRAPPED = 60
GOES_ON = ",;:\u2013\u2014-/("
OPENED_BY = {'"': '"', "]": "[", "}": "{"}


class Slip(NamedTuple):
    """What is wrong, and where; line and column count from 1."""

    line: int
    column: int
    rule: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR


def find_unprintable(text: str) -> Slip | None:
    """Return the first character of a file that nobody can see."""
    bad = UNPRINTABLE.search(text)
    if bad is None:
        return None
    # Up to there, the only line breaks are those that editors know, too
    before = f"{text[: bad.start()]}_".splitlines()
    line, column = len(before), len(before[-1])
    message = f"There is an invisible control character here (U+{ord(bad[0]):04X})."
    return Slip(line, column, "control-character", message, "Delete it, or type the text anew.")


def find_slip(event: yaml.ScalarEvent, lines: list[str], key: str) -> Slip | None:
    """Return what is probably not meant of a text; `key` is the one that it stands under, empty for a list's item."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return None
    is_long = end.line > start.line
    if key == "program" and is_long and event.style in {None, "", ">"}:
        message = "Without `|` after its colon, a program is joined into a single line."
        return Slip(start.line + 1, start.column + 1, "folded-program", message, "Write `program: |`.")
    if event.style or not event.value:
        return None
    if is_long and (slip := _find_swallowed(lines, start.line, end.line, key)):
        return slip
    if key in NAMES:
        return None
    return (
        _find_comment(end.line, end.column, lines)
        or _find_stray(event.value, end.line, end.column)
        or (None if key else _find_joined(lines, start.line, end.line))
    )


def _find_swallowed(lines: list[str], first: int, last: int, key: str) -> Slip | None:
    """Recognise an item of a list that goes on with the text above it."""
    begins_list = (
        bool(key)
        and not KEY.match(lines[first])
        and any(DASH.match(line) or BULLET.match(line) for line in lines[first + 1 : last + 1])
    )
    for number in range(first + (not begins_list), last + 1):
        line = lines[number]
        column = len(line) - len(line.lstrip()) + 1
        item, bullet = ITEM.match(line), BULLET.match(line)
        if FENCE.match(line):
            return Slip(number + 1, column, *NO_FENCE)
        if bullet:
            message = f"A list item begins with a hyphen and a space, not with `{bullet[1]}`."
            return Slip(number + 1, column, "missing-dash", message, "Write `- ` in its place.")
        if item and item[1].strip():
            message = "A dash that begins a list item needs a space after it."
            return Slip(number + 1, column, "missing-space", message, "Write `- ` and then the item.")
        if begins_list:
            return Slip(number + 1, column, *NO_DASH)
        if item:
            message = f"This item is read as a part of the text in line {first + 1}."
            remedy = "Begin its dash in the same column as those of the other items, below the key of the list."
            return Slip(number + 1, column, "bad-indent", message, remedy)
    return None


def _find_joined(lines: list[str], first: int, last: int) -> Slip | None:
    """Recognise an item that probably lost its dash: it had room in the line above."""
    if not DASH.match(lines[first]):
        return None
    for number in range(first + 1, last + 1):
        above, here = lines[number - 1].rstrip(), lines[number].split(maxsplit=1)
        if here and above and above[-1] not in GOES_ON and len(above) + len(here[0]) < WRAPPED:
            message = "This line goes on with the text above it, since it has no dash."
            remedy = "If an item begins here, write `- ` before it, below the other dashes; else join the two lines."
            column = len(lines[number]) - len(lines[number].lstrip()) + 1
            return Slip(number + 1, column, "missing-dash", message, remedy, Severity.WARNING)
    return None


def _find_comment(line: int, column: int, lines: list[str]) -> Slip | None:
    """Recognise a text that a # cuts short; before a comment that is meant there are two spaces or more."""
    if line >= len(lines) or lines[line][column : column + 2] != " #":
        return None
    message = "A # after a space begins a comment, so the text ends before it."
    remedy = "Put the whole text in quotes; or, before a comment that is meant, write two spaces."
    return Slip(line + 1, column + 2, "comment-in-text", message, remedy, Severity.WARNING)


def _find_stray(text: str, line: int, column: int) -> Slip | None:
    """Recognise a text whose opening quote or bracket was lost."""
    opening = OPENED_BY.get(text[-1])
    if opening is None or opening in text[:-1] or (opening == '"' and text[-2:-1].isdigit()):
        return None
    message = f"This text ends with `{text[-1]}`, which is opened nowhere."
    remedy = f"Write `{opening}` where it opens, or delete it."
    return Slip(line + 1, column, "stray-sign", message, remedy, Severity.WARNING)


def say_twin(name: str, line: int, *, is_item: bool) -> tuple[str, str, str]:
    """Return what to say of a key that stands in an item of a list, or elsewhere, for the second time."""
    remedy = "If a new entry begins here, write `- ` before its first key; else delete one of them."
    message = f"`{shorten(name)}` stands here twice; the first is in line {line}."
    return "duplicate-key", message, remedy if is_item else "Delete one of them."


def say_anchor(name: str) -> tuple[str, str, str]:
    """Return what to say of a text that begins with & and so loses its first word."""
    message = f"`&{shorten(name)}` at the start has a special meaning in YAML and would be left out of the text."
    return "quote-needed", message, "Put the whole text in quotes."


def say_tag(tag: str) -> tuple[str, str, str]:
    """Return what to say of a text that begins with !."""
    shown = shorten(tag.replace("tag:yaml.org,2002:", "!!"))
    message = f"`{shown}` at the start has a special meaning in YAML, which banks don't use."
    return "tag", message, "Put the whole text in quotes, or delete the tag."
