"""scheduling/fuzz.py"""

from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.scheduling.fuzz import MAX_DAYS, find_fuzz_bounds, fuzz_interval

INTERVALS = st.integers(1, MAX_DAYS)
CARDS = st.text(min_size=1)


def test_short_intervals_are_left_alone() -> None:
    assert [find_fuzz_bounds(days) for days in (1, 2)] == [(1, 1), (2, 2)]


def test_bounds_widen_as_anki_has_them() -> None:
    # 1 day, 15 % of the days from 2.5 to 7, 10 % of those to 20, 5 % of the rest
    assert find_fuzz_bounds(3) == (2, 4)
    assert find_fuzz_bounds(7) == (5, 9)
    assert find_fuzz_bounds(20) == (17, 23)
    assert find_fuzz_bounds(100) == (93, 107)


@given(INTERVALS, CARDS, st.integers(0, 500))
def test_a_fuzzed_interval_is_within_its_bounds(days: int, card: str, reps: int) -> None:
    low, high = find_fuzz_bounds(days)
    assert low <= fuzz_interval(days, card, reps) <= high <= MAX_DAYS


@given(INTERVALS, INTERVALS, CARDS, st.integers(0, 500))
def test_a_longer_interval_is_never_fuzzed_below_a_shorter_one(one: int, other: int, card: str, reps: int) -> None:
    short, long = sorted((one, other))
    assert fuzz_interval(short, card, reps) <= fuzz_interval(long, card, reps)


def test_the_same_card_and_review_count_give_the_same_interval_on_every_machine() -> None:
    assert [fuzz_interval(100, "tvp-chart/creation#Thread", reps) for reps in range(5)] == [102, 100, 96, 107, 106]


def test_cards_reviewed_together_are_spread_over_all_days_within_the_bounds() -> None:
    low, high = find_fuzz_bounds(20)
    assert {fuzz_interval(20, f"bank/entry-{n}#ask", 3) for n in range(200)} == set(range(low, high + 1))
