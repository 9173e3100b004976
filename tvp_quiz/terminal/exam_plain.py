"""An exam's views in, moves out, line by line: for a screen reader, a pipe and a terminal that can do no more."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Self

from tvp_quiz.domain.exam import ExamView, Given, GoTo, Move, Paper, Report, Step
from tvp_quiz.domain.prompt import Mode
from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.exam_words import (
    HAND_IN,
    HOW_SURE,
    MEANINGS,
    read_certainty,
    read_command,
    say_clock,
    say_counts,
    say_open_ends,
    say_start,
)
from tvp_quiz.terminal.lines import TOO_LONG, LineReader, is_too_long
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.paragraphs import list_asked
from tvp_quiz.terminal.reading import read_answer
from tvp_quiz.terminal.text import make_visible

_ASKING = {
    Mode.ONE: "letter: ",
    Mode.SOME: "letters: ",
    Mode.SEQUENCE: "letters in order: ",
    Mode.LINE: "answer: ",
    Mode.GAPS: "fillings, with ; between them: ",
    Mode.REVEAL: "",
}


class ExamPlain:
    """An exam in lines of text, without colour, boxes or cursor movement."""

    def __init__(self, lines: LineReader, output: Output, *, echoes: bool) -> None:
        """Read from `lines`, write to `output`; `echoes` tells whether what is typed shows, with its newline."""
        self._lines = lines
        self._output = output
        self._echoes = echoes
        self._written: tuple[object, ...] = ()
        self._prompted = False
        self._asking = ""

    def __enter__(self) -> Self:
        """Begin to read."""
        self._lines.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading, and end the line of a prompt that was not answered."""
        try:
            # A terminal that is gone needs no more lines
            with suppress(Interrupted):
                self._output.write("\n" * self._prompted)
        finally:
            self._lines.__exit__()

    def begin(self, paper: Paper, questions: int, seconds: int, answered: int, notes: tuple[str, ...]) -> bool:
        """Write what is ahead, and begin."""
        how = "An empty line skips a question; a line that begins with : is a command, :? lists them."
        self._write(
            [f"Mock exam: {', '.join(paper.banks)}", *say_start(paper, questions, seconds, answered, notes), how]
        )
        return True

    def ask(self, view: ExamView, seconds: float) -> Move | None:
        """Write a question once and return what a line does about it; None where none does within some seconds."""
        if not self._prompted:
            self._write_question(view)
            self._output.write(self._asking or _ASKING[view.prompt.mode])
            self._prompted = True
        if not self._lines.await_line(seconds):
            return None
        line = self._lines.read_line()
        self._prompted = False
        if line is None or not self._echoes:
            self._output.write("\n")
        if line is not None and is_too_long(line):
            self._write([TOO_LONG])
            return None
        return Step.LEAVE if line is None else self._take(line.strip(), view)

    def show_report(self, report: Report, notice: str) -> None:
        """Do nothing: what a paper came to is printed at the end."""

    def _write_question(self, view: ExamView) -> None:
        """Write a question unless it was the last that was written."""
        written = view.index, view.notice, view.attempt.flagged, view.attempt.given
        if self._asking or written == self._written:
            return
        self._written = written
        flag = ("flagged",) if view.attempt.flagged else ()
        place = f"question {view.index + 1} of {view.count}"
        heading = (view.bank, view.prompt.card.aspect, place, *flag, f"{say_clock(view.seconds)} left")
        given = (f"Answered so far: {'; '.join(view.attempt.given)}",) if view.attempt.given else ()
        heads = (
            f"\n[{view.prompt.card.id}] {' · '.join(part for part in heading if part)}",
            ", ".join(say_counts(view)),
        )
        self._write([*heads, *([view.notice] if view.notice else ()), *list_asked(view.prompt), *given])

    def _take(self, line: str, view: ExamView) -> Move | None:
        """Return what a line does."""
        asking, self._asking = self._asking, ""
        if line.startswith(":"):
            return self._obey(line, view)
        if asking.startswith(HAND_IN):
            self._written = ()
            return Step.HAND_IN if line.lower() in {"y", "yes"} else None
        if not line:
            return Step.NEXT
        if asking:
            level = read_certainty(line)
            if level is None:
                self._asking = asking
                self._write(["Type 1, 2 or 3; an empty line goes on without."])
            return level
        answer = read_answer(view.prompt, line)
        if isinstance(answer, str):
            self._write([answer])
            return None
        self._asking = f"{HOW_SURE}: " if view.asks_certainty else ""
        given = answer.texts or tuple(view.prompt.options[pick].text for pick in answer.picks)
        return Given(given, done=not view.asks_certainty)

    def _obey(self, line: str, view: ExamView) -> Move | None:
        """Return what a command does; some only ask or tell something."""
        match read_command(line, view.count):
            case Step.HAND_IN:
                self._write(say_open_ends(view))
                self._asking = f"{HAND_IN} yes or no [no]: "
            case Step() | GoTo() as move:
                self._written = ()
                return move
            case "?":
                self._write(f":{key} {meaning}" for key, meaning in MEANINGS.items())
            case refusal:
                self._write([refusal])
        return None

    def _write(self, paragraphs: Iterable[str]) -> None:
        self._output.write("".join(make_visible(text.rstrip("\n"), lines=True) + "\n" for text in paragraphs))
