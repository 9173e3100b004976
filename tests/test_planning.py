"""scheduling/calibration.py, scheduling/planning.py, scheduling/advice.py"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.plan import MOST_MINUTES, Costs, Habit, Pace, Policy, Profile
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.scheduling.advice import choose_left_out, expect_mark, find_minutes, leave_topics_out
from tvp_quiz.scheduling.agenda import BOOKS, Standing, make_means
from tvp_quiz.scheduling.calibration import (
    DIFFERING,
    DRIFTING,
    measure_pace,
    measure_profile,
)
from tvp_quiz.scheduling.habits import ENOUGH, USUAL_HABIT, measure_costs, measure_habit, name_costs
from tvp_quiz.scheduling.model import Strength
from tvp_quiz.scheduling.planning import (
    GROWTH,
    RETENTIONS,
    TAPERS,
    choose_policy,
    foretell,
    live_through,
    spread_attendance,
    thin_out,
)
from tvp_quiz.scheduling.simulation import Situation, simulate

DAY = date(2026, 3, 1)
PROFILE = Profile(measure_pace([]))
ALWAYS = Habit(1000, 1)
# An hour's work of cards, and a month of a quarter of an hour: time enough
EASY = Situation([], [1.0] * 100, 30, 900)
# Ten minutes a day for ten days: far too little
HARD = Situation([], [1.0] * 300, 10, 600)


def make_dice(number: int) -> Callable[[str], Random]:
    """Return dice that fall otherwise for each number."""
    return lambda luck: Random(f"{number} {luck}")


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
    assert pace.error == pytest.approx((DIFFERING**2 + DRIFTING**2) ** 0.5, abs=0.01)


@pytest.mark.parametrize("true", [-0.8, -0.3, 0.0, 0.5])
def test_many_tests_tell_the_pace_but_not_what_will_become_of_it(true: float) -> None:
    pace = measure_pace(make_tests(true))
    assert pace.mean == pytest.approx(true, abs=0.08)
    assert DRIFTING < pace.error < DRIFTING + 0.02


def test_few_tests_are_not_believed_in_full() -> None:
    few, many = (measure_pace(make_tests(-0.8, count)) for count in (20, 4000))
    assert many.mean < few.mean < -0.05
    assert many.error < few.error < measure_pace([]).error


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=40))
def test_any_tests_give_a_pace(tests: list[tuple[bool, float]]) -> None:
    pace = measure_pace(tests)
    assert -2 < pace.mean < 2
    assert 0.1 < pace.error < 1
    worse, better = (measure_pace([*tests, (passed, 0.8)]) for passed in (False, True))
    assert worse.mean < better.mean


def test_costs_are_the_means_of_enough_reviews_and_else_the_usual_ones() -> None:
    log = [
        make_review("b/e#a", 0, 1, 40),
        make_review("b/e#a", 0, 3, 6),
        make_review("b/e#a", 3, 3, 9),
        make_review("b/e#a", 9, 1, 30),
        make_review("b/e#a", 9, 3, 0.01),
    ]
    assert measure_costs([*name_costs(log)] * (ENOUGH - 1)) == Costs(relearned=3.005)
    assert measure_costs([*name_costs(log)] * ENOUGH) == Costs(40, 9, 30, 3.005)
    assert measure_costs([("meeting", 0.0)] * ENOUGH).meeting == 1


def test_a_profile_comes_from_the_log_but_not_from_cramming() -> None:
    logs = {
        f"b/e{number}#a": [
            make_review(f"b/e{number}#a", 0, 1),
            make_review(f"b/e{number}#a", 1, 1, 99, Kind.CRAM),
            make_review(f"b/e{number}#a", 4, 1),
        ]
        for number in range(ENOUGH)
    }
    profile = measure_profile(logs, ALWAYS)
    assert profile.chance == pytest.approx(0.3)
    assert profile.costs.meeting == 5
    assert profile.costs.forgotten == 5
    assert profile.pace.mean < -0.2
    assert measure_profile({}, ALWAYS)._replace(attendance=1.0) == PROFILE
    assert measure_profile({}, USUAL_HABIT).attendance == 1


def test_a_new_learner_is_taken_to_miss_some_days_and_another_what_they_missed() -> None:
    assert measure_habit([]) == USUAL_HABIT
    assert measure_habit([True] * 6).share == pytest.approx(0.94)
    assert measure_habit([True] * 30).share == measure_habit([True] * 60).share > 0.98
    assert measure_habit([True, False, True] * 20).share == pytest.approx(2 / 3, abs=0.03)


def test_few_days_are_believed_less_than_many_but_no_number_of_them_in_full() -> None:
    few, many, more = (spread_attendance(measure_habit([True, False] * pairs), Random(1), 19) for pairs in (2, 15, 300))
    assert few == sorted(few)
    assert few[-1] - few[0] > many[-1] - many[0] == more[-1] - more[0] > 0.2
    assert fmean(few[9:10]) > fmean(many[9:10])
    assert 0 <= few[0] <= few[-1] <= 1


def test_the_spread_of_a_habit_is_that_of_its_shares() -> None:
    habit = Habit(24, 8)
    spread = [spread_attendance(habit, Random(seed), 19) for seed in range(50)]
    assert fmean(fmean(one) for one in spread) == pytest.approx(habit.share, abs=0.01)
    assert fmean(one[0] for one in spread) == pytest.approx(0.75 - 1.8 * (0.75 * 0.25 / 33) ** 0.5, abs=0.04)


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
    more, less = (foretell(EASY, PROFILE, policy, Random, ALWAYS) for policy in (cheap, dear))
    assert more.mark > less.mark
    assert more.minutes > less.minutes


def test_a_policy_that_was_followed_is_kept_while_it_is_best() -> None:
    chosen = choose_policy(EASY, PROFILE, Random)
    assert choose_policy(EASY, PROFILE, Random, chosen) == chosen


def test_a_range_is_wider_the_less_is_known_of_the_learner() -> None:
    policy = Policy(0.8, 5, 0)
    unsure, sure = (
        foretell(HARD._replace(days=30), Profile(Pace(0, error)), policy, Random, ALWAYS) for error in (0.5, 0.05)
    )
    for one in (unsure, sure):
        assert 0 <= one.low <= one.mark <= one.high <= 1
    assert unsure.high - unsure.low > sure.high - sure.low


def test_minutes_are_those_of_all_cards_and_no_more_than_there_are() -> None:
    found = foretell(Situation([], [1.0] * 600, 20, 600), PROFILE, Policy(0.8, 5, 0), Random, ALWAYS)
    assert found.minutes == pytest.approx(200, rel=0.05)


def test_a_range_is_wider_where_days_are_missed_and_where_nobody_knows() -> None:
    policy = Policy(0.8, 5, 0)
    there, missing, unknown = (
        [foretell(EASY, PROFILE, policy, make_dice(number), habit) for number in range(6)]
        for habit in (ALWAYS, Habit(18, 12), USUAL_HABIT)
    )
    widths = [fmean(one.high - one.low for one in ranges) for ranges in (there, missing, unknown)]
    assert min(widths[1:]) > 1.5 * widths[0]
    marks = [fmean(one.mark for one in ranges) for ranges in (missing, unknown, there)]
    assert marks == sorted(marks)


def test_a_range_allows_for_a_habit_that_changes_not_only_for_luck_with_days() -> None:
    # A card a day: luck with sixty days alone would make a range of 11 %
    situation = Situation([], [1.0] * 80, 60, 20)
    ranges = [
        foretell(situation, Profile(Pace(0, 0)), Policy(0.6, 1, 0), make_dice(number), Habit(16, 16))
        for number in range(6)
    ]
    assert fmean(one.high - one.low for one in ranges) > 0.13


def test_a_slow_learner_is_promised_less_than_a_quick_one() -> None:
    policy = Policy(0.8, 5, 0)
    slow, quick = (
        foretell(HARD._replace(days=30), Profile(Pace(mean, 0.1)), policy, Random, ALWAYS) for mean in (-0.7, 0.7)
    )
    assert slow.mark < quick.mark


MIDDLE = [Standing(Strength(4 * stability, 5), -3, 4, tested=True) for stability in range(1, 41)]


@pytest.mark.parametrize(
    ("situation", "habit"),
    [(Situation([], [1.0] * 30, 12, 150), Habit(30, 0.3)), (Situation(MIDDLE, [], 30, 12), Habit(18, 12))],
    ids=["new", "known"],
)
def test_the_range_holds_nine_learners_in_ten_who_differ_as_they_are_taken_to(
    situation: Situation, habit: Habit
) -> None:
    policy = Policy(0.8, 5, 0)
    pace = PROFILE.pace
    inside = []
    for number in range(100):
        dice = Random(number)
        found = foretell(situation, PROFILE, policy, make_dice(number), habit)
        truth = BOOKS.at_pace(dice.gauss(pace.mean, pace.error), dice.gauss(0, GROWTH))
        attendance = dice.betavariate(habit.came, habit.missed)
        mark = simulate(situation._replace(attendance=attendance), make_means(PROFILE, policy), truth, dice).mark
        inside.append(found.low <= mark <= found.high)
    assert 0.83 <= fmean(inside) <= 0.96


def test_the_minutes_that_a_target_takes_do_reach_it_and_fewer_do_not() -> None:
    policy = choose_policy(HARD, PROFILE, Random, price=0)
    enough = find_minutes(HARD, PROFILE, policy, Random, ALWAYS, target=0.9)
    assert enough
    reached, missed = (foretell_at(minutes) for minutes in (enough * 1.1, enough * 0.8))
    assert missed < 0.9 < reached


def foretell_at(minutes: float) -> float:
    situation = HARD._replace(seconds=minutes * 60)
    return foretell(situation, PROFILE, choose_policy(situation, PROFILE, Random, price=0), Random, ALWAYS).mark


def test_minutes_are_counted_with_a_policy_that_reaches_the_target_whatever_it_costs() -> None:
    situation = Situation([], [1.0] * 60, 20, 120)
    # That policy stays below it for as much time as one likes, as does one with a price
    policy = Policy(0.8, 5, 0)
    assert expect_mark(situation._replace(seconds=36000), PROFILE, policy, Random, ALWAYS) < 0.99
    found = find_minutes(situation, PROFILE, policy, Random, ALWAYS, target=0.99)
    assert found
    assert found < 12


def test_what_nobody_can_reach_takes_no_number_of_minutes() -> None:
    for seconds in (600, MOST_MINUTES * 60):
        situation = HARD._replace(days=1, seconds=seconds)
        assert find_minutes(situation, PROFILE, Policy(0.8, 1, 0), Random, ALWAYS, target=1.0) is None


def test_a_topic_that_eats_the_time_of_a_weightier_one_is_left_out() -> None:
    # Before the taper, what is due comes before all that is new, however little it counts
    known = [Standing(Strength(0.3, 10), -1, 0, 0.05) for _ in range(100)]
    situation = Situation(known, [2.0] * 100, 12, 500)
    topics = ["chores"] * 100 + ["exam"] * 100
    left_out, gain = choose_left_out(situation, PROFILE, Policy(0.9, 1, 0), Random, ALWAYS, topics=topics)
    assert left_out == ["chores"]
    assert gain > 0.05


def test_what_is_left_out_counts_with_what_will_still_be_known_of_it() -> None:
    known = [Standing(Strength(30, 5), -5, 9, weight) for weight in (1, 3)] * 30
    situation = Situation(known, [1.0] * 40, 20, 0)
    topics = ["old", "heavy"] * 30 + ["new", "heavy"] * 20
    recall = BOOKS.find_recall(30, 25)
    for left_out, cards, new, share in (([], 60, 40, 0), (["old"], 30, 40, 30), (["old", "new"], 30, 20, 30)):
        kept, faded = leave_topics_out(situation, topics, left_out, PROFILE.pace)
        assert (len(kept.known), len(kept.fresh)) == (cards, new)
        assert faded == pytest.approx(share * recall)


def test_nothing_is_left_out_where_there_is_time_for_all() -> None:
    topics = ["a"] * 50 + ["b"] * 50
    assert choose_left_out(EASY, PROFILE, choose_policy(EASY, PROFILE, Random), Random, ALWAYS, topics=topics) == (
        [],
        0,
    )
