"""A complaint of the YAML parser in, the trap that its author fell into out: the line tells more than the parser."""

import re
from collections.abc import Callable
from dataclasses import dataclass

QUOTES = "\"'"
# What stands before a value: indentation, dashes of list items, and a key with its colon.
LEAD = re.compile(r"""\s*(?:-\s+)*(?:[^\s:"'{}\[\],#*&!|>%@`-][^:]*?:\s+)?""")
ONE_WORD_KEY = re.compile(r"\s*(?:-\s+)*[\w-]+\s*$")
TIGHT_KEY = re.compile(r"\s*(?:-\s+)*[\w-]+:\S")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the parser said, and where (counted from 0); `about` is what it was reading, from `since` on."""

    lines: list[str]
    says: str
    line: int
    column: int
    about: str
    since_line: int
    since_column: int

    @property
    def text(self) -> str:
        """The line that the parser stopped in."""
        return self.get_line(self.line)

    @property
    def sign(self) -> str:
        """The character that the parser stopped at, or nothing at the end of a line."""
        return self.text[self.column : self.column + 1]

    def get_line(self, number: int) -> str:
        """Return a line, empty beyond the end of the file."""
        return self.lines[number] if number < len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A trap that was recognised; line and column count from 0."""

    line: int
    column: int
    rule: str
    message: str
    remedy: str


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
    return _blame_quote(complaint.since_line, complaint.since_column)


def _blame_quote(line: int, column: int) -> Diagnosis:
    return Diagnosis(
        line,
        column,
        "unclosed-quote",
        "The quote that opens here is never closed.",
        "Write the same kind of quote at the end of the text.",
    )


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
    start = _find_value(complaint.text)
    first = complaint.text[start : start + 1]
    if not first or first not in "*&!%@`{[|>," or complaint.column < start:
        return None
    return Diagnosis(
        complaint.line,
        start,
        "quote-needed",
        f"A text that begins with `{first}` has a special meaning in YAML.",
        "Put the whole text in quotes.",
    )


def _find_text_after_quote(complaint: Complaint) -> Diagnosis | None:
    """Recognise a text that goes on after its closing quote, often because one further up was not closed."""
    start = _find_value(complaint.text)
    first = complaint.text[start : start + 1]
    if not first or first not in QUOTES or complaint.column <= start:
        return None
    for line in range(complaint.line - 1, max(-1, complaint.line - 20), -1):
        above = complaint.lines[line]
        column = _find_value(above)
        if above[column : column + 1] == first and above.count(first) == 1:
            return _blame_quote(line, column)
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
    if ONE_WORD_KEY.match(before):
        above = complaint.line - 1
        if above >= 0 and TIGHT_KEY.match(complaint.lines[above]):
            return _blame_space(complaint, above)
        return _blame_indent(complaint, len(before) - len(before.lstrip()))
    return _blame_colon(complaint)


def _blame_colon(complaint: Complaint) -> Diagnosis:
    return Diagnosis(
        complaint.line,
        complaint.column,
        "colon-in-text",
        "A colon and a space inside a text are read as the end of a key.",
        "Put the whole text in quotes.",
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


def _blame_space(complaint: Complaint, line: int) -> Diagnosis:
    return Diagnosis(
        line,
        complaint.get_line(line).index(":"),
        "missing-space",
        "A colon that ends a key needs a space after it.",
        "Write `key: value`.",
    )


def _find_missing_colon(complaint: Complaint) -> Diagnosis | None:
    if "could not find expected ':'" not in complaint.says:
        return None
    if TIGHT_KEY.match(complaint.get_line(complaint.since_line)):
        return _blame_space(complaint, complaint.since_line)
    return Diagnosis(
        complaint.since_line,
        complaint.since_column,
        "missing-colon",
        "This line is no `key: value`, and it is not indented like the text above it.",
        "If it continues the text above, indent it deeper than that key; else write `key: value`.",
    )


def _find_indent(complaint: Complaint) -> Diagnosis | None:
    if "block mapping" not in complaint.about and "block collection" not in complaint.about:
        return None
    return _blame_indent(complaint, complaint.column)


def _blame_indent(complaint: Complaint, column: int) -> Diagnosis:
    return Diagnosis(
        complaint.line,
        column,
        "bad-indent",
        "This line begins in a column that fits no line above it.",
        "Begin it in the same column as the keys that it belongs to.",
    )


def _find_value(line: str) -> int:
    lead = LEAD.match(line)
    return lead.end() if lead else 0


DIAGNOSES: tuple[Callable[[Complaint], Diagnosis | None], ...] = (
    _find_tab,
    _find_unclosed_quote,
    _find_escape,
    _find_flow,
    _find_special_start,
    _find_text_after_quote,
    _find_colon,
    _find_list_on_line,
    _find_missing_colon,
    _find_indent,
)
