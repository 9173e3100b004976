"""A complaint of the YAML parser in, the slip in dash, colon or column that led to it out.

The parser complains where it can't go on; the slip is often in a line above, and the lines around it tell.
"""

import re
from collections.abc import Callable

from tvp_quiz.banks.complaint import (
    DASH,
    KEY,
    Complaint,
    Diagnosis,
    find_content,
    find_indent,
    says_something,
)
from tvp_quiz.banks.pasted import find_bullet, find_conflict, find_fence, find_strange_space
from tvp_quiz.banks.quotes import find_open_quote
from tvp_quiz.banks.wording import shorten

TIGHT_DASH = re.compile(r"""\s*-(?=[A-Za-z{\["'])""")
TIGHT_KEY = re.compile(r"\s*(?:-\s+)*[\w-]+:\S")
BARE_KEY = re.compile(r"\s*(?:-\s+)*([^\W\d][\w-]*)\s*(?:[;=]\s*)?[{\[]")
DEEPER = 2
NO_DASH = (
    "missing-dash",
    "This begins an item of a list, and it has no dash.",
    "Write `- ` before it, with the dash in the column of the other items' dashes.",
)


def find_tight_dash(complaint: Complaint) -> Diagnosis | None:
    """Recognise a dash that its item follows without a space."""
    for number in (complaint.line, complaint.find_above(complaint.line)):
        dash = TIGHT_DASH.match(complaint.get_line(number))
        if dash:
            message = "A dash that begins a list item needs a space after it."
            return Diagnosis(number, dash.end() - 1, "missing-space", message, "Write `- ` and then the item.")
    return None


def find_bare_line(complaint: Complaint) -> Diagnosis | None:
    """Recognise a line above that should have a colon: no key, and not indented as a text that goes on would be."""
    if not complaint.is_about_layout:
        return None
    number = complaint.find_above(complaint.line)
    line, here = complaint.get_line(number), complaint.text
    if number < 0 or KEY.match(line) or (DASH.match(line) and DASH.match(here)):
        return None
    around = here, complaint.get_line(complaint.find_above(number))
    if not DASH.match(line) and any(DASH.match(item) and find_indent(item) == find_indent(line) for item in around):
        return _blame_dash(number, find_indent(line))
    if find_content(line) > find_content(here):
        return None
    if TIGHT_KEY.match(line):
        return blame_space(complaint, number)
    content = line[find_content(line) :]
    return None if content[:1] in "{[\"'" else blame_bare(number, find_content(line), content)


def blame_bare(line: int, column: int, text: str) -> Diagnosis:
    """Return what is said of a line that is no `key: value`; `text` is what it says."""
    sign = re.match(r"([\w-]+)\s*[;=:\uff1a]\s*\S", text)
    if sign:
        message, remedy = "A key ends in a colon and a space.", f"Write `{shorten(sign[1])}: …`."
    else:
        message = "This line is no `key: value`, and it is not indented like the text above it."
        remedy = (
            "Write `key: value`; if it continues the text above, indent it deeper than that key; "
            "if it is a remark of your own, begin it with #."
        )
    return Diagnosis(line, column, "missing-colon", message, remedy)


def blame_space(complaint: Complaint, line: int) -> Diagnosis:
    """Return what is said of a colon that its value follows without a space."""
    message = "A colon that ends a key needs a space after it."
    return Diagnosis(line, complaint.get_line(line).index(":"), "missing-space", message, "Write `key: value`.")


def find_bare_key(complaint: Complaint) -> Diagnosis | None:
    """Recognise a key whose colon or space is missing before braces or brackets, in the line itself."""
    bare = BARE_KEY.match(complaint.text)
    if bare and complaint.column >= bare.end() and not KEY.match(complaint.text[: bare.end()]):
        message = f"The colon after `{bare[1]}` is missing."
        return Diagnosis(complaint.line, bare.start(1), "missing-colon", message, f"Write `{bare[1]}: …`.")
    if complaint.is_about_layout and re.match(r"\s*(?:-\s+)*[\w-]+:[{\[]", complaint.text):
        return blame_space(complaint, complaint.line)
    return None


def find_first_indent(complaint: Complaint) -> Diagnosis | None:
    """Recognise a bank whose first line is indented."""
    if "<document start>" not in complaint.says:
        return None
    first = complaint.find_below(-1)
    if not find_indent(complaint.get_line(first)):
        return None
    message = "This line is indented, and others below it are not."
    return Diagnosis(first, find_indent(complaint.get_line(first)), "bad-indent", message, "Begin it in column 1.")


def find_misplaced_item(complaint: Complaint) -> Diagnosis | None:
    """Recognise an item in the wrong column, one without its dash further up, or a list without its key."""
    if not complaint.is_about_layout or not DASH.match(complaint.text):
        return None
    here, indent = complaint.line, find_indent(complaint.text)
    first = here
    while (above := complaint.find_above(first)) >= 0 and find_indent(complaint.lines[above]) >= indent:
        first = above
    start, head = complaint.get_line(first), complaint.get_line(above)
    if first != here and not DASH.match(start) and not DASH.match(head) and _is_item(start, indent):
        return _blame_dash(first, find_indent(start))
    line = complaint.get_line(complaint.find_above(here))
    if line.rstrip().endswith(":") and find_content(line) > indent:
        message = f"This item begins left of `{line.strip(' -:')}`, whose list stands above it."
        return _blame_column(here, indent, message, f"Begin it in column {find_content(line) + 3}.")
    if first == here or DASH.match(start) or DASH.match(head):
        number = _find_sibling(complaint, max(complaint.find_above(first), 0), indent)
        column = find_indent(complaint.get_line(number)) + 1
        if number >= 0 and column != indent + 1:
            message = f"This item begins in column {indent + 1}, and the one in line {number + 1} in column {column}."
            return _blame_column(here, indent, message, "Begin all items of a list in the same column.")
    message = "A list item begins here, and no list does: above its first item stands a key such as `questions:`."
    return _blame_column(here, indent, message, "Write the key above it, or begin it where the item above begins.")


