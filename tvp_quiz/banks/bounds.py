"""A file's text in, what keeps it from being read as YAML at all out."""

import re

from tvp_quiz.banks.slips import Slip, find_unprintable, say_tag

MAX_LINES = 200_000
TOO_MUCH = "too-big", "This file holds too much to be read at once.", "Split it into several banks."
# Shorthands for tags: the parser compares each of many with all before it, and banks use none
DIRECTIVE = re.compile(r"^%TAG\b", re.MULTILINE)


def refuse_text(text: str, lines: list[str]) -> Slip | None:
    """Return why a text is not worth reading, or would take too long."""
    if unprintable := find_unprintable(text):
        return unprintable
    if len(lines) > MAX_LINES:
        return Slip(MAX_LINES, 1, *TOO_MUCH)
    directive = DIRECTIVE.search(text)
    return Slip(text.count("\n", 0, directive.start()) + 1, 1, *say_tag(directive[0])) if directive else None
