"""What a sitting needs of the world: somebody who answers, the time, and chance."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response
from tvp_quiz.domain.review import Rating

if TYPE_CHECKING:
    from random import Random

    from tvp_quiz.domain.demo import Consent, Demo, DemoView, Level, Running


class Watcher(Protocol):
    """What a run of a demo needs of a terminal."""

    def ask_consent(self, demo: "Demo", level: "Level", reason: str) -> "Consent":
        """Ask whether a demo may run; the program can be read meanwhile. `reason` says why it is asked."""

    def watch_demo(self, demo: "Demo", level: "Level", running: "Running") -> None:
        """Show what a demo prints, and for how long it has run, until it ends or is stopped with Ctrl-C."""


class Lender(Protocol):
    """What an editor needs of a terminal."""

    def lend(self, use: Callable[[], str]) -> str:
        """Give the terminal to a program that `use` runs, and return what `use` says of that; no terminal is said."""


class Front(Watcher, Lender, Protocol):
    """What a sitting needs of a terminal."""

    def ask(self, view: QuestionView) -> Response | Command:
        """Show a question and return the answer, or what was asked for instead."""

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Show what an answer was worth and return the rating, or what was asked for instead."""

    def show_history(self, history: CardHistory, day: date) -> None:
        """Show a card's history until a key is pressed."""

    def show_wait(self) -> None:
        """Show that an answer can't be kept just now. Raises Interrupted where the learner waits no longer."""

    def show_keys(self) -> None:
        """Show all keys until one is pressed."""

    def await_reveal(self, view: QuestionView, response: Response) -> Command | None:
        """Show a prediction that is noted until its answer is wanted (None), or a command comes instead."""

    def show_demo(self, view: "DemoView") -> bool:
        """Show what came of a demo until a key is pressed; tell whether that asks for another run."""

    def show_program(self, demo: "Demo") -> None:
        """Show a demo's program until a key is pressed."""


class Edge(NamedTuple):
    """What the world gives to a sitting: the time, dice made from a seed, and so many random bytes."""

    clock: Callable[[], datetime]
    dice: Callable[[str], "Random"]
    entropy: Callable[[int], bytes]
