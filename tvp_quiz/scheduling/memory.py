"""A memory and a rating in, the next memory out; a log in, its memory out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache

import fsrs

from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.scheduling.fuzz import fuzz_interval


@lru_cache
def make_scheduler(retention: float) -> fsrs.Scheduler:
    """Make an FSRS-6 scheduler without steps, whose intervals are whole days of no fuzz."""
    return fsrs.Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def to_instant(day: date) -> datetime:
    """Return noon UTC of a study day: fsrs counts 24-hour blocks, so all of a day's reviews share one instant."""
    return datetime.combine(day, time(12), UTC)


def schedule_review(card: str, memory: Memory | None, rating: Rating, day: date, retention: float) -> Memory:
    """Return the memory after one review.

    After Again the card is due on the day itself, until it is recalled. A lapse is an Again that follows a
    recall; failing again before the card was recalled is the same lapse. A `day` before the last review counts
    as the day of that review.
    """
    day = max(day, memory.last) if memory else day
    before = make_fsrs_card(memory)
    after, _ = make_scheduler(retention).review_card(before, fsrs.Rating(rating), to_instant(day))
    if after.stability is None or after.difficulty is None:
        raise AssertionError("fsrs leaves no reviewed card without a memory")
    reps = memory.reps if memory else 0
    forgotten = rating == Rating.AGAIN
    interval = 0 if forgotten else fuzz_interval((after.due - to_instant(day)).days, card, reps)
    return Memory(
        stability=after.stability,
        difficulty=after.difficulty,
        introduced=memory.introduced if memory else day,
        last=day,
        due=date.fromordinal(min(day.toordinal() + interval, date.max.toordinal())),
        reps=reps + 1,
        lapses=count_lapses(memory, forgotten=forgotten),
    )


def make_fsrs_card(memory: Memory | None) -> fsrs.Card:
    """Make the card that fsrs reviews: one in review for a memory, else one that was never seen."""
    # fsrs sleeps a millisecond to invent an id where none is given
    if memory is None:
        return fsrs.Card(card_id=1)
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=to_instant(memory.due),
        last_review=to_instant(memory.last),
    )


def count_lapses(memory: Memory | None, *, forgotten: bool) -> int:
    """Return the lapses after a review that was forgotten or not."""
    if memory is None:
        return 0
    return memory.lapses + (forgotten and not memory.is_forgotten)


def preview_ratings(card: str, memory: Memory | None, day: date, retention: float) -> dict[Rating, Memory]:
    """Return the memory that each rating would leave."""
    return {rating: schedule_review(card, memory, rating, day, retention) for rating in Rating}


def replay_log(reviews: Iterable[Review]) -> Memory | None:
    """Return the memory that a card's reviews amount to, or None where none counts.

    `reviews` are the card's own, unvoided, in any order; crammed ones leave no trace in memory. Each is fuzzed by the
    id that the card had then, so that a rename changes no memory.
    """
    memory = None
    for review in sorted(reviews, key=lambda review: review.order):
        if review.kind is not Kind.CRAM:
            memory = schedule_review(review.card, memory, review.rating, review.day, review.retention)
    return memory
