"""Text in, the characters in it that nobody can see out; what joins letters or emoji where it belongs is none."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from tvp_quiz.domain.joiners import STRAY_JOINER
from tvp_quiz.domain.problem import Severity

# So many lines of a file are told; whoever mends them checks again
MOST = 20
HIDDEN = re.compile(
    # blank letters, soft hyphens, zero-width spaces, and signs that turn the direction of writing
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001]"
    rf"|{STRAY_JOINER}"
    # a flag's letters without their flag, and more than one sign that chooses a character's looks
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007f]"
    "|(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
Said = tuple[str, str, str, Severity]
"""A rule, what is wrong, what to write, and how bad it is."""


def find_hidden(lines: Sequence[str]) -> Iterator[tuple[int, int, Said]]:
    """Yield the first hidden character of each line, up to a number of lines, with its line and column from 1."""
    found = ((number, HIDDEN.search(line)) for number, line in enumerate(lines, start=1) if not line.isascii())
    for number, hidden in islice(((number, hidden) for number, hidden in found if hidden), MOST):
        yield number, hidden.start() + 1, say_hidden(hidden[0])


def find_escaped(text: str, lines: Sequence[str]) -> Said | None:
    """Return what to say of a character of a text that is hidden, and written as an escape in its lines, if any."""
    found = CONTROL.search(text) or HIDDEN.search(text)
    return say_hidden(found[0]) if found and not any(found[0] in line for line in lines) else None


def say_hidden(char: str) -> Said:
    """Return what to say of a hidden character."""
    name = unicodedata.name(char, "a control character").lower()
    message = f"There is a character here that nobody can see: U+{ord(char):04X}, {name}."
    return "hidden-character", message, "Delete it, or type the text anew.", Severity.WARNING
