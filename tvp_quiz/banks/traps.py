"""A complaint of the YAML parser in, the trap that its author fell into out: the line tells more than the parser."""

import re
from collections.abc import Callable

from tvp_quiz.banks.complaint import DASH, KEY, Complaint, Diagnosis, find_indent, find_value
from tvp_quiz.banks.layout import (
    EARLY,
    LATE,
    TIGHT_KEY,
    blame_bare,
    blame_space,
)
from tvp_quiz.banks.quotes import blame_quote

QUOTES = "\"'"
CURLY = tuple("\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb")
ONE_WORD_KEY = re.compile(r"\s*(?:-\s+)*[\w-]+\s*$")
COMMENT = re.compile(r":\s+[^\s\"'#].* #")
COMMENTED = "A # after a space begins a comment, so the text ends before it."
# Signs that nothing can begin with, and what stands before the beginning of a text
NO_START = frozenset("@`%")
BEGINS = re.compile(r"(?:[\[{,:-]\s+|[\[{]|^\s*)$")
CLOSED = re.compile(r".*[\]}]\s*$")
HIDDEN = re.compile(r".[^\"'#]* (#).*[\]}]\s*$")
FLOW_ITEM = re.compile(r"\s*(?:-\s+)?\{[\w-]+\s*$")


def _find_tab(complaint: Complaint) -> Diagnosis | None:
    indent = re.match(r"\s*(?:- *)*\t", complaint.text)
    if not indent or complaint.column > indent.end() + 80:
        return None
    column = complaint.text.index("\t")
    return Diagnosis(
        complaint.line, column, "tab", "This line is indented with a tab.", "Replace each tab by two spaces."
    )


def _find_unclosed_quote(complaint: Complaint) -> Diagnosis | None:
    if "quoted scalar" not in complaint.about or "unexpected" not in complaint.says:
        return None
    return blame_quote(complaint.since_line, complaint.since_column)


def _find_escape(complaint: Complaint) -> Diagnosis | None:
    if "escape" not in complaint.says:
        return None
    return Diagnosis(
        complaint.line,
        complaint.column,
        "bad-escape",
        "A backslash inside double quotes has a special meaning, and what follows it here makes none.",
        "Use single quotes, or write the backslash twice.",
    )


def _find_flow(complaint: Complaint) -> Diagnosis | None:
    """Recognise a { or [ that is never closed, and a colon in the text between them."""
    if complaint.says == "found unexpected ':'":
        return _blame_colon(complaint)
    if "flow" not in complaint.about:
        return None
    if complaint.sign == ":" and complaint.line == complaint.since_line:
        return _blame_colon(complaint)
    line, column, bracket = _find_bracket(complaint)
    hidden = HIDDEN.match(complaint.get_line(line), column)
    if hidden:
        return Diagnosis(line, hidden.start(1), "comment-in-text", COMMENTED, "Put the text with the # in quotes.")
    return Diagnosis(
        line,
        column,
        "unclosed-bracket",
        f"What `{bracket}` opens here is never closed.",
        "Close it, or put the text in quotes if the bracket belongs to it.",
    )


def _find_bracket(complaint: Complaint) -> tuple[int, int, str]:
    """Return the last bracket that opens at or before the place that the parser began at, and is not closed there."""
    closed = 0
    for line in range(min(complaint.since_line, len(complaint.lines) - 1), -1, -1):
        end = complaint.since_column + 1 if line == complaint.since_line else None
        for column, sign in reversed(list(enumerate(complaint.lines[line][:end]))):
            if sign in "[{" and not closed:
                return line, column, sign
            closed += (sign in "]}") - (sign in "[{")
    return complaint.since_line, complaint.since_column, complaint.sign


