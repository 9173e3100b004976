"""Views in, answers and commands out, line by line: for a screen reader, a pipe and a terminal that can do no more."""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Self

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, Mode, Prompt, QuestionView, Response, Summary
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.commands import COMMANDS, MEANINGS, TOO_EARLY, find_objection, read_command
from tvp_quiz.terminal.lines import TOO_LONG, LineReader, is_too_long
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.paragraphs import list_feedback, list_question
from tvp_quiz.terminal.reading import read_answer
from tvp_quiz.terminal.text import make_visible
from tvp_quiz.terminal.words import GIVE_UP, WAITING, say_history, say_review, say_summary

if TYPE_CHECKING:
    from tvp_quiz.domain.demo import Consent, Demo, DemoView, Level, Running

_ASKING = {
    Mode.ONE: "letter: ",
    Mode.SOME: "letters: ",
    Mode.SEQUENCE: "letters in order: ",
    Mode.LINE: "answer: ",
    Mode.GAPS: "fillings, with ; between them: ",
    Mode.REVEAL: "Enter shows the answer: ",
}
_NO_TERMINAL = "Editing needs a terminal: start the drill in one, or open the bank's file in an editor."
_NOTED = "prediction noted; :d runs the program, Enter shows the answer: "
# How long a running demo is listened to before signals are seen to.
_PERIOD = 0.1


