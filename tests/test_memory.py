"""scheduling/memory.py, scheduling/forgetting.py"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.review import Kind, Memory, Rating, Review, is_new_leech
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.scheduling.fuzz import find_fuzz_bounds
from tvp_quiz.scheduling.memory import preview_ratings, replay_log, schedule_review

CARD = "tvp-chart/creation#Thread"
DAY = date(2026, 3, 1)
RATINGS = st.sampled_from(Rating)
STEPS = st.lists(st.tuples(st.integers(0, 400), RATINGS), max_size=30)
RETENTIONS = st.floats(0.7, 0.99)


def learn(steps: list[tuple[int, Rating]], retention: float = 0.9) -> tuple[Memory | None, date]:
    """Return the memory after reviews, each so many days after the one before, and the day of the last."""
    memory, day = None, DAY
    for days, rating in steps:
        day += timedelta(days=days)
        memory = schedule_review(CARD, memory, rating, day, retention)
    return memory, day


def test_stability_and_difficulty_are_those_of_fsrs_6() -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    card = fsrs.Card(card_id=1)
    memory = None
    day = DAY
    for days, rating in [(0, 3), (3, 3), (9, 1), (0, 3), (1, 2), (4, 4)]:
        day += timedelta(days=days)
        card, _ = scheduler.review_card(
            card, fsrs.Rating(rating), datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        )
        memory = schedule_review(CARD, memory, Rating(rating), day, 0.9)
    assert memory
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)


@given(STEPS, st.integers(0, 1000))
def test_retrievability_is_that_of_fsrs_6(steps: list[tuple[int, Rating]], later: int) -> None:
    memory, day = learn([(0, Rating.GOOD), *steps])
    assert memory
    asked = day + timedelta(days=later)
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=memory.stability, difficulty=memory.difficulty)
    card.last_review = datetime(memory.last.year, memory.last.month, memory.last.day, 12, tzinfo=UTC)
    expected = fsrs.Scheduler().get_card_retrievability(card, card.last_review + timedelta(days=later))
    assert find_retrievability(memory, asked) == pytest.approx(expected, rel=1e-12)


@given(STEPS, RATINGS, RETENTIONS)
def test_a_recalled_card_is_due_within_the_fuzz_of_its_fsrs_interval(
    steps: list[tuple[int, Rating]], rating: Rating, retention: float
) -> None:
    memory, day = learn(steps, retention)
    after = schedule_review(CARD, memory, rating, day, retention)
    ideal = fsrs.Scheduler(desired_retention=retention)._next_interval(stability=after.stability)  # noqa: SLF001 - no public name
    low, high = find_fuzz_bounds(ideal)
    assert after.is_forgotten if rating is Rating.AGAIN else low <= (after.due - day).days <= high


@given(STEPS, RETENTIONS)
def test_a_better_rating_is_never_due_sooner(steps: list[tuple[int, Rating]], retention: float) -> None:
    memory, day = learn(steps, retention)
    due = [preview_ratings(CARD, memory, day, retention)[rating].due for rating in Rating]
    assert due == sorted(due)


@given(STEPS, RATINGS)
def test_what_is_foretold_is_what_happens(steps: list[tuple[int, Rating]], rating: Rating) -> None:
    memory, day = learn(steps)
    assert preview_ratings(CARD, memory, day, 0.9)[rating] == schedule_review(CARD, memory, rating, day, 0.9)


def test_a_forgotten_card_is_due_the_same_day_until_it_is_recalled() -> None:
    forgotten, day = learn([(0, Rating.GOOD), (2, Rating.AGAIN)])
    assert forgotten
    assert forgotten.is_forgotten
    assert forgotten.due == day
    recalled = schedule_review(CARD, forgotten, Rating.HARD, day, 0.9)
    assert recalled.due > day


@pytest.mark.parametrize(
    ("ratings", "lapses"),
    [([1], 0), ([1, 1], 0), ([3, 1], 1), ([3, 1, 1], 1), ([3, 1, 3, 1], 2), ([1, 3, 1], 1)],
)
def test_a_lapse_is_an_again_after_a_recall(ratings: list[int], lapses: int) -> None:
    memory, _ = learn([(1, Rating(rating)) for rating in ratings])
    assert memory
    assert memory.lapses == lapses


def test_a_leech_is_named_at_eight_lapses_and_every_four_after() -> None:
    memory, named = None, []
    for _ in range(20):
        memory = schedule_review(CARD, memory, Rating.GOOD, DAY, 0.9)
        after = schedule_review(CARD, memory, Rating.AGAIN, DAY, 0.9)
        if is_new_leech(memory, after):
            named.append(after.lapses)
        assert not is_new_leech(after, schedule_review(CARD, after, Rating.AGAIN, DAY, 0.9))
        memory = after
    assert named == [8, 12, 16, 20]


def make_log(steps: list[tuple[int, Rating]], kinds: list[Kind]) -> list[Review]:
    log, day = [], DAY
    for number, (days, rating) in enumerate(steps):
        day += timedelta(days=days)
        instant = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) + timedelta(seconds=number)
        log.append(Review(UUID(int=number), CARD, rating, instant, 0, day, 1000, kinds[number % len(kinds)], 0.9))
    return log


@given(STEPS, st.randoms())
def test_a_replay_gives_the_memory_whatever_order_the_log_is_in(steps: list[tuple[int, Rating]], dice: object) -> None:
    log = make_log(steps, [Kind.DRILL, Kind.EXAM])
    dice.shuffle(log)  # type: ignore[attr-defined] # hypothesis calls it a random.Random
    assert replay_log(log) == learn(steps)[0]


def test_crammed_reviews_leave_no_trace() -> None:
    log = make_log([(0, Rating.GOOD), (1, Rating.AGAIN)], [Kind.DRILL, Kind.CRAM])
    assert replay_log(log) == learn([(0, Rating.GOOD)])[0]
    assert replay_log(make_log([(0, Rating.GOOD)], [Kind.CRAM])) is None


def test_a_day_before_the_last_review_counts_as_that_day() -> None:
    memory, day = learn([(0, Rating.GOOD), (5, Rating.GOOD)])
    early = schedule_review(CARD, memory, Rating.GOOD, day - timedelta(days=3), 0.9)
    assert early == schedule_review(CARD, memory, Rating.GOOD, day, 0.9)


def test_a_review_23_hours_later_is_on_another_day() -> None:
    # study days decide, not 24-hour blocks
    first = schedule_review(CARD, None, Rating.GOOD, DAY, 0.9)
    same = schedule_review(CARD, first, Rating.GOOD, DAY, 0.9)
    next_day = schedule_review(CARD, first, Rating.GOOD, DAY + timedelta(days=1), 0.9)
    assert same.stability != next_day.stability
