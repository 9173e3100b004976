"""Text in, bytes on a file descriptor out: the one place where the terminal is written to."""

import os
import select

from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.text import TRANSLITERATE

ENDED = "The sitting has ended early; everything answered is kept, and `tvp-quiz drill` goes on from there."


class Output:
    """A file descriptor that takes text in its encoding, whatever characters that lacks."""

    def __init__(self, fd: int, encoding: str) -> None:
        """Write to `fd`, which stays the caller's to close."""
        self.fd = fd
        self.encoding = encoding

    def write(self, text: str) -> None:
        """Write all of the text at once; raises Interrupted where nobody is there to read it."""
        left = text.encode(self.encoding, TRANSLITERATE)
        while left:
            try:
                left = left[os.write(self.fd, left) :]
            except BlockingIOError:
                select.select([], [self.fd], [])
            except OSError as error:
                raise Interrupted(ENDED) from error

    def measure(self) -> tuple[int, int]:
        """Return the columns and rows of the terminal, 80 by 24 where it doesn't tell."""
        try:
            columns, rows = os.get_terminal_size(self.fd)
        except OSError:
            return 80, 24
        return columns or 80, rows or 24
