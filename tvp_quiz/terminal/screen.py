"""Views in, answers and commands out, by way of a full screen that is drawn anew after every key."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Self

from rich.console import Console
from rich.text import Text

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response, Summary
from tvp_quiz.domain.review import Rating
from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.commands import COMMANDS, NO_VERDICT
from tvp_quiz.terminal.draft import Draft, press_key
from tvp_quiz.terminal.feedback import draw_feedback
from tvp_quiz.terminal.keys import Key, Keyboard
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.overlays import draw_history, draw_keys, list_summary
from tvp_quiz.terminal.page import Frame, Page, lay_out
from tvp_quiz.terminal.question import draw_question

# Alternate screen, hidden cursor and no automatic wrapping, which a glyph of disputed width would set off.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
_HOME = "\x1b[H"
_ERASE_LINE = "\x1b[K"
_ERASE_BELOW = "\x1b[J"
_RATINGS = {str(rating.value): rating for rating in Rating}
_OVERLAYS = {Command.HISTORY, Command.KEYS}


class Screen:
    """A sitting on the whole terminal, which is given back as it was."""

    def __init__(self, keyboard: Keyboard, output: Output, console: Console, idle: Callable[[], None]) -> None:
        """Read from `keyboard`, write to `output`; `console` says which colours and characters there are.

        `idle` is called whenever a page is shown and a key is waited for.
        """
        self._keyboard = keyboard
        self._output = output
        self._console = console
        self._idle = idle
        self._shown = False
        self._offset: int | None = None
        self._draft: Draft | None = None

    def __enter__(self) -> Self:
        """Take over the keyboard; the screen follows with the first question."""
        self._keyboard.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""
        try:
            # A terminal that is gone needs nothing back.
            with suppress(Interrupted):
                self._leave()
        finally:
            self._keyboard.__exit__()

    def ask(self, view: QuestionView) -> Response | Command:
        """Show a question and return its answer, or a command."""
        kept, self._draft = self._draft, None
        draft = kept if kept and kept.prompt == view.prompt else Draft(view.prompt)
        self._offset = None
        while True:
            pressed = press_key(draft, self._await_key(draw_question(view, draft)))
            if not isinstance(pressed, Draft):
                self._draft = draft if pressed in _OVERLAYS else None
                return pressed
            draft = pressed

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Show what an answer was worth and return the rating, or a command."""
        self._offset = None
        hint = ""
        while True:
            key = self._await_key(draw_feedback(view, hint))
            if key in {Key.ENTER, " "}:
                return view.rating
            if key == Key.END_OF_INPUT:
                return Command.QUIT
            command = COMMANDS.get(key.lower())
            hint = NO_VERDICT if command is Command.OVERRULE and not view.can_overrule else ""
            if found := _RATINGS.get(key) or (None if hint else command):
                return found

    def show_history(self, history: CardHistory, day: date) -> None:
        """Show a card's history until a key is pressed."""
        self._offset = None
        self._await_key(draw_history(history, day))

    def show_keys(self) -> None:
        """Show all keys until one is pressed."""
        self._offset = None
        self._await_key(draw_keys())

    def show_summary(self, summary: Summary) -> None:
        """Leave the full screen and write what the sitting amounted to."""
        self._leave()
        self._console.size = self._output.measure()
        for line in list_summary(summary):
            self._output.write(self._render(line) + "\n")

    def _leave(self) -> None:
        """Leave the full screen if it is shown."""
        if self._shown:
            self._shown = False
            self._output.write(_LEAVE)

    def _await_key(self, page: Page) -> str:
        """Show a page until a key is pressed that neither scrolls nor redraws it, and return that."""
        while True:
            frame = self._draw(page)
            self._idle()
            key = self._keyboard.read_key()
            if key == Key.STOP:
                self._stop()
            elif key != Key.REDRAW and not self._scroll(key, frame):
                return key

    def _draw(self, page: Page) -> Frame:
        """Write a page in one go, over what was there."""
        self._console.size = self._output.measure()
        frame = lay_out(page, self._console, self._offset)
        lines = "\r\n".join(self._render(line) + _ERASE_LINE for line in frame.lines)
        begin = "" if self._shown else _ENTER
        self._shown = True
        self._output.write(begin + _HOME + lines + _ERASE_BELOW)
        return frame

    def _scroll(self, key: str, frame: Frame) -> bool:
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
        self._offset = max(0, min(offsets[Key(key)], frame.furthest))
        return True

    def _stop(self) -> None:
        """Stop as Ctrl-Z asks for, and come back with the screen as it was."""
        self._leave()
        self._keyboard.stop()

    def _render(self, line: Text) -> str:
        """Return a line with the codes for its styles."""
        with self._console.capture() as capture:
            self._console.print(line, end="", no_wrap=True, overflow="ignore", crop=False)
        return capture.get()
