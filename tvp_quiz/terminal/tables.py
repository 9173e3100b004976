"""Rows and problems in, listings for the terminal out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.problem import Problem, Severity
from tvp_quiz.terminal.text import TRANSLITERATE, make_visible, show_text

Cell = str | int | float | None
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_INDENT = "    "
_CONTEXT = 40
_CUT = "…"
# What an author would call a word: a name, a number or a path, else a single character.
_TOKEN = re.compile(r"[\w.-]{1,40}|.")


def open_console(stdout: TextIO, *, no_color: bool, term: str) -> Console:
    """Return a console for listings, which writes what its encoding lacks in characters that it has."""
    if isinstance(stdout, TextIOWrapper):
        stdout.reconfigure(errors=TRANSLITERATE)
    return Console(
        file=stdout,
        no_color=no_color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={"TERM": term},
    )


def build_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Return a table without borders; a column of numbers is aligned on the right, None is an empty cell."""
    rows = list(rows)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        numeric = all(not isinstance(row[index], str) for row in rows)
        table.add_column(show_text(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(show_text("" if cell is None else str(cell), lines=False) for cell in row))
    return table


def print_problems(
    console: Console, problems: Sequence[Problem], quote: Callable[[Problem], str], hint: str = ""
) -> None:
    """Print each problem with its place, its line of the file, and what to write; then how many there are.

    `quote` returns the line of the file that a problem is on, or nothing where it can't be read; `hint` says, after any
    problem, how to learn more.
    """
    for problem in problems:
        for line in list_problem(problem, quote(problem)):
            console.print(line, soft_wrap=True)
        console.print()
    console.print(Text(say_problems(problems), "bold"))
    if problems and hint:
        console.print(Text(hint, "dim"), soft_wrap=True)


def list_problem(problem: Problem, line: str, context: int = _CONTEXT) -> Iterator[Text]:
    """Yield the lines that tell a problem: its place, its line of the file with a caret, and what to write.

    Up to `context` characters of the line are shown on either side of what the caret is under.
    """
    yield from _describe(problem)
    yield from _quote(line, problem.column, context)
    yield Text.assemble("  write: ", show_text(problem.remedy))


def _describe(problem: Problem) -> Iterable[Text]:
    place = f"{make_visible(str(problem.path))}:{problem.line}:{problem.column}: "
    severity = (problem.severity.value, _STYLES[problem.severity])
    message = show_text(problem.message, lines=False)
    yield Text.assemble((place, "bold"), severity, ": ", message, (f" [{problem.rule}]", "dim"))


def _quote(line: str, column: int, context: int) -> Iterable[Text]:
    """Yield a line of a file, cut around the column (from 1) where it is long, and a caret under the token there."""
    line = line.rstrip("\r\n")
    if not line.strip():
        return
    start = max(column - 1 - context, 0)
    token = _TOKEN.match(line, column - 1)
    before, marked = _show_source(line[start : column - 1]), _show_source(token[0] if token else " ")
    rest = line[column - 1 + (len(token[0]) if token else 0) :]
    lead, end = _CUT.rjust(len(_INDENT)) if start else _INDENT, _CUT if len(rest) > context else ""
    yield Text(f"{lead}{before}{marked}{_show_source(rest[:context])}{end}")
    yield Text(_INDENT + " " * cell_len(before) + "^" * max(cell_len(marked), 1), "bold green")


def _show_source(part: str) -> str:
    return make_visible(part.replace("\t", "    "))


def say_problems(problems: Sequence[Problem]) -> str:
    """Say how many errors and warnings there are in how many files."""
    if not problems:
        return "No problems."
    return f"{count_problems(problems)} in {say_count(len({problem.path for problem in problems}), 'file')}."


def count_problems(problems: Sequence[Problem]) -> str:
    """Say how many errors and warnings there are: `1 error and 2 warnings`."""
    counts = Counter(problem.severity for problem in problems)
    return " and ".join(say_count(counts[severity], severity.value) for severity in Severity if counts[severity])
