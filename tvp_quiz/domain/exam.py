"""Mock exams: a paper as it was drawn, what became of its questions, and what that is worth."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.prompt import Prompt

if TYPE_CHECKING:
    from uuid import UUID


class Certainty(IntEnum):
    """How sure a learner is of an answer."""

    UNSURE = 1
    FAIRLY = 2
    SURE = 3


class Topic(StrEnum):
    """What a share of a paper can be about."""

    BANK = "bank"
    TAG = "tag"
    REF = "ref"


class Share(NamedTuple):
    """How much of a paper is to be about something: `parts` is above 0 and counts against those of the other shares."""

    topic: Topic
    name: str
    parts: float


class Measure(NamedTuple):
    """A share (0-1) and the ends of the range that holds it with a probability of 95 %."""

    share: float
    low: float
    high: float


class Item(NamedTuple):
    """A question of a paper: its card, and that card's fingerprint when the paper was drawn."""

    card: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was drawn.

    `limit_ms` is the time for all of it; with `certainty` the learner says how sure they are of each answer; one that
    is `apart` leaves the schedule alone. `started_at` is aware UTC; `predicted` is the mark foretold before it began.
    """

    id: "UUID"
    seed: int
    banks: tuple[str, ...]
    blueprint: tuple[Share, ...]
    limit_ms: int
    certainty: bool
    apart: bool
    started_at: datetime
    items: tuple[Item, ...]
    predicted: Measure


class Attempt(NamedTuple):
    """What a learner made of a question.

    `given` is what was typed, or the texts of the options that were chosen, in words, so that it outlives an edit; it
    is empty where nothing was answered. `ms` is the time that the question was looked at.
    """

    given: tuple[str, ...] = ()
    certainty: Certainty | None = None
    flagged: bool = False
    seen: bool = False
    ms: int = 0


class Marked(NamedTuple):
    """A question after the paper was handed in, with all that a report says of it.

    `number` counts from 1; `given` and `right` are answers in words, `given` empty where there was none; `because` is
    what the author says; `demo` is the name of the program that shows it. Certainty is None where it wasn't asked.
    """

    number: int
    card: str
    stem: str
    given: str
    right: str
    correct: bool
    certainty: Certainty | None
    ms: int
    because: tuple[str, ...] = ()
    source: str = ""
    refs: tuple[str, ...] = ()
    demo: str = ""


@dataclass(frozen=True, slots=True)
class Sat:
    """A paper with what became of it so far; `number` counts a learner's papers from 1.

    `place` is the position of the question looked at, `used_ms` the time that is gone. `handed_in_at` (aware UTC) and
    `marked` are there once it was handed in.
    """

    number: int
    paper: Paper
    attempts: tuple[Attempt, ...]
    place: int
    used_ms: int
    handed_in_at: datetime | None = None
    marked: tuple[Marked, ...] = ()

    @property
    def gone(self) -> int:
        """Return how many questions were not marked when it was handed in, being gone from the banks."""
        return len(self.paper.items) - len(self.marked) if self.handed_in_at else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some questions were answered rightly; `mark` is the share with its interval."""

    name: str
    right: int
    count: int
    mark: Measure


class Judgement(StrEnum):
    """How the answers of a level of certainty compare with what that level is for."""

    OVER = "overconfident"
    UNDER = "underconfident"
    FITTING = "well judged"


class Level(NamedTuple):
    """The answers of one level of certainty; it is the best choice for those right with a chance of `low` to `high`.

    The judgement `is_clear` where the interval of the mark lies outside those two.
    """

    certainty: Certainty
    tally: Tally
    low: float
    high: float
    judgement: Judgement
    is_clear: bool


@dataclass(frozen=True, slots=True)
class CertaintyScore:
    """Certainty-based marking of some questions: the marks a question (-6 to 3), the share of right answers, the bonus.

    Accuracy and bonus add up to what Gardner-Medwin calls certainty-based accuracy.
    """

    count: int
    average: float
    accuracy: float
    bonus: float

    @property
    def total(self) -> float:
        """Return accuracy and bonus together."""
        return self.accuracy + self.bonus


class Report(NamedTuple):
    """What a paper was worth; the last three, of all, of what was answered and by level, only with certainty."""

    sat: Sat
    mark: Tally
    banks: tuple[Tally, ...]
    refs: tuple[Tally, ...]
    whole: CertaintyScore | None = None
    answered: CertaintyScore | None = None
    levels: tuple[Level, ...] = ()


class Step(Enum):
    """What a learner may do in an exam beside answering."""

    NEXT = "next"
    PREVIOUS = "previous"
    FLAG = "flag"
    HAND_IN = "hand in"
    LEAVE = "leave"


class Given(NamedTuple):
    """An answer, in words; one that is `done` goes on to the next question."""

    given: tuple[str, ...]
    done: bool = False


@dataclass(frozen=True, slots=True)
class GoTo:
    """A question to be looked at, counted from 0."""

    index: int


Move = Step | Given | GoTo | Certainty


@dataclass(frozen=True, slots=True)
class ExamView:
    """A question of an exam on the screen.

    `index` counts from 0, `seconds` are left. `missing`, `flagged` and `unsure` are the indices of the questions
    without an answer, with a flag, and with an answer but no certainty; `skipped` counts those of the missing that were
    looked at. `notice` is one sentence about what just happened, or empty.
    """

    prompt: Prompt
    bank: str
    index: int
    count: int
    seconds: int
    attempt: Attempt
    missing: tuple[int, ...]
    flagged: tuple[int, ...]
    unsure: tuple[int, ...]
    skipped: int
    asks_certainty: bool
    notice: str = ""
