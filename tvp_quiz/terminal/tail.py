"""What a program prints in, piece by piece; the last lines of it out, with nothing that a terminal would obey."""

from collections import deque

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.terminal.text import make_visible

# More is not read on a screen, and would make it slow
_MOST_LINES = 2000
_LONGEST_LINE = 4000
_TAB = 8


class Tail:
    """The last lines of an output that may go on without end, or without an end of a line."""

    def __init__(self, text: str = "") -> None:
        """Begin with some text."""
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)
        self._total = 0
        self._open = ""
        self.add(text)

    def add(self, text: str) -> None:
        """Add what was printed since."""
        *whole, rest = (self._open + text).split("\n")
        cut = len(rest) - len(rest) % _LONGEST_LINE
        whole += [rest[start : start + _LONGEST_LINE] for start in range(0, cut, _LONGEST_LINE)]
        self._open = rest[cut:]
        self._total += len(whole)
        self._lines.extend(map(show_line, whole[-_MOST_LINES:]))

    def list_lines(self) -> tuple[str, ...]:
        """Return the lines, before which it is said how many are left out."""
        left_out = self._total - len(self._lines)
        return (
            *([_say_left_out(left_out)] if left_out else ()),
            *self._lines,
            *([show_line(self._open)] if self._open else ()),
        )


def show_line(line: str) -> str:
    """Return a line of a program or of its output as it may be shown, without the blanks at its end."""
    return make_visible(line.rstrip("\r\t ").expandtabs(_TAB))


def list_source(source: bytes) -> list[str]:
    """Return the lines of a program as they may be shown, so that its line numbers are Python's."""
    return [show_line(line) for line in source.decode(errors="backslashreplace").rstrip("\n").split("\n")]


def _say_left_out(lines: int) -> str:
    return f"[{say_count(lines, 'line')} before these not shown.]"
