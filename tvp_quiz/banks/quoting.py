"""A bank's text and a problem in it in, the quotes that mend it out, where it is certain what the text is."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml

from tvp_quiz.banks.edits import Edit, Lines, apply_edits
from tvp_quiz.banks.nodes import FAST
from tvp_quiz.banks.parse import parse_bank
from tvp_quiz.banks.questions import MODELS
from tvp_quiz.banks.quotes import QUOTED
from tvp_quiz.domain.problem import Severity

# How many characters may be looked through, over and over
WORK = 4_000_000
RULES = frozenset({"colon-in-text", "quote-needed", "tag", "wrong-type"})
# What stands before a value: indentation, dashes of list items, and a key with its colon
LEAD = re.compile(r"""[ ]*(?:-[ ]+)*(?:[^\s:"'{}\[\],#*&!|>%@`-][^:]*?:[ ]+)?""")
DASHES = re.compile(r"[ ]*(?:-[ ]+)*")
ITEM = re.compile(r"[ ]*(?:-[ ]+)+$")
# A list item, a key, or a column of a chart
LIKE_A_KEY = re.compile(r"\s*(?:-\s|[\w-]+:(?:\s|$)|[A-Z][^:]*:(?:\s|$))")
# A mapping or a list of the author's own, rather than a text that begins with a bracket
FLOW = re.compile(r"\{[^{}]*:|\[.*\]$")
WORDS = frozenset({"text", "because", "when", *chain.from_iterable(model.model_fields for model in MODELS.values())})


class Place(NamedTuple):
    """A line and a column, counted from 1; column 0 is anywhere in the line."""

    line: int
    column: int


def quote_texts(text: str, path: Path) -> tuple[str, list[int]]:
    """Return a bank's text with quotes round the texts that need them, and the lines, counted from 1, of those.

    The longer the text, the fewer are mended at once: all in a bank of usual size.
    """
    mended: list[int] = []
    tried: set[Place] = set()
    # Each try reads all of it several times over
    for _ in range(max(WORK // (len(text) + 1), 1)):
        places = [place for place in _list_places(text, path) if place not in tried]
        for place in places:
            tried.add(place)
            found = _quote(text, place, path)
            if found:
                text, line = found
                mended.append(line)
                break
        else:
            break
    return text, sorted(mended)


def quote(text: str) -> str:
    """Return a text between quotes of which it holds none, if there are such."""
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _list_places(text: str, path: Path) -> Iterator[Place]:
    """Yield where quotes may be missing: where YAML gives up, or else where it reads something strange."""
    stop = _find_stop(text)
    if stop:
        yield Place(stop, 0)
        return
    for problem in parse_bank(text, path).problems:
        if problem.rule in RULES:
            yield Place(problem.line, problem.column)


def _quote(text: str, place: Place, path: Path) -> tuple[str, int] | None:
    """Return a text with one more text in quotes, and its line, if that removes a problem and makes none."""
    lines = Lines(text)
    for line, column in _list_starts(lines, place):
        last = _find_end(lines, line, column)
        if not last:
            continue
        start, end = lines.locate(line, column), lines.locate(last) + len(lines.get(last).rstrip())
        said = text[start:end]
        if _is_doubtful(said):
            continue
        mended = apply_edits(text, [Edit(start, end, quote(said))])
        stop = _find_stop(mended)
        # Each time, YAML gets further than before, so that this comes to an end
        gets_further = not stop or (not place.column and stop > max(last, place.line))
        if gets_further and _is_good(mended, path, Place(line, column), last):
            return mended, line
    return None


def _list_starts(lines: Lines, place: Place) -> Iterator[tuple[int, int]]:
    """Yield where the text that needs quotes may begin."""
    line = lines.get(place.line)
    if place.column:
        before = line[: place.column - 1]
        is_list = line.startswith("- ", place.column - 1)
        if (ITEM.match(before) or before == _find_lead(line)) and not is_list:
            yield place
        return
    yield place.line, len(_find_lead(line)) + 1
    above = place.line - 1
    indent = len(line) - len(line.lstrip(" "))
    while above > 1 and (not lines.get(above).strip() or len(_find_dashes(lines.get(above))) >= indent):
        above -= 1
    yield above, len(_find_lead(lines.get(above))) + 1


def _find_dashes(line: str) -> str:
    dashes = DASHES.match(line)
    return dashes[0] if dashes else ""


def _find_lead(line: str) -> str:
    lead = LEAD.match(line)
    return lead[0] if lead else ""


def _find_end(lines: Lines, line: int, column: int) -> int:
    """Return the last line of a text that begins at a place, 0 where it is not certain which that is."""
    before = lines.get(line)[: column - 1]
    indent = len(_find_dashes(before))
    if before.rstrip().endswith("-"):
        indent = before.rindex("-")
    last = line
    while (following := lines.get(last + 1)).strip() and len(following) - len(following.lstrip(" ")) > indent:
        if LIKE_A_KEY.match(following):
            return 0
        last += 1
    return last


def _is_doubtful(said: str) -> bool:
    """Tell whether a text may as well have been meant as something else."""
    key = said.partition(":")[0]
    is_block = said[:1] in {"|", ">"} and "\n" in said
    is_misspelt = key.isidentifier() and bool(get_close_matches(key.casefold(), WORDS, cutoff=0.7))
    is_closed = FLOW.match(said) or QUOTED.fullmatch(said)
    return not said or is_block or is_misspelt or " #" in said or bool(is_closed)


def _is_good(text: str, path: Path, first: Place, last: int) -> bool:
    """Tell whether nothing is wrong from a place up to the end of a line, whatever follows."""
    lines = Lines(text)
    before = text[: lines.locate(last) + len(lines.get(last))] + lines.newline
    return not _find_stop(before) and not any(
        first <= (problem.line, problem.column)
        for problem in parse_bank(before, path).problems
        if problem.severity is Severity.ERROR
    )


def _find_stop(text: str) -> int:
    """Return the line, counted from 1, at which YAML gives up, 0 if it does not."""
    try:
        for _ in yaml.parse(text, Loader=FAST):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # A text that does not end its last line may be found wanting after it
        return min(mark.line + 1, len(Lines(text))) if mark else 1
    return 0