def _find_special_start(complaint: Complaint) -> Diagnosis | None:
    """Recognise a text whose first character means something to YAML."""
    begins = complaint.sign in NO_START and BEGINS.search(complaint.text[: complaint.column])
    start = complaint.column if begins else find_value(complaint.text)
    first = complaint.text[start : start + 1]
    if not first or first not in "*&!%@`{[|>,?" or complaint.column < start or FLOW_ITEM.match(complaint.text[:start]):
        return None
    if first in "{[" and complaint.is_about_layout:
        if not CLOSED.match(complaint.text[start : complaint.column]):
            return None
        message = f"A text that begins with `{first}` ends at the bracket that closes it."
        return Diagnosis(
            complaint.line,
            start,
            "quote-needed",
            message,
            "Delete what follows the bracket, or put the whole text in quotes.",
        )
    return Diagnosis(
        complaint.line,
        start,
        "quote-needed",
        f"A text that begins with `{first}` has a special meaning in YAML.",
        "Put the whole text in quotes.",
    )


def _find_text_after_quote(complaint: Complaint) -> Diagnosis | None:
    """Recognise a text that goes on after its closing quote."""
    start = find_value(complaint.text)
    first = complaint.text[start : start + 1]
    if not first or first not in QUOTES or complaint.column <= start:
        return None
    other = QUOTES.replace(first, "")
    inner = '\\"' if first == '"' else "''"
    return Diagnosis(
        complaint.line,
        complaint.column,
        "text-after-quote",
        "The text goes on after its closing quote.",
        f"Put the whole text between {other} and {other}, or write each {first} inside it as {inner}.",
    )


def _find_colon(complaint: Complaint) -> Diagnosis | None:
    if not complaint.says.startswith("mapping values are not allowed"):
        return None
    before = complaint.text[: complaint.column]
    return None if ONE_WORD_KEY.match(before) or FLOW_ITEM.match(before) else _blame_colon(complaint)


def _blame_colon(complaint: Complaint) -> Diagnosis:
    remedy = "Put the whole text in quotes."
    if complaint.text[find_value(complaint.text) :].startswith(CURLY):
        remedy = f"Put the whole text between straight quotes, {QUOTES[0]} or {QUOTES[1]}; others are only letters."
    return Diagnosis(
        complaint.line,
        complaint.column,
        "colon-in-text",
        "A colon and a space inside a text are read as the end of a key.",
        remedy,
    )


def _find_list_on_line(complaint: Complaint) -> Diagnosis | None:
    if "sequence entries are not allowed" not in complaint.says:
        return None
    return Diagnosis(
        complaint.line,
        complaint.column,
        "quote-needed",
        "A text can't begin with a dash and a space, and a list can't begin in the line of its key.",
        "Put the text in quotes, or begin the list in the next line.",
    )


def _find_cut_text(complaint: Complaint) -> Diagnosis | None:
    """Recognise a text whose second line is lost because a # cuts the first one short."""
    for number in (complaint.since_line, complaint.line):
        above = complaint.find_above(number)
        hidden = COMMENT.search(complaint.get_line(above))
        here = complaint.get_line(number)
        goes_on = find_indent(complaint.get_line(above)) < find_indent(here) and not KEY.match(here)
        if hidden and goes_on and not DASH.match(here):
            return Diagnosis(above, hidden.end() - 1, "comment-in-text", COMMENTED, "Put the whole text in quotes.")
    return None


def _find_missing_colon(complaint: Complaint) -> Diagnosis | None:
    if "could not find expected ':'" not in complaint.says:
        return None
    if TIGHT_KEY.match(complaint.get_line(complaint.since_line)):
        return blame_space(complaint, complaint.since_line)
    text = complaint.get_line(complaint.since_line)[complaint.since_column :]
    return blame_bare(complaint.since_line, complaint.since_column, text)


def _find_indent(complaint: Complaint) -> Diagnosis | None:
    if "block mapping" not in complaint.about and "block collection" not in complaint.about:
        return None
    return _blame_indent(complaint, complaint.column)


def _blame_indent(complaint: Complaint, column: int) -> Diagnosis:
    message = "This line begins in a column that fits no line above it."
    remedy = "Begin it in the same column as the keys that it belongs to."
    return Diagnosis(complaint.line, column, "bad-indent", message, remedy)


DIAGNOSES: tuple[Callable[[Complaint], Diagnosis | None], ...] = (
    _find_tab,
    *EARLY,
    _find_unclosed_quote,
    _find_escape,
    _find_flow,
    _find_special_start,
    _find_text_after_quote,
    _find_colon,
    _find_list_on_line,
    _find_cut_text,
    _find_missing_colon,
    *LATE,
    _find_indent,
)
