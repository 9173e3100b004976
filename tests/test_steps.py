"""scheduling/steps.py"""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import PROCESS, THREAD, make_review
from values import replace

from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.scheduling.forgetting import find_recall, find_retrievability
from tvp_quiz.scheduling.memory import replay_log
from tvp_quiz.scheduling.steps import trace_log

# The days since the review before, the rating, the kind of sitting, and the id that the card had then
REVIEWED = st.tuples(
    st.integers(0, 400), st.sampled_from(Rating), st.sampled_from(Kind), st.sampled_from([THREAD, PROCESS])
)
LOGS = st.lists(REVIEWED, max_size=20)


def make_log(reviewed: list[tuple[int, Rating, Kind, str]]) -> list[Review]:
    log, day = [], 0
    for number, (days, rating, kind, card) in enumerate(reviewed):
        day += days
        log.append(make_review(number, card, rating, days=day, kind=kind))
    return log


@given(LOGS, st.randoms())
def test_each_step_leaves_the_memory_that_a_replay_up_to_it_gives(
    reviewed: list[tuple[int, Rating, Kind, str]], dice: Random
) -> None:
    log = make_log(reviewed)
    shuffled = list(log)
    dice.shuffle(shuffled)
    steps = trace_log(shuffled)
    assert [step.review for step in steps] == log
    assert [step.memory for step in steps] == [replay_log(log[:end]) for end in range(1, len(log) + 1)]


@given(LOGS)
def test_each_step_finds_what_the_one_before_left(reviewed: list[tuple[int, Rating, Kind, str]]) -> None:
    before: Memory | None = None
    for step in trace_log(make_log(reviewed)):
        if before is None:
            assert (step.days, step.retrievability) == (None, None)
        else:
            assert step.days == (step.review.day - before.last).days
            assert step.retrievability == find_retrievability(before, step.review.day)
        assert not step.is_crammed or step.memory == before
        before = step.memory


def test_a_day_before_the_last_review_counts_as_the_day_of_that_review() -> None:
    first, second = make_review(0, days=5), make_review(1, days=5)
    _, step = trace_log([first, replace(second, day=first.day - timedelta(days=3))])
    assert (step.days, step.retrievability) == (0, 1.0)
    assert step.memory
    assert step.memory.last == first.day


@given(st.floats(0.001, 36500), st.lists(st.floats(-1, 40000), min_size=2))
def test_recall_never_rises_between_two_reviews(stability: float, days: list[float]) -> None:
    day = make_review(0).day
    memory = Memory(stability, 5.0, day, day, day, 1, 0)
    recalls = [find_recall(memory, one) for one in sorted(days)]
    assert recalls == sorted(recalls, reverse=True)
    assert all(0 < recall <= 1 for recall in recalls)


@given(st.floats(0.001, 36500), st.integers(0, 40000))
def test_on_a_study_day_recall_is_the_retrievability(stability: float, days: int) -> None:
    day = make_review(0).day
    memory = Memory(stability, 5.0, day, day, day, 1, 0)
    assert find_recall(memory, days) == pytest.approx(find_retrievability(memory, day + timedelta(days=days)))