class Plain:
    """A sitting in lines of text, without colour, boxes or cursor movement."""

    def __init__(self, lines: LineReader, output: Output, *, echoes: bool, idle: Callable[[], None]) -> None:
        """Read from `lines`, write to `output`; `echoes` tells whether what is typed shows, with its newline.

        `idle` is called whenever a line is waited for.
        """
        self._lines = lines
        self._output = output
        self._echoes = echoes
        self._idle = idle

    def __enter__(self) -> Self:
        """Begin to read."""
        self._lines.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading."""
        self._lines.__exit__()

    def ask(self, view: QuestionView) -> Response | Command:
        """Write a question and return its answer, or a command."""
        self._write(list_question(view))
        while True:
            line = self._read(_ASKING[view.prompt.mode])
            given = Command.QUIT if line is None else _read_line(view.prompt, line)
            if not isinstance(given, str):
                return given
            self._write([given])

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Write what an answer was worth and return the rating, or a command."""
        self._write(list_feedback(view))
        while True:
            line = self._read(f"rating [{view.rating.value}]: ")
            given = Command.QUIT if line is None else _read_rating(view, line)
            if not isinstance(given, str):
                return given
            self._write([given])

    def show_history(self, history: CardHistory, day: date) -> None:
        """Write a card's history, newest review first, without what was answered: the card may be asked just now."""
        reviews = (f"{review.day}: {say_review(review)}" for review in reversed(history.reviews))
        self._write([f"History of [{history.card}]", *say_history(history, day), *reviews])

    def show_wait(self) -> None:
        """Write that an answer can't be kept just now. Raises Interrupted where the learner waits no longer."""
        self._write([f"{WAITING} {GIVE_UP}."])
        self._lines.is_interrupted()

    def show_keys(self) -> None:
        """Write what may be typed."""
        self._write(
            [
                "Letters answer where options are listed, a line of text elsewhere; Enter accepts the rating.",
                *(f":{key} {MEANINGS[command]}" for key, command in COMMANDS.items()),
            ]
        )

    def await_reveal(self, view: QuestionView, response: Response) -> Command | None:  # noqa: ARG002 - it was just typed
        """Ask whether the answer to a noted prediction is wanted (None), or a command comes instead."""
        if view.notice:
            self._write([view.notice])
        while (line := self._read(_NOTED)) and line.strip():
            command = read_command(line) if line.startswith(":") else None
            if command and command is not Command.OVERRULE:
                return command
            self._write([TOO_EARLY[command] if command else _reject_command(line)])
        return Command.QUIT if line is None else None

    def ask_consent(self, demo: "Demo", level: "Level", reason: str) -> "Consent":
        """Ask whether a demo may run; the program can be read meanwhile."""
        from tvp_quiz.domain.demo import Consent  # noqa: PLC0415 - the first question waits for no demo
        from tvp_quiz.terminal.demo_words import list_consent  # noqa: PLC0415 - the same

        self._write(list_consent(demo, level, reason))
        answers = {word[:length]: word for word in ("once", "always", "no", "view") for length in (1, len(word))}
        while (line := self._read("view, once, always or no [no]: ")) and line.strip():
            answer = answers.get(line.strip().removeprefix(":").lower())
            if answer and answer != "view":
                return Consent(answer)
            if answer:
                self.show_program(demo)
            else:
                self._write(["Type view, once, always or no."])
        return Consent.NO

    def watch_demo(self, demo: "Demo", level: "Level", running: "Running") -> None:
        """Write what a demo prints, line by line, until it ends or is stopped with Ctrl-C."""
        from tvp_quiz.terminal.demo_words import say_level  # noqa: PLC0415 - the first question waits for no demo
        from tvp_quiz.terminal.tail import show_line  # noqa: PLC0415 - the same

        self._write([f"Running {demo.name} ({demo.title}), {say_level(level)}; Ctrl-C stops it."])
        begun = ""
        with self._lines.report_interrupts(), ExitStack() as exits:
            # However this ends, the demo does too
            exits.callback(running.stop)
            while (text := running.poll(_PERIOD)) is not None:
                *whole, begun = (begun + text).split("\n")
                self._write(map(show_line, whole))
                if self._lines.is_interrupted():
                    running.stop()
            exits.pop_all()
        self._write([show_line(begun)] if begun else [])

    def show_demo(self, view: "DemoView") -> bool:
        """Write what came of a demo, with its output where that was not written just now."""
        from tvp_quiz.terminal.demo_words import list_demo  # noqa: PLC0415 - the first question waits for no demo

        self._write(list_demo(view))
        return False

    def show_program(self, demo: "Demo") -> None:
        """Write a demo's program, each line after its number."""
        from tvp_quiz.terminal.tail import list_source  # noqa: PLC0415 - the first question waits for no demo

        lines = (f"{number:>4}  {line}" for number, line in enumerate(list_source(demo.source), 1))
        self._write([f"{demo.name} ({demo.title}), {demo.path}", *lines])

    def lend(self, use: Callable[[], str]) -> str:
        """Let `use` run a program on the terminal and return what it says of that; no terminal is said."""
        if not (self._echoes and os.isatty(self._output.fd)):
            return _NO_TERMINAL
        with self._lines.lend():
            return use()

    def show_summary(self, summary: Summary) -> None:
        """Write what the sitting amounted to."""
        self._write(say_summary(summary))

    def _write(self, paragraphs: Iterable[str]) -> None:
        self._output.write("".join(make_visible(text.rstrip("\n"), lines=True) + "\n" for text in paragraphs))

    def _read(self, asking: str) -> str | None:
        """Ask for a line, again after one that is too long, and return it, or None at the end of input."""
        while True:
            self._output.write(asking)
            self._idle()
            line = self._lines.read_line()
            if line is None or not self._echoes:
                self._output.write("\n")
            if line is None or not is_too_long(line):
                return line
            self._write([TOO_LONG])


def _read_line(prompt: Prompt, line: str) -> Response | Command | str:
    if not line.startswith(":"):
        return read_answer(prompt, line)
    command = read_command(line)
    return (TOO_EARLY.get(command) if command else None) or command or _reject_command(line)


def _read_rating(view: FeedbackView, line: str) -> Rating | Command | str:
    line = line.strip()
    if line.startswith(":"):
        command = read_command(line)
        return find_objection(command, view) or command or _reject_command(line)
    if not line:
        return view.rating
    ratings = {str(rating.value): rating for rating in Rating}
    return ratings.get(line) or f"Type 1 to 4, or Enter for {view.rating.value}; :? lists the commands."


def _reject_command(line: str) -> str:
    return f"{line} is no command; :? lists them all."
