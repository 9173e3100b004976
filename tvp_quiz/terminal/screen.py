"""Views in, answers and commands out, by way of a full screen that is drawn anew after every key."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Self

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response, Summary
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.canvas import Canvas
from tvp_quiz.terminal.commands import COMMANDS, TOO_EARLY, find_objection
from tvp_quiz.terminal.draft import TYPED, Draft, press_key
from tvp_quiz.terminal.feedback import draw_feedback
from tvp_quiz.terminal.keys import Key
from tvp_quiz.terminal.overlays import draw_history, draw_keys, draw_wait, list_summary
from tvp_quiz.terminal.page import Frame, Page
from tvp_quiz.terminal.question import draw_noted, draw_question

if TYPE_CHECKING:
    from tvp_quiz.domain.demo import Consent, Demo, DemoView, Level, Running

_RATINGS = {str(rating.value): rating for rating in Rating}
# After these the learner goes on with what was picked or typed, if the card is still the same.
_KEEPING = {Command.HISTORY, Command.KEYS, Command.EDIT}
_CONFIRMING = {Key.ENTER, " "}
# A running demo is looked at, and drawn, as often as this.
_PERIOD = 0.1


class Screen:
    """A sitting on the whole terminal, which is given back as it was."""

    def __init__(self, canvas: Canvas, idle: Callable[[], None], tick: Callable[[], float]) -> None:
        """Show pages on `canvas`.

        `idle` is called whenever a page is shown and a key is waited for; `tick` returns seconds that only grow.
        """
        self._canvas = canvas
        self._idle = idle
        self._tick = tick
        self._draft: Draft | None = None

    def __enter__(self) -> Self:
        """Take over the keyboard; the screen follows with the first question."""
        self._canvas.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""
        self._canvas.__exit__()

    def ask(self, view: QuestionView) -> Response | Command:
        """Show a question and return its answer, or a command."""
        kept, self._draft = self._draft, None
        draft = kept if kept and kept.prompt == view.prompt else Draft(view.prompt)
        self._canvas.offset = None
        while True:
            page, takes_text = draw_question(view, draft), view.prompt.mode in TYPED
            pressed = press_key(draft, self._canvas.await_key(page, self._idle, takes_text=takes_text))
            if not isinstance(pressed, Draft):
                self._draft = draft if pressed in _KEEPING else None
                return pressed
            draft = pressed

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Show what an answer was worth and return the rating, or a command."""
        self._canvas.offset = None
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
        self._canvas.offset = None
        self._await_key(draw_history(history, day))

    def show_wait(self) -> None:
        """Show that an answer can't be kept just now. Raises Interrupted where the learner waits no longer."""
        self._canvas.offset = None
        self._canvas.draw(draw_wait())
        self._canvas.keyboard.poll_key()

    def show_keys(self) -> None:
        """Show all keys until one is pressed."""
        self._canvas.offset = None
        self._await_key(draw_keys())

    def await_reveal(self, view: QuestionView, response: Response) -> Command | None:
        """Show a prediction that is noted until its answer is wanted (None), or a command comes instead."""
        self._canvas.offset = None
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
            self._canvas.offset = None
            key = self._await_key(draw_consent(demo, level, reason)).lower()
            if key == "v":
                self.show_program(demo)
            elif key in answers:
                return answers[key]

    def watch_demo(self, demo: "Demo", level: "Level", running: "Running") -> None:
        """Show what a demo prints, and for how long it has run, until it ends or is stopped with Ctrl-C."""
        from tvp_quiz.terminal.demo import draw_watching  # noqa: PLC0415 - the first question waits for no demo
        from tvp_quiz.terminal.tail import Tail  # noqa: PLC0415 - the same

        self._canvas.offset = None
        began = due = self._tick()
        tail = Tail()
        text: str | None = ""
        with self._canvas.keyboard.report_interrupts(), ExitStack() as exits:
            # However this ends, the demo does too
            exits.callback(running.stop)
            while text is not None:
                tail.add(text)
                if (now := self._tick()) >= due:
                    frame = self._canvas.draw(draw_watching(demo, level, tail.list_lines(), now - began))
                    due = self._tick() + _PERIOD
                text = running.poll(_PERIOD)
                if self._is_stopped(frame):
                    running.stop()
            exits.pop_all()

    def _is_stopped(self, frame: Frame) -> bool:
        """Act on the keys that were pressed while a demo runs: those that scroll do, and Ctrl-C stops it."""
        stopped = False
        while key := self._canvas.keyboard.poll_key():
            stopped = stopped or key == Key.INTERRUPT
            if self._canvas.scroll(key, frame) and self._canvas.offset == frame.furthest:
                # At the end it follows what comes
                self._canvas.offset = None
        return stopped

    def show_demo(self, view: "DemoView") -> bool:
        """Show what came of a demo until a key is pressed; tell whether that asks for another run."""
        from tvp_quiz.terminal.demo import draw_demo  # noqa: PLC0415 - the first question waits for no demo

        page = draw_demo(view)
        self._canvas.offset = None
        while (key := self._await_key(page).lower()) == "v":
            offset = self._canvas.offset
            self.show_program(view.demo)
            self._canvas.offset = offset
        return key == "r"

    def show_program(self, demo: "Demo") -> None:
        """Show a demo's program until a key is pressed."""
        from tvp_quiz.terminal.demo import draw_program  # noqa: PLC0415 - the first question waits for no demo

        self._canvas.offset = None
        self._await_key(draw_program(demo))

    def lend(self, use: Callable[[], str]) -> str:
        """Give the terminal back as it was while `use` runs a program on it, and return what `use` says of that."""
        return self._canvas.lend(use)

    def show_summary(self, summary: Summary) -> None:
        """Leave the full screen and write what the sitting amounted to."""
        self._canvas.print_lines(list_summary(summary))

    def _await_key(self, page: Page) -> str:
        """Show a page until a key is pressed that neither scrolls nor redraws it, and return that."""
        return self._canvas.await_key(page, self._idle)
