"""What the YAML parser said, beside the lines that it said it of; and what was found out about it."""

import re
from dataclasses import dataclass

# A line that begins a list item or says `key: value`.
DASH = re.compile(r"\s*-(?:\s|$)")
KEY = re.compile(r"""\s*(?:-\s+)*(?:"[^"]*"\s*|'[^']*'\s*|[^\s:#"'{}\[\],&*!|>%@`][^:#]*):(?:\s|$)""")
# What stands before a value: indentation, dashes of list items, and a key with its colon.
LEAD = re.compile(r"""\s*(?:-\s+)*(?:[^\s:"'{}\[\],#*&!|>%@`-][^:]*?:\s+)?""")


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

    @property
    def is_about_layout(self) -> bool:
        """Whether the parser met something where it does not belong, rather than something that it can't read."""
        return self.says.startswith("mapping values are not allowed") or any(
            what in self.about for what in ("block mapping", "block collection", "simple key")
        )

    def get_line(self, number: int) -> str:
        """Return a line, empty beyond the end of the file."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def find_above(self, number: int) -> int:
        """Return the nearest line above that says something, -1 if there is none."""
        return next((at for at in range(number - 1, -1, -1) if says_something(self.get_line(at))), -1)

    def find_below(self, number: int) -> int:
        """Return the nearest line below that says something, the number of lines if there is none."""
        return next(
            (at for at in range(number + 1, len(self.lines)) if says_something(self.lines[at])), len(self.lines)
        )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A trap that was recognised; line and column count from 0."""

    line: int
    column: int
    rule: str
    message: str
    remedy: str


def says_something(line: str) -> bool:
    """Tell whether a line is neither blank nor a comment."""
    return not line.lstrip().startswith("#") and bool(line.strip())


def find_indent(line: str) -> int:
    """Return the column in which a line begins."""
    return len(line) - len(line.lstrip())


def find_content(line: str) -> int:
    """Return the column in which a line begins after the dashes of its items."""
    found = re.match(r"\s*(?:-\s+)*", line)
    return found.end() if found else 0


def find_value(line: str) -> int:
    """Return the column in which the value of a line begins, after its key."""
    lead = LEAD.match(line)
    return lead.end() if lead else 0
