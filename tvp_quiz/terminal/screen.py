"""Views in, answers and commands out, by way of a full screen that is drawn anew after every key."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.text import Text

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response, Summary
from tvp_quiz.domain.review import Rating
from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.commands import COMMANDS, TOO_EARLY, find_objection
from tvp_quiz.terminal.draft import Draft, press_key
from tvp_quiz.terminal.feedback import draw_feedback
from tvp_quiz.terminal.keys import Key, Keyboard
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.overlays import draw_history, draw_keys, list_summary
from tvp_quiz.terminal.page import Frame, Page, lay_out
from tvp_quiz.terminal.question import draw_noted, draw_question

if TYPE_CHECKING:
    from tvp_quiz.domain.demo import Consent, Demo, DemoView, Level, Running

# Alternate screen, hidden cursor and no automatic wrapping, which a glyph of disputed width would set off.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
_HOME = "\x1b[H"
_ERASE_LINE = "\x1b[K"
_ERASE_BELOW = "\x1b[J"
_RATINGS = {str(rating.value): rating for rating in Rating}
_OVERLAYS = {Command.HISTORY, Command.KEYS}
_CONFIRMING = {Key.ENTER, " "}
# A running demo is looked at, and drawn, as often as this.
_PERIOD = 0.1


class Screen:
    """A sitting on the whole terminal, which is given back as it was."""

    def __init__(
        self, keyboard: Keyboard, output: Output, console: Console, idle: Callable[[], None], tick: Callable[[], float]
    ) -> None:
        """Read from `keyboard`, write to `output`; `console` says which colours and characters there are.

        `idle` is called whenever a page is shown and a key is waited for; `tick` returns seconds that only grow.
        """
        self._keyboard = keyboard
        self._output = output
        self._console = console
        self._idle = idle
        self._tick = tick
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
            if key in _CONFIRMING:
                return view.rating
            if key == Key.END_OF_INPUT:
                return Command.QUIT
            command = COMMANDS.get(key.lower())
            hint = find_objection(command, view)
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

    def await_reveal(self, view: QuestionView, response: Response) -> Command | None:
        """Show a prediction that is noted until its answer is wanted (None), or a command comes instead."""
        self._offset = None
        hint = ""
        while (key := self._await_key(draw_noted(view, response, hint))) not in _CONFIRMING:
            command = Command.QUIT if key == Key.END_OF_INPUT else COMMANDS.get(key.lower())
            hint = TOO_EARLY[command] if command is Command.OVERRULE else ""
            if command and not hint:
                return command
        return None

    def ask_consent(self, demo: "Demo", level: "Level", reason: str) -> "Consent":
        """Ask whether a demo may run; the program can be read meanwhile."""
        from tvp_quiz.domain.demo import Consent  # noqa: PLC0415 - the first question waits for no demo
        from tvp_quiz.terminal.demo import draw_consent  # noqa: PLC0415 - the same

        no = ("n", "q", Key.ENTER, Key.END_OF_INPUT, Key.ESCAPE)
        answers = {"o": Consent.ONCE, "a": Consent.ALWAYS, **dict.fromkeys(no, Consent.NO)}
        while True:
            self._offset = None
            key = self._await_key(draw_consent(demo, level, reason)).lower()
            if key == "v":
                self.show_program(demo)
            elif key in answers:
                return answers[key]

    def watch_demo(self, demo: "Demo", level: "Level", running: "Running") -> None:
        """Show what a demo prints, and for how long it has run, until it ends or is stopped with Ctrl-C."""
        from tvp_quiz.terminal.demo import draw_watching  # noqa: PLC0415 - the first question waits for no demo
        from tvp_quiz.terminal.tail import Tail  # noqa: PLC0415 - the same

        self._offset = None
        began = due = self._tick()
        tail = Tail()
        text: str | None = ""
        with self._keyboard.report_interrupts(), ExitStack() as exits:
            # However this ends, the demo does too
            exits.callback(running.stop)
            while text is not None:
                tail.add(text)
                if (now := self._tick()) >= due:
                    frame = self._draw(draw_watching(demo, level, tail.list_lines(), now - began))
                    due = self._tick() + _PERIOD
                text = running.poll(_PERIOD)
                if self._is_stopped(frame):
                    running.stop()
            exits.pop_all()

    def _is_stopped(self, frame: Frame) -> bool:
        """Act on the keys that were pressed while a demo runs: those that scroll do, and Ctrl-C stops it."""
        stopped = False
        while key := self._keyboard.poll_key():
            stopped = stopped or key == Key.INTERRUPT
            if self._scroll(key, frame) and self._offset == frame.furthest:
                # At the end it follows what comes
                self._offset = None
        return stopped

    def show_demo(self, view: "DemoView") -> bool:
        """Show what came of a demo until a key is pressed; tell whether that asks for another run."""
        from tvp_quiz.terminal.demo import draw_demo  # noqa: PLC0415 - the first question waits for no demo

        page = draw_demo(view)
        self._offset = None
        while (key := self._await_key(page).lower()) == "v":
            offset = self._offset
            self.show_program(view.demo)
            self._offset = offset
        return key == "r"

    def show_program(self, demo: "Demo") -> None:
        """Show a demo's program until a key is pressed."""
        from tvp_quiz.terminal.demo import draw_program  # noqa: PLC0415 - the first question waits for no demo

        self._offset = None
        self._await_key(draw_program(demo))

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
