"""File descriptors and what is known of the terminal in, the front that suits them out."""

import codecs
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from tvp_quiz.terminal.output import Output

if TYPE_CHECKING:
    from tvp_quiz.terminal.canvas import Canvas
    from tvp_quiz.terminal.exam_plain import ExamPlain
    from tvp_quiz.terminal.exam_screen import ExamScreen
    from tvp_quiz.terminal.plain import Plain
    from tvp_quiz.terminal.screen import Screen

_INCAPABLE = {"", "dumb", "unknown"}


def open_front(
    stdin_fd: int,
    stdout: TextIO,
    *,
    plain: bool,
    no_color: bool,
    term: str,
    tick: Callable[[], float],
    idle: Callable[[], None] = lambda: None,
) -> "Plain | Screen":
    """Return the full screen, or lines where they are asked for or the terminal can do no more.

    `term` is the terminal's name (as TERM has it), `no_color` whether colours are unwanted; `idle` is called whenever
    all is shown and a person is waited for; `tick` returns seconds that only grow. Nothing is read yet.
    """
    if plain or not is_capable(stdin_fd, stdout, term):
        return _open_plain(stdin_fd, stdout, idle)
    from tvp_quiz.terminal.screen import Screen  # noqa: PLC0415 - see below

    return Screen(open_canvas(stdin_fd, stdout, no_color=no_color), idle, tick)


def is_capable(stdin_fd: int, stdout: TextIO, term: str) -> bool:
    """Tell whether there is a terminal, named as TERM has it, that can show a full screen."""
    return os.isatty(stdin_fd) and stdout.isatty() and term not in _INCAPABLE


def open_exam_front(
    stdin_fd: int, stdout: TextIO, lines_to: TextIO, *, plain: bool, no_color: bool, term: str
) -> "ExamPlain | ExamScreen":
    """Return the full screen of an exam, or lines where they are asked for or the terminal can do no more.

    Lines are written to `lines_to`, so that standard output can be left to a report for programs.
    """
    if plain or not is_capable(stdin_fd, stdout, term):
        from tvp_quiz.terminal.exam_plain import ExamPlain  # noqa: PLC0415 - see below
        from tvp_quiz.terminal.lines import LineReader  # noqa: PLC0415 - see below

        lines = LineReader(stdin_fd, _pick_encoding(lines_to.encoding))
        return ExamPlain(lines, Output(lines_to.fileno(), lines_to.encoding), echoes=os.isatty(stdin_fd))
    from tvp_quiz.terminal.exam_screen import ExamScreen  # noqa: PLC0415 - see below

    return ExamScreen(open_canvas(stdin_fd, stdout, no_color=no_color))


# Each imports what it alone needs: a sitting in lines starts without rich.


def _open_plain(stdin_fd: int, stdout: TextIO, idle: Callable[[], None]) -> "Plain":
    from tvp_quiz.terminal.lines import LineReader  # noqa: PLC0415 - see above
    from tvp_quiz.terminal.plain import Plain  # noqa: PLC0415 - see above

    lines = LineReader(stdin_fd, _pick_encoding(stdout.encoding))
    return Plain(lines, Output(stdout.fileno(), stdout.encoding), echoes=os.isatty(stdin_fd), idle=idle)


def open_canvas(stdin_fd: int, stdout: TextIO, *, no_color: bool) -> "Canvas":
    """Return the whole terminal. Nothing is read or written yet."""
    from rich.console import Console  # noqa: PLC0415 - see above

    from tvp_quiz.terminal.canvas import Canvas  # noqa: PLC0415 - see above
    from tvp_quiz.terminal.keys import Keyboard  # noqa: PLC0415 - see above

    console = Console(
        file=stdout,
        force_terminal=True,
        color_system="standard",
        no_color=no_color,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    keyboard = Keyboard(stdin_fd, _pick_encoding(stdout.encoding))
    return Canvas(keyboard, Output(stdout.fileno(), stdout.encoding), console)


def _pick_encoding(encoding: str) -> str:
    """Return the encoding to read in: UTF-8 where the terminal claims to know no more than ASCII."""
    return "utf-8" if codecs.lookup(encoding).name == "ascii" else encoding
