"""Pages in, keys out, by way of the whole terminal, which is drawn on in one go and given back as it was."""

from collections.abc import Callable
from contextlib import suppress
from typing import Self

from rich.console import Console
from rich.text import Text

from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.keys import PASTE, Key, Keyboard
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.page import Frame, Page, lay_out

# Alternate screen, hidden cursor, no automatic wrapping, which a glyph of disputed width would set off, and pastes
# told from keys.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"
_LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
_HOME = "\x1b[H"
_ERASE_LINE = "\x1b[K"
_ERASE_BELOW = "\x1b[J"


class Canvas:
    """The whole terminal; `offset` is how far the page on it is scrolled, None as far as its focus needs."""

    def __init__(self, keyboard: Keyboard, output: Output, console: Console) -> None:
        """Read from `keyboard`, write to `output`; `console` says which colours and characters there are."""
        self.keyboard = keyboard
        self._output = output
        self._console = console
        self._shown = False
        self.offset: int | None = None

    def __enter__(self) -> Self:
        """Take over the keyboard; the screen follows with the first page."""
        self.keyboard.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""
        try:
            # A terminal that is gone needs nothing back.
            with suppress(Interrupted):
                self.leave()
        finally:
            self.keyboard.__exit__()

    def await_key(self, page: Page, idle: Callable[[], None], *, takes_text: bool = False) -> str:
        """Show a page until a key is pressed that neither scrolls nor redraws it, and return that.

        `idle` is called whenever the page is shown and a key is waited for; a paste is dropped unless the page
        `takes_text`.
        """
        while True:
            frame = self.draw(page)
            idle()
            key = self.keyboard.read_key()
            if not self.heed(key, frame, takes_text=takes_text):
                return key

    def heed(self, key: str, frame: Frame, *, takes_text: bool = False) -> bool:
        """Do what a key asks for that means the same on every page; tell whether it is one."""
        if key == Key.STOP:
            self._stop()
        is_dropped = key.startswith(PASTE) and not takes_text
        return is_dropped or key in {Key.STOP, Key.REDRAW} or self.scroll(key, frame)

    def draw(self, page: Page) -> Frame:
        """Write a page in one go, over what was there."""
        self._console.size = self._output.measure()
        frame = lay_out(page, self._console, self.offset)
        lines = "\r\n".join(self._render(line) + _ERASE_LINE for line in frame.lines)
        begin = "" if self._shown else _ENTER
        self._shown = True
        self._output.write(begin + _HOME + lines + _ERASE_BELOW)
        return frame

    def scroll(self, key: str, frame: Frame) -> bool:
        """Scroll the body if the key says so."""
        offsets = {
            Key.UP: frame.offset - 1,
            Key.DOWN: frame.offset + 1,
            Key.PAGE_UP: frame.offset - frame.step,
            Key.PAGE_DOWN: frame.offset + frame.step,
            Key.HOME: 0,
            Key.END: frame.furthest,
        }
        if key not in offsets:
            return False
        self.offset = max(0, min(offsets[Key(key)], frame.furthest))
        return True

    def lend(self, use: Callable[[], str]) -> str:
        """Give the terminal back as it was while `use` runs a program on it, and return what `use` says of that."""
        self.leave()
        with self.keyboard.lend():
            return use()

    def leave(self) -> None:
        """Leave the full screen if it is shown."""
        if self._shown:
            self._shown = False
            self._output.write(_LEAVE)

    def print_lines(self, lines: list[Text]) -> None:
        """Leave the full screen and write lines that stay."""
        self.leave()
        self._console.size = self._output.measure()
        for line in lines:
            self._output.write(self._render(line) + "\n")

    def _stop(self) -> None:
        """Stop as Ctrl-Z asks for, and come back with the screen as it was."""
        self.leave()
        self.keyboard.stop()

    def _render(self, line: Text) -> str:
        """Return a line with the codes for its styles."""
        with self._console.capture() as capture:
            self._console.print(line, end="", no_wrap=True, overflow="ignore", crop=False)
        return capture.get()
