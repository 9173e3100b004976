"""What is kept of an answer, and what follows from it: reviews and memories."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.day import check_instant

if TYPE_CHECKING:
    from uuid import UUID

LEECH_LAPSES = 8
LEECH_EVERY = 4
MATURE_DAYS = 21.0
# Characters: more than anybody types, and little enough to be compared at once
LONGEST_ANSWER = 1 << 16
EASIEST, HARDEST = 1, 10
# Far beyond what any log amounts to
MOST_DAYS = 1e9


class Rating(IntEnum):
    """How well a card was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Kind(StrEnum):
    """The kind of sitting that a review comes from."""

    DRILL = "drill"
    CRAM = "cram"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one card at one time.

    `reviewed_at` is aware UTC; `utc_offset` is the learner's, in minutes; `day` is the study day; `retention`
    is the desired retention that was in force, so that a replay gives the same due day after the setting changed.
    `overruled` marks a wrong verdict that the learner set right: "I was right".
    """

    id: "UUID"
    card: str
    rating: Rating
    reviewed_at: datetime
    utc_offset: int
    day: date
    duration_ms: int
    kind: Kind
    retention: float
    response: str = ""
    correct: bool | None = None
    fingerprint: str = ""
    overruled: bool = False

    @property
    def order(self) -> "tuple[datetime, UUID]":
        """Return what reviews are sorted by, oldest first."""
        return self.reviewed_at, self.id


class Memory(NamedTuple):
    """What the log of one card amounts to; a card without one is new.

    `stability` is in days, `difficulty` from 1 to 10; `introduced`, `last` and `due` are study days.
    """

    stability: float
    difficulty: float
    introduced: date
    last: date
    due: date
    reps: int
    lapses: int

    @property
    def is_forgotten(self) -> bool:
        """Tell whether the last rating was Again: the card stays due until it is recalled."""
        return self.due == self.last

    @property
    def is_mature(self) -> bool:
        """Tell whether the memory is stable enough to count as learned."""
        return self.stability >= MATURE_DAYS


def check_review(review: Review) -> Review:
    """Return a review. Raises ValueError where none can be like it: a database keeps any value in any column."""
    texts = (review.card, review.response, review.fingerprint)
    numbers = (review.duration_ms, review.retention, review.utc_offset)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(one, int | float) for one in numbers):
        raise ValueError("a review that can't be")
    check_instant(review.reviewed_at)
    return review


def check_memory(memory: Memory) -> Memory:
    """Return a memory. Raises ValueError where none can be like it: a database keeps any value in any column."""
    stability, difficulty, introduced, last, due, reps, lapses = memory
    try:
        is_right = (
            0 < stability < MOST_DAYS
            and EASIEST <= difficulty <= HARDEST
            and introduced <= last <= due
            and 0 <= lapses <= reps < MOST_DAYS
        )
    except TypeError:
        is_right = False
    if not is_right:
        raise ValueError("a memory that can't be")
    return memory


def is_new_leech(before: Memory | None, after: Memory) -> bool:
    """Tell whether this very review made the card a leech, or one again four lapses later."""
    lapsed = before is not None and after.lapses > before.lapses
    return lapsed and after.lapses >= LEECH_LAPSES and (after.lapses - LEECH_LAPSES) % LEECH_EVERY == 0


def is_leech(memory: Memory) -> bool:
    """Tell whether a card has lapsed so often that it should be reworded or suspended."""
    return memory.lapses >= LEECH_LAPSES