def _is_item(line: str, indent: int) -> bool:
    """Tell whether a line is like an item that lacks its dash, among items that are indented so far."""
    return find_indent(line) == indent + DEEPER or not KEY.match(line)


def _find_sibling(complaint: Complaint, start: int, indent: int) -> int:
    """Return the line from `start` on whose item begins nearest to a column, -1 if there is none."""
    items = [number for number in range(start, complaint.line) if DASH.match(complaint.lines[number])]
    return min(items[::-1], key=lambda number: abs(find_indent(complaint.lines[number]) - indent), default=-1)


def find_lost_dash(complaint: Complaint) -> Diagnosis | None:
    """Recognise a line that stands where the dash of the item above does, and begins with the same key as that."""
    if not complaint.is_about_layout or not KEY.match(complaint.text) or DASH.match(complaint.text):
        return None
    here = find_indent(complaint.text)
    above = complaint.find_above(complaint.line)
    while find_indent(complaint.get_line(above)) > here:
        above = complaint.find_above(above)
    item, key = complaint.get_line(above), complaint.text.partition(":")[0].strip()
    alike = DASH.match(item) and find_indent(item) == here and item[find_content(item) :].startswith(f"{key}:")
    return _blame_dash(complaint.line, here) if alike else None


def find_misplaced_key(complaint: Complaint) -> Diagnosis | None:
    """Recognise a key in the wrong column, or the item above it that is."""
    if not complaint.is_about_layout or DASH.match(complaint.text):
        return None
    number = complaint.find_above(complaint.line)
    above = complaint.get_line(number)
    here = find_indent(complaint.text)
    if complaint.text[here : here + 1] in "{[" and DASH.match(above):
        return _blame_dash(complaint.line, here)
    if not KEY.match(complaint.text):
        return None
    if (
        DASH.match(above)
        and here not in {find_indent(above), find_content(above)}
        and _is_dash_odd(complaint, number, here)
    ):
        message = f"This item begins in column {find_indent(above) + 1}, and its other keys in column {here + 1}."
        remedy = f"Begin the dash in column {max(here - DEEPER, 0) + 1}, so that all the keys stand below each other."
        return _blame_column(number, find_indent(above), message, remedy)
    if number >= 0 and not DASH.match(above) and here > find_indent(above) and _is_dashless(complaint, above):
        return _blame_dash(number, find_indent(above))
    return _blame_key(complaint, number, here)


def _blame_key(complaint: Complaint, above: int, here: int) -> Diagnosis:
    """Return what is said of a key that stands under none of the keys above it."""
    while above >= 0 and not (KEY.match(line := complaint.lines[above]) and line[find_content(line)] not in "{["):
        above = complaint.find_above(above)
    message = "This line begins in a column that fits no line above it."
    remedy = "Begin it in the same column as the keys that it belongs to."
    if above >= 0:
        line = complaint.lines[above]
        column = find_content(line)
        name = shorten(line[column:].partition(":")[0])
        remedy = f"Begin it in column {column + 1}, as `{name}` in line {above + 1}, if it belongs to the same entry."
    return _blame_column(complaint.line, here, message, remedy)


def _is_dash_odd(complaint: Complaint, number: int, here: int) -> bool:
    """Tell whether an item, rather than the key below it, is in the wrong column: other lines agree with the key."""
    below = complaint.get_line(complaint.find_below(complaint.line))
    dashes = {find_indent(line) for at, line in enumerate(complaint.lines) if DASH.match(line) and at != number}
    return here - DEEPER in dashes and (not KEY.match(below) or find_content(below) == here)


def _is_dashless(complaint: Complaint, above: str) -> bool:
    """Tell whether a line begins an entry without a dash: it is an id, or items in the same column follow."""
    if re.match(r"\s*id\s*:", above):
        return True
    for line in complaint.lines[complaint.line :]:
        if says_something(line) and find_indent(line) <= find_indent(above):
            return find_indent(line) == find_indent(above) and bool(DASH.match(line))
    return False


def _blame_dash(line: int, column: int) -> Diagnosis:
    return Diagnosis(line, column, *NO_DASH)


def _blame_column(line: int, column: int, message: str, remedy: str) -> Diagnosis:
    return Diagnosis(line, column, "bad-indent", message, remedy)


EARLY: tuple[Callable[[Complaint], Diagnosis | None], ...] = (
    find_conflict,
    find_fence,
    find_strange_space,
    find_open_quote,
    find_bullet,
    find_tight_dash,
    find_bare_line,
    find_bare_key,
    find_first_indent,
)
LATE: tuple[Callable[[Complaint], Diagnosis | None], ...] = (find_misplaced_item, find_lost_dash, find_misplaced_key)
