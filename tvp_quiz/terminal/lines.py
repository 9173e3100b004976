"""A file descriptor's bytes in, lines out: from a terminal, a pipe or a file."""

import codecs
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from tvp_quiz.terminal.waiting import Waiter


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
        if "\n" not in self._text and not self._ended:
            chunk = self._waiter.wait(seconds)
            self._ended = chunk == b""
            if isinstance(chunk, bytes):
                self._text += self._decoder.decode(chunk)
        return "\n" in self._text or self._ended

    def read_line(self) -> str | None:
        """Wait for a line and return it without its end, or None at the end of input. Raises Interrupted."""
        while "\n" not in self._text:
            if self._ended:
                return self._take_rest()
            chunk = self._waiter.wait()
            if chunk == b"":
                return self._take_rest()
            if isinstance(chunk, bytes):
                self._text += self._decoder.decode(chunk)
        line, _, self._text = self._text.partition("\n")
        return line.removesuffix("\r")

    def report_interrupts(self) -> AbstractContextManager[None]:
        """Have Ctrl-C told by `is_interrupted` meanwhile, instead of ending the program."""
        return self._waiter.report(signal.SIGINT)

    def is_interrupted(self) -> bool:
        """Tell whether Ctrl-C was pressed, without reading a line. Raises Interrupted for signals that end all."""
        return self._waiter.poll_signal() == signal.SIGINT

    def _take_rest(self) -> str | None:
        """Return a last line that has no end, and then None."""
        rest, self._text = self._text, ""
        return rest or None
