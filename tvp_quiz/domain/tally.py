"""What a history amounts to, and what it would lose and gain if another took its place."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """So many reviews, and the study days of the first and the last of them."""

    reviews: int = 0
    first: date | None = None
    last: date | None = None


class Choice(NamedTuple):
    """What a learner has chosen: their settings, and the day of the exam that they plan for."""

    learner: str
    retention: float
    new: int
    rollover: int
    exam: date | None = None


class Tally(NamedTuple):
    """What a history amounts to; `reviews` leaves out voided ones."""

    reviews: Span
    cards: int
    suspended: int
    papers: int
    choices: tuple[Choice, ...]


class Comparison(NamedTuple):
    """A history as it is now, None where it can't be read, as it would be after, and the reviews in one alone.

    `changed` counts by kind what else would be another than it is now, or gone, or there; `unapproved` the demos that
    the one that comes back has approved, and the present one has not: they will be asked about again.
    """

    now: Tally | None
    after: Tally
    lost: Span
    gained: Span
    changed: Mapping[str, int]
    unapproved: int
