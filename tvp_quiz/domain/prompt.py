"""A card as it is asked: what is shown, what the learner gives back, and the verdict on it."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from tvp_quiz.domain.card import Card, Option
from tvp_quiz.domain.review import Rating


class Mode(Enum):
    """How a prompt is answered."""

    ONE = "one letter"
    SOME = "all the letters that apply, then Enter"
    SEQUENCE = "one letter after the other"
    LINE = "one line of text"
    GAPS = "a line of text for each gap"
    REVEAL = "nothing: the answer is shown"


class Command(Enum):
    """What a learner may ask for instead of answering."""

    UNDO = "undo"
    SUSPEND = "suspend"
    BURY = "bury"
    HISTORY = "history"
    DEMO = "demo"
    PROGRAM = "program"
    EDIT = "edit"
    KEYS = "keys"
    QUIT = "quit"
    OVERRULE = "I was right"


class Prompt(NamedTuple):
    """A card with its options in the order in which they are shown now.

    `key` holds indices into `options`: the right one (ONE), the right ones (SOME), or the right one for each
    of `slots` in turn (SEQUENCE; `slots` are the lefts of a match or the places of an order). It is empty
    in the modes that take text or nothing.
    """

    card: Card
    mode: Mode
    options: tuple[Option, ...] = ()
    slots: tuple[str, ...] = ()
    key: tuple[int, ...] = ()


class Response(NamedTuple):
    """What the learner gave: `picks` are indices into the prompt's options, `texts` a line for each gap."""

    picks: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What an answer is worth: `share` of it is right (0-1); `remarks` are for the learner.

    `parts` tells, for each text or slot of the response, whether it is right; `given` is the answer in words, for
    the log.
    """

    correct: bool
    share: float
    given: str
    parts: tuple[bool, ...] = ()
    remarks: tuple[str, ...] = ()


class QuestionView(NamedTuple):
    """A question on the screen. `notice` is one sentence about what just happened, or empty."""

    prompt: Prompt
    bank: str
    done: int
    left: int
    notice: str = ""


class FeedbackView(NamedTuple):
    """An answered question on the screen.

    `verdict` is None for a recall card. `rating` is the one that Enter accepts; `intervals` are days until
    the card is due for each rating, 0 meaning later in this sitting; empty where nothing is scheduled, when cramming.
    `can_overrule` offers "I was right", `has_demo` a demo and its program; `notice` is one sentence about what the
    answer led to, or empty.
    """

    question: QuestionView
    response: Response
    verdict: Verdict | None
    rating: Rating
    intervals: Mapping[Rating, int]
    can_overrule: bool = False
    has_demo: bool = False
    notice: str = ""


class Summary(NamedTuple):
    """What a sitting amounted to; `kept_back` counts due cards whose sibling was asked too recently.

    `elsewhere` counts those that were on show in another drill.
    """

    asked: int
    right: int
    seconds: int
    due_tomorrow: int
    new_tomorrow: int
    leeches: tuple[str, ...] = ()
    kept_back: int = 0
    elsewhere: int = 0
