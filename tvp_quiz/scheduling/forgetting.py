"""A memory and a day in, retrievability out: without loading the scheduler, since a queue needs it at once."""

from datetime import date

from tvp_quiz.domain.review import Memory

DECAY = -0.1542
FACTOR = 0.9 ** (1 / DECAY) - 1


def find_retrievability(memory: Memory, day: date) -> float:
    """Return the probability (0-1) that the card is recalled on that day.

    Source: the forgetting curve of FSRS-6 with its default decay, as in `fsrs.Scheduler.get_card_retrievability`.
    """
    elapsed = max(0, (day - memory.last).days)
    return float((1 + FACTOR * elapsed / memory.stability) ** DECAY)
