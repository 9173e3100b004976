"""scheduling/calibration.py, scheduling/planning.py, scheduling/advice.py"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvp_quiz.domain.plan import Costs, Pace, Policy, Profile
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.scheduling.advice import choose_left_out, find_minutes
from tvp_quiz.scheduling.agenda import BOOKS, Standing, make_means
from tvp_quiz.scheduling.calibration import (
    ENOUGH,
    LASTING,
    PASSING,
    measure_attendance,
    measure_costs,
    measure_pace,
    measure_profile,
)
from tvp_quiz.scheduling.model import Strength
from tvp_quiz.scheduling.planning import RETENTIONS, TAPERS, choose_policy, foretell, live_through, thin_out
from tvp_quiz.scheduling.simulation import Situation, simulate

DAY = date(2026, 3, 1)
PROFILE = Profile(measure_pace([]))
# An hour's work of cards, and a month of a quarter of an hour: time enough
EASY = Situation([], [1.0] * 100, 30, 900)
# Ten minutes a day for ten days: far too little
HARD = Situation([], [1.0] * 300, 10, 600)


def make_review(card: str, day: int, rating: int, seconds: float = 5, kind: Kind = Kind.DRILL) -> Review:
    then = DAY + timedelta(days=day)
    number = UUID(int=hash((card, day, rating, seconds)) & (2**128 - 1))
    instant = datetime(then.year, then.month, then.day, 10, tzinfo=UTC)
    return Review(number, card, Rating(rating), instant, 0, then, round(seconds * 1000), kind, 0.9)


def make_tests(pace: float, count: int = 4000) -> list[tuple[bool, float]]:
    """Return tests as they come out for a learner of a pace, on cards that differ as they are taken to."""
    dice = Random(1)
    tests = []
    for _ in range(count):
        days = dice.randint(1, 20)
        stability = 10 * dice.lognormvariate(pace, 0.35)
        tests.append((dice.random() < BOOKS.find_recall(stability, days), BOOKS.find_recall(10, days)))
    return tests


def test_without_tests_a_learner_is_taken_for_an_average_one() -> None:
    pace = measure_pace([])
    assert pace.mean == pytest.approx(0, abs=1e-9)
    assert pace.error == pytest.approx(LASTING, abs=0.02)


@pytest.mark.parametrize("true", [-0.8, -0.3, 0.0, 0.5])
def test_many_tests_tell_the_pace_but_not_all_of_it_is_believed(true: float) -> None:
    pace = measure_pace(make_tests(true))
    assert pace.mean == pytest.approx(true * LASTING**2 / (LASTING**2 + PASSING**2), abs=0.06)
    assert 0.2 < pace.error < measure_pace([]).error


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=40))
def test_any_tests_give_a_pace(tests: list[tuple[bool, float]]) -> None:
    pace = measure_pace(tests)
    assert -2 < pace.mean < 2
    assert 0.1 < pace.error < 1
    worse, better = (measure_pace([*tests, (passed, 0.8)]) for passed in (False, True))
    assert worse.mean < better.mean


def test_costs_are_the_medians_of_enough_reviews_and_else_the_usual_ones() -> None:
    log = [
        make_review("b/e#a", 0, 1, 40),
        make_review("b/e#a", 0, 3, 6),
        make_review("b/e#a", 3, 3, 9),
        make_review("b/e#a", 9, 1, 30),
        make_review("b/e#a", 9, 3, 0.01),
    ]
    assert measure_costs([log] * (ENOUGH - 1)) == Costs(relearned=3.005)
    assert measure_costs([log] * ENOUGH) == Costs(40, 9, 30, 3.005)
    assert measure_costs([[make_review("b/e#a", 0, 3, 0)]] * ENOUGH).meeting == 1


def test_a_profile_comes_from_the_log_but_not_from_cramming() -> None:
    logs = {
        f"b/e{number}#a": [
            make_review(f"b/e{number}#a", 0, 1),
            make_review(f"b/e{number}#a", 1, 1, 99, Kind.CRAM),
            make_review(f"b/e{number}#a", 4, 1),
        ]
        for number in range(ENOUGH)
    }
    profile = measure_profile(logs, [DAY + timedelta(days=number) for number in range(5)])
    assert profile.chance == pytest.approx(0.3)
    assert profile.costs.meeting == 5
    assert profile.costs.forgotten == 5
    assert profile.pace.mean < -0.3
    # Three of five days have a review, that of the cramming among them
    assert profile.attendance == pytest.approx((3 + 7) / (5 + 7))
    assert measure_profile({}, []) == PROFILE


def test_a_learner_is_taken_to_come_each_day_until_days_were_missed() -> None:
    assert measure_attendance(set(), []) == 1
    days = [DAY + timedelta(days=number) for number in range(21)]
    assert measure_attendance(set(days), days) == 1
    assert measure_attendance(set(days[::3]), days) == 0.5


def test_a_few_cards_stand_for_many_with_as_much_time_for_each() -> None:
    known = [Standing(Strength(number + 1, 5), -1, 1) for number in range(200)]
    thin = thin_out(Situation(known, [1.0] * 400, 30, 600, spent=60), 100)
    assert (len(thin.known), len(thin.fresh)) == (33, 67)
    assert (thin.seconds, thin.spent) == (100, 10)
    assert fmean(card.strength.stability for card in thin.known) == pytest.approx(100.5, abs=2)
    assert thin_out(EASY, 100) is EASY
    assert len(thin_out(Situation(known, [], 30, 600), 100).known) == 100


@pytest.mark.parametrize("situation", [EASY, HARD, Situation([], [1.0] * 600, 60, 600)])
def test_the_policy_that_is_chosen_is_at_least_as_good_as_plain_fsrs_and_a_cram(situation: Situation) -> None:
    chosen = choose_policy(situation, PROFILE, Random)
    worths = [find_worth(situation, policy) for policy in (chosen, Policy(0.9, 0, 0), Policy(0.9, 60, 0))]
    assert worths[0] >= max(worths[1:]) - 0.01 * situation.weight
    assert chosen.retention in RETENTIONS
    assert chosen.taper in TAPERS


def find_worth(situation: Situation, policy: Policy) -> float:
    """Return how many cards a policy gets recalled, less what its time is worth."""
    outcomes = live_through(situation, PROFILE, policy, Random, range(100, 104))
    return fmean(one.mark * situation.weight - 0.0012 * sum(one.seconds) for one in outcomes)


def test_without_a_price_more_time_is_spent_for_a_better_mark() -> None:
    cheap, dear = (choose_policy(EASY, PROFILE, Random, price=price) for price in (0.0, 0.005))
    more, less = (foretell(EASY, PROFILE, policy, Random) for policy in (cheap, dear))
    assert more.mark > less.mark
    assert more.minutes > less.minutes


def test_a_policy_that_was_followed_is_kept_while_it_is_best() -> None:
    chosen = choose_policy(EASY, PROFILE, Random)
    assert choose_policy(EASY, PROFILE, Random, chosen) == chosen


def test_a_range_is_wider_the_less_is_known_of_the_learner() -> None:
    policy = Policy(0.8, 5, 0)
    unsure, sure = (foretell(HARD._replace(days=30), Profile(Pace(0, error)), policy, Random) for error in (0.5, 0.05))
    for one in (unsure, sure):
        assert 0 <= one.low <= one.mark <= one.high <= 1
    assert unsure.high - unsure.low > sure.high - sure.low


def test_minutes_are_those_of_all_cards_and_no_more_than_there_are() -> None:
    found = foretell(Situation([], [1.0] * 600, 20, 600), PROFILE, Policy(0.8, 5, 0), Random)
    assert found.minutes == pytest.approx(200, rel=0.05)


def test_a_slow_learner_is_promised_less_than_a_quick_one() -> None:
    policy = Policy(0.8, 5, 0)
    slow, quick = (foretell(HARD._replace(days=30), Profile(Pace(mean, 0.1)), policy, Random) for mean in (-0.7, 0.7))
    assert slow.mark < quick.mark


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_mark_of_a_learner_as_expected_is_within_the_range_nearly_always(seed: int) -> None:
    situation = Situation([], [1.0] * 150, 20, 600)
    policy = Policy(0.8, 5, 0)
    found = foretell(situation, PROFILE, policy, Random)
    truth = BOOKS.at_pace(Random(seed).uniform(-0.5, 0.5))
    mark = simulate(situation, make_means(PROFILE, policy), truth, Random(seed)).mark
    assert found.low - 0.02 <= mark <= found.high + 0.02


def test_the_minutes_that_a_target_takes_do_reach_it_and_fewer_do_not() -> None:
    policy = choose_policy(HARD, PROFILE, Random, price=0)
    enough = find_minutes(HARD, PROFILE, policy, Random, 0.9)
    assert enough
    reached, missed = (foretell_at(minutes) for minutes in (enough * 1.1, enough * 0.8))
    assert missed < 0.9 < reached


def foretell_at(minutes: float) -> float:
    situation = HARD._replace(seconds=minutes * 60)
    return foretell(situation, PROFILE, choose_policy(situation, PROFILE, Random, price=0), Random).mark


def test_what_nobody_can_reach_takes_no_number_of_minutes() -> None:
    assert find_minutes(HARD._replace(days=1), PROFILE, Policy(0.8, 1, 0), Random, 1.0) is None


def test_a_topic_that_eats_the_time_of_a_weightier_one_is_left_out() -> None:
    # Before the taper, what is due comes before all that is new, however little it counts
    known = [Standing(Strength(0.3, 10), -1, 0, 0.05) for _ in range(100)]
    situation = Situation(known, [2.0] * 100, 12, 500)
    topics = ["chores"] * 100 + ["exam"] * 100
    left_out, gain = choose_left_out(situation, topics, PROFILE, Policy(0.9, 1, 0), Random)
    assert left_out == ["chores"]
    assert gain > 0.05


def test_nothing_is_left_out_where_there_is_time_for_all() -> None:
    topics = ["a"] * 50 + ["b"] * 50
    assert choose_left_out(EASY, topics, PROFILE, choose_policy(EASY, PROFILE, Random), Random) == ([], 0)
