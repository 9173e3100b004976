"""What a sitting needs of the world: somebody who answers, the time, and chance."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response
from tvp_quiz.domain.review import Rating

if TYPE_CHECKING:
    from random import Random


class Front(Protocol):
    """What a sitting needs of a terminal."""

    def ask(self, view: QuestionView) -> Response | Command:
        """Show a question and return the answer, or what was asked for instead."""

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Show what an answer was worth and return the rating, or what was asked for instead."""

    def show_history(self, history: CardHistory, day: date) -> None:
        """Show a card's history until a key is pressed."""

    def show_keys(self) -> None:
        """Show all keys until one is pressed."""


class Edge(NamedTuple):
    """What the world gives to a sitting: the time, dice made from a seed, and so many random bytes."""

    clock: Callable[[], datetime]
    dice: Callable[[str], "Random"]
    entropy: Callable[[int], bytes]
