"""A complaint of the YAML parser in, what was pasted from a word processor or left by git and led to it out."""

import re

from tvp_quiz.banks.complaint import Complaint, Diagnosis, find_indent

BULLET = re.compile(r"\s*([•·*\u2013\u2014]|\d{1,2}[.)])\s+\S")
FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*[\w-]*\s*$")
NO_FENCE = (
    "yaml-syntax",
    "This line marks the beginning or the end of code where it was copied from, and is no YAML.",
    "Delete it, and the one like it at the other end.",
)
STRANGE_SPACE = re.compile(r"[ -]*+(?:[\w-]++:)? ?[\xa0\u2000-\u200a\u202f\u3000]")


def find_conflict(complaint: Complaint) -> Diagnosis | None:
    """Recognise what git leaves where two versions of a file could not be merged."""
    number = next((at for at, line in enumerate(complaint.lines) if line.startswith(("<<<<<<< ", ">>>>>>> "))), None)
    if number is None:
        return None
    message = "Two versions of this file were merged here, and git could not decide between them."
    remedy = "Keep one of the versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
    return Diagnosis(number, 0, "yaml-syntax", message, remedy)


def find_fence(complaint: Complaint) -> Diagnosis | None:
    """Recognise the signs that stand around YAML in a chat or on a page."""
    for number in (complaint.line, complaint.find_above(complaint.line)):
        if FENCE.match(complaint.get_line(number)):
            return Diagnosis(number, find_indent(complaint.get_line(number)), *NO_FENCE)
    return None


def find_strange_space(complaint: Complaint) -> Diagnosis | None:
    """Recognise a space that YAML takes for a letter, at the beginning of a line or after a colon."""
    for number in (complaint.line, complaint.find_above(complaint.line)):
        strange = STRANGE_SPACE.match(complaint.get_line(number))
        if strange:
            message = "This looks like a space and is another character, as word processors write it."
            return Diagnosis(number, strange.end() - 1, "control-character", message, "Delete it, and type a space.")
    return None


def find_bullet(complaint: Complaint) -> Diagnosis | None:
    """Recognise a list item that begins with something other than a hyphen."""
    for number in (complaint.line, complaint.find_above(complaint.line)):
        bullet = BULLET.match(complaint.get_line(number))
        if bullet:
            message = f"A list item begins with a hyphen and a space, not with `{bullet[1]}`."
            return Diagnosis(number, bullet.start(1), "missing-dash", message, "Write `- ` in its place.")
    return None
