"""Logs in, how much was recalled and how much was foretold out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tvp_quiz.domain.review import Rating, Review
from tvp_quiz.scheduling.steps import trace_log


@dataclass(frozen=True, slots=True)
class Retention:
    """Of `count` reviews that put a memory to the test, the share recalled and the share foretold (0-1)."""

    count: int
    recalled: float
    foretold: float


def measure_retention(logs: Mapping[str, Iterable[Review]], since: date) -> Retention | None:
    """Return the retention from a study day on, or None where no memory was tested.

    A card's first review of a day tests its memory; the first one of all has none to test, and the rest of a day's
    ask what was seen that day. The retrievability just before each test is what was foretold.
    `logs` hold the unvoided reviews of each card, oldest first.
    """
    tests = [test for log in logs.values() for test in list_tests(log, since)]
    if not tests:
        return None
    count = len(tests)
    return Retention(count, sum(hit for hit, _ in tests) / count, sum(foretold for _, foretold in tests) / count)


def list_tests(log: Iterable[Review], since: date) -> list[tuple[bool, float]]:
    """Return, for each test of a card's memory, whether it was passed and with what probability it would be."""
    return [
        (step.review.rating != Rating.AGAIN, step.retrievability)
        for step in trace_log(log)
        if step.days and step.retrievability is not None and not step.is_crammed and step.review.day >= since
    ]
