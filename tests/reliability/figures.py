"""What was tried and what was wrong in; a table to read, and the same between two markers of a document, out."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADINGS = ("what", "tried", "wrong", "")


class Figure(NamedTuple):
    """What was tried, how often, every fault that came up, and what else there is to know."""

    what: str
    tried: int
    faults: Sequence[str]
    note: str = ""


def list_cells(figures: Sequence[Figure]) -> list[tuple[str, str, str, str]]:
    """Return the cells of a table."""
    return [(one.what, f"{one.tried:,}", str(len(one.faults)), one.note) for one in figures]


def draw_table(figures: Sequence[Figure]) -> str:
    """Return a table for a terminal, and below it every fault."""
    rows = [HEADINGS, *list_cells(figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = (
        f"{what:<{widths[0]}}  {tried:>{widths[1]}}  {wrong:>{widths[2]}}  {note}".rstrip()
        for what, tried, wrong, note in rows
    )
    faults = (f"{one.what}: {fault}" for one in figures for fault in one.faults)
    return "\n".join([*lines, *faults]) + "\n"


def write_figures(path: Path, figures: Sequence[Figure], title: str) -> None:
    """Put a table into a document, in place of the one between its markers. Raises ValueError where it has none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path} has no markers")
    rows = ["| " + " | ".join(cells) + " |" for cells in (HEADINGS, *list_cells(figures))]
    table = "\n".join([title, "", rows[0], "|---|--:|--:|---|", *rows[1:]])
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
