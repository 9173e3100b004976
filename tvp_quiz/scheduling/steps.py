"""A card's log in, what each review found of its memory and left of it out, and how that fades in between."""

from collections.abc import Iterable
from typing import NamedTuple

from tvp_quiz.domain.review import Kind, Memory, Review
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.scheduling.memory import schedule_review


class Step(NamedTuple):
    """A review, the days since the last one that counted, the retrievability (0-1) just before, the memory after.

    Where there was no memory to find, the first two are None; a crammed review leaves what it found.
    """

    review: Review
    days: int | None
    retrievability: float | None
    memory: Memory | None

    @property
    def is_crammed(self) -> bool:
        """Tell whether the review left no trace in memory."""
        return self.review.kind is Kind.CRAM


def trace_log(reviews: Iterable[Review]) -> list[Step]:
    """Return what each of a card's reviews did, oldest first; the last memory is what `replay_log` returns.

    `reviews` are the card's own, unvoided, in any order.
    """
    steps: list[Step] = []
    memory: Memory | None = None
    for review in sorted(reviews, key=lambda review: review.order):
        before = memory
        if review.kind is not Kind.CRAM:
            memory = schedule_review(review.card, before, review.rating, review.day, review.retention)
        days = max(0, (review.day - before.last).days) if before else None
        steps.append(Step(review, days, find_retrievability(before, review.day) if before else None, memory))
    return steps
