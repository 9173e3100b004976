"""Tables, sentences and JSON in, safe text on a stream out."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TextIO

from tvp_quiz.cli.world import read_environment

if TYPE_CHECKING:
    from rich.console import Console


def print_line(text: str = "", stream: TextIO | None = None) -> None:
    """Print text from wherever it comes: what a terminal would obey is made visible."""
    from tvp_quiz.terminal.text import fit_text, make_visible  # noqa: PLC0415 - `--help` needs no rich

    stream = stream or sys.stdout
    stream.write(fit_text(make_visible(text, lines=True), stream.encoding or "utf-8") + "\n")


def print_json(value: object) -> None:
    """Print a value for programs; everything but ASCII is escaped, so that no terminal obeys it."""
    sys.stdout.write(json.dumps(value, indent=2, default=write_plain) + "\n")


def write_plain(value: object) -> str:
    """Return what JSON has no word for as text: a day or an instant by ISO 8601, an id or a path as it is written."""
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> None:
    """Print a table that fits the terminal."""
    from tvp_quiz.terminal.tables import build_table  # noqa: PLC0415 - a list for programs needs no rich

    open_console().print(build_table(columns, rows))


def open_console() -> "Console":
    """Return standard output as a console for listings."""
    from tvp_quiz.terminal import tables  # noqa: PLC0415 - a list for programs needs no rich

    environment = read_environment()
    plain = bool(environment.get("NO_COLOR")) or not sys.stdout.isatty()
    return tables.open_console(sys.stdout, no_color=plain, term=environment.get("TERM", ""))
