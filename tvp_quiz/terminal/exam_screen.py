"""An exam's views in, moves out, by way of a full screen whose clock goes on."""

from typing import TYPE_CHECKING, Self

from tvp_quiz.domain.exam import ExamView, Move, Paper, Report
from tvp_quiz.terminal.canvas import Canvas
from tvp_quiz.terminal.exam_keys import Stance, press_key, start_stance, takes_text
from tvp_quiz.terminal.exam_pages import draw_exam, draw_start
from tvp_quiz.terminal.exam_report import draw_report
from tvp_quiz.terminal.keys import Key

if TYPE_CHECKING:
    from tvp_quiz.domain.prompt import Prompt

_LEAVING = {"q", Key.END_OF_INPUT, Key.ESCAPE}


class ExamScreen:
    """An exam on the whole terminal, which is given back as it was."""

    def __init__(self, canvas: Canvas) -> None:
        """Show pages on `canvas`."""
        self._canvas = canvas
        self._asked: tuple[int, Prompt] | None = None
        self._stance: Stance | None = None

    def __enter__(self) -> Self:
        """Take over the keyboard; the screen follows with the first page."""
        self._canvas.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""
        self._canvas.__exit__()

    def begin(self, paper: Paper, questions: int, seconds: int, answered: int, notes: tuple[str, ...]) -> bool:
        """Show what is ahead until it may begin, or is left."""
        page = draw_start(paper, questions, seconds, answered, notes)
        self._canvas.offset = None
        while (key := self._canvas.await_key(page, _wait).lower()) not in _LEAVING:
            if key in {Key.ENTER, " "}:
                return True
        return False

    def ask(self, view: ExamView, seconds: float) -> Move | None:
        """Show a question and return what a key does about it; None where none does within some seconds."""
        stance = self._stance
        if stance is None or self._asked != (view.index, view.prompt):
            self._asked = view.index, view.prompt
            self._canvas.offset = None
            stance = start_stance(view.prompt, view.attempt.given)
        self._stance = stance
        frame = self._canvas.draw(draw_exam(view, stance))
        key = self._canvas.keyboard.poll_key(seconds)
        if key is None or self._canvas.heed(key, frame, takes_text=takes_text(stance)):
            return None
        self._stance, move = press_key(stance, key, view)
        if self._stance.shown is not stance.shown:
            self._canvas.offset = None
        return move

    def show_report(self, report: Report, notice: str) -> None:
        """Show what a paper came to until it is closed, by no key that was meant for the question before."""
        page = draw_report(report, notice)
        self._canvas.offset = 0
        while self._canvas.await_key(page, _wait).lower() not in _LEAVING:
            pass


def _wait() -> None:
    """Do nothing while a key is waited for."""
