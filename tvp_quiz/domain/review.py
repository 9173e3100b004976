"""What is kept of an answer, and what follows from it: reviews and memories."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from uuid import UUID

LEECH_LAPSES = 8
LEECH_EVERY = 4
MATURE_DAYS = 21.0


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


def is_new_leech(before: Memory | None, after: Memory) -> bool:
    """Tell whether this very review made the card a leech, or one again four lapses later."""
    lapsed = before is not None and after.lapses > before.lapses
    return lapsed and after.lapses >= LEECH_LAPSES and (after.lapses - LEECH_LAPSES) % LEECH_EVERY == 0


def is_leech(memory: Memory) -> bool:
    """Tell whether a card has lapsed so often that it should be reworded or suspended."""
    return memory.lapses >= LEECH_LAPSES
