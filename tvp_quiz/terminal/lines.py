"""A file descriptor's bytes in, lines out: from a terminal, a pipe or a file."""

import codecs
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from tvp_quiz.domain.review import LONGEST_ANSWER
from tvp_quiz.terminal.waiting import Waiter

TOO_LONG = f"That is longer than the {LONGEST_ANSWER:,} characters that an answer may have: type less."


class LineReader:
    """Reads lines, with signals seen only while it waits for one."""

    def __init__(self, fd: int, encoding: str) -> None:
        """Read from `fd`, whose bytes are in `encoding`; a terminal lets the line be edited before it is sent."""
        self._waiter = Waiter(fd)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._text = ""
        self._ended = False

    def __enter__(self) -> Self:
        """Take the signals over."""
        self._waiter.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        self._waiter.__exit__()

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Give the signals back meanwhile."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def await_line(self, seconds: float) -> bool:
        """Wait some seconds at most for more input; tell whether a line, or the end, is there. Raises Interrupted."""
        if not self._has_line():
            self._take(self._waiter.wait(seconds))
        return self._has_line()

    def read_line(self) -> str | None:
        """Wait for a line and return it without its end, or None at the end of input. Raises Interrupted.

        Of a line that is longer than any answer, one character too many is returned: `is_too_long` tells so.
        """
        while not self._has_line():
            self._take(self._waiter.wait())
        line, end, self._text = self._text.partition("\n")
        return line.removesuffix("\r") if line or end else None

    def _has_line(self) -> bool:
        """Tell whether a line, or the end, is there."""
        return self._ended or "\n" in self._text

    def _take(self, chunk: bytes | int | None) -> None:
        """Add bytes to what is not read yet; what would make a line too long is left out."""
        if isinstance(chunk, bytes):
            self._ended = not chunk
            begun, end, rest = self._decoder.decode(chunk, final=self._ended).partition("\n")
            self._text = (self._text + begun)[: LONGEST_ANSWER + 1] + end + rest

    def report_interrupts(self) -> AbstractContextManager[None]:
        """Have Ctrl-C told by `is_interrupted` meanwhile, instead of ending the program."""
        return self._waiter.report(signal.SIGINT)

    def is_interrupted(self) -> bool:
        """Tell whether Ctrl-C was pressed, without reading a line. Raises Interrupted for signals that end all."""
        return self._waiter.poll_signal() == signal.SIGINT


def is_too_long(line: str) -> bool:
    """Tell whether a line is longer than an answer can be."""
    return len(line) > LONGEST_ANSWER
