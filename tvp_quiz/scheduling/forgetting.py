"""A memory and a day in, retrievability out: without loading the scheduler, since a queue needs it at once."""

from datetime import date

from tvp_quiz.domain.review import Memory

DECAY = -0.1542
FACTOR = 0.9 ** (1 / DECAY) - 1


def find_retrievability(memory: Memory, day: date) -> float:
    """Return the probability (0-1) that the card is recalled on that day."""
    return find_recall(memory, (day - memory.last).days)


def find_recall(memory: Memory, days: float) -> float:
    """Return the retrievability (0-1) some days after the last review, also between two study days.

    Source: the forgetting curve of FSRS-6 with its default decay, as in `fsrs.Scheduler.get_card_retrievability`.
    """
    return float((1 + FACTOR * max(0, days) / memory.stability) ** DECAY)


def tell_recall(memory: Memory, day: date) -> float | None:
    """Return the retrievability on a day (0-1), or None on that of an Again: the curve begins at 1 even then."""
    return None if memory.is_forgotten and day <= memory.last else find_retrievability(memory, day)
