"""A complaint of the YAML parser in, the quote that is never closed and led to it out."""

import re

from tvp_quiz.banks.complaint import DASH, KEY, Complaint, Diagnosis, find_indent, find_value, says_something

BLOCK = re.compile(r"""(?:^|[^"']*:|\s*-)\s+[|>][-+\d]*\s*(?:#.*)?$""")
QUOTED = re.compile(r""""(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+'""", re.DOTALL)
# A quote that is taken to close farther below was hardly meant to
REACH = 100
FLOW_QUOTE = re.compile(r"""(?:[\[{,]\s*|:\s+)(["'])""")


def find_open_quote(complaint: Complaint) -> Diagnosis | None:
    """Recognise a quote that is not closed in its line, though the next line begins something new."""
    inside = -1
    for number, line in enumerate(complaint.lines[: complaint.line + 1]):
        if inside >= 0 and (find_indent(line) > inside or not line.strip()):
            continue
        inside = find_indent(line) if BLOCK.match(line) else -1
        column = _find_open(line) if says_something(line) else None
        if column is not None and _begins_anew(complaint, number) and _is_quote_at_fault(complaint, number, column):
            return blame_quote(number, column)
    return None


def _begins_anew(complaint: Complaint, number: int) -> bool:
    """Tell whether the next line that says something begins a key or an item, or there is none."""
    after = complaint.get_line(complaint.find_below(number))
    return not after or bool(KEY.match(after) or DASH.match(after))


def _is_quote_at_fault(complaint: Complaint, line: int, column: int) -> bool:
    """Tell whether the parser stopped at a quote, or at the end of what it opens, rather than before or beyond that."""
    if (complaint.line, complaint.column) == (line, column):
        return True
    if complaint.line - line > REACH:
        return False
    closed = QUOTED.match("\n".join([complaint.lines[line][column:], *complaint.lines[line + 1 : complaint.line + 1]]))
    if closed is None:
        return "quoted scalar" in complaint.about and "unexpected" in complaint.says
    *_, last = closed[0].split("\n")
    return complaint.line == line + closed[0].count("\n") and complaint.column >= len(last)


def _find_open(line: str) -> int | None:
    """Return the column of a quote that opens in a line and is not closed there."""
    column = find_value(line)
    if line[column : column + 1] not in "{[":
        return column if line[column] in "\"'" and not QUOTED.match(line, column) else None
    while opening := FLOW_QUOTE.search(line, column):
        closed = QUOTED.match(line, opening.start(1))
        if not closed:
            return opening.start(1)
        column = closed.end()
    return None


def blame_quote(line: int, column: int) -> Diagnosis:
    """Return what is said of a quote that is never closed."""
    message = "The quote that opens here is never closed."
    return Diagnosis(line, column, "unclosed-quote", message, "Write the same kind of quote at the end of the text.")
