"""scheduling/model.py, scheduling/agenda.py, scheduling/simulation.py"""

from datetime import UTC, datetime, timedelta
from math import log
from random import Random

import fsrs
import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st
from values import replace

from tvp_quiz.domain.plan import Costs, Pace, Policy, Profile
from tvp_quiz.scheduling.agenda import BOOKS, PATIENCE, Means, Standing, make_means, order_day
from tvp_quiz.scheduling.model import DEFAULT_WEIGHTS, Model, Strength
from tvp_quiz.scheduling.simulation import Life, Situation, simulate

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
# Half as much and half as much again is more than learners differ
FACTORS = st.lists(st.floats(0.5, 1.5), min_size=21, max_size=21)
STEPS = st.lists(st.tuples(st.integers(1, 200), st.booleans()), max_size=12)
PROFILE = Profile(Pace(0, 0))
EARLY, TAPER = Policy(0.8, 0, 0), Policy(0.8, 30, 0)

STANDINGS = st.builds(
    lambda stability, difficulty, ago, due, weight: Standing(Strength(stability, difficulty), -ago, due - ago, weight),
    st.floats(0.1, 300),
    st.floats(1, 10),
    st.integers(1, 90),
    st.integers(1, 90),
    st.floats(0.1, 3),
)
KNOWN = st.lists(STANDINGS, max_size=25)


def perturb(factors: list[float]) -> tuple[float, ...]:
    """Return weights within what fsrs allows."""
    bounds = zip(DEFAULT_WEIGHTS, factors, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(weight * factor, low), high) for weight, factor, low, high in bounds)


def test_the_default_weights_are_those_of_fsrs() -> None:
    assert fsrs.Scheduler().parameters == DEFAULT_WEIGHTS


@given(FACTORS, st.booleans(), STEPS)
def test_a_model_remembers_and_forgets_as_fsrs_does(
    factors: list[float], right: bool, steps: list[tuple[int, bool]]
) -> None:
    weights = perturb(factors)
    model = Model(weights)
    scheduler = fsrs.Scheduler(weights, enable_fuzzing=False, learning_steps=(), relearning_steps=())
    card, now = answer(scheduler, fsrs.Card(card_id=1), START, right=right), START
    strength = model.meet(right=right)
    for days, recalled in steps:
        now += timedelta(days=days)
        recall = model.find_recall(strength.stability, days)
        assert recall == pytest.approx(scheduler.get_card_retrievability(card, now), rel=1e-9)
        strength = (model.recall if recalled else model.forget)(strength, recall)
        card = answer(scheduler, card, now, right=recalled)
        assert strength == pytest.approx((card.stability, card.difficulty), rel=1e-9)


def answer(scheduler: fsrs.Scheduler, card: fsrs.Card, now: datetime, *, right: bool) -> fsrs.Card:
    """Return a card after an answer, relearned at once where it was wrong."""
    after, _ = scheduler.review_card(card, fsrs.Rating.Good if right else fsrs.Rating.Again, now)
    return after if right else scheduler.review_card(after, fsrs.Rating.Good, now)[0]


@given(st.floats(0.1, 1000), st.floats(0.5, 0.99))
def test_an_interval_is_that_of_fsrs(stability: float, retention: float) -> None:
    expected = fsrs.Scheduler(desired_retention=retention)._next_interval(stability=stability)  # noqa: SLF001 - no public name
    assert min(BOOKS.find_interval(stability, retention), 36500) == expected


@given(st.floats(0.1, 300), st.integers(0, 300), st.floats(-2, 2))
def test_at_twice_the_pace_things_are_kept_twice_as_long(stability: float, days: int, pace: float) -> None:
    faster = BOOKS.at_pace(pace)
    assert faster.find_recall(stability, days) == pytest.approx(BOOKS.find_recall(stability * 2.718281828**pace, days))


@given(STANDINGS, st.floats(0.3, 0.95), st.floats(-1, 1))
def test_with_more_growth_recall_adds_so_many_times_as_much(card: Standing, recall: float, growth: float) -> None:
    before = card.strength.stability
    usual, grown = (model.recall(card.strength, recall).stability for model in (BOOKS, BOOKS.at_pace(0, growth)))
    assert grown - before == pytest.approx((usual - before) * 2.718281828**growth)


@given(st.booleans(), st.integers(0, 5), st.floats(0.75, 0.95), st.floats(-0.5, 0.5))
def test_what_a_card_became_without_a_growth_is_brought_nearer_to_what_it_would_be_with_it(
    right: bool, recalls: int, recall: float, growth: float
) -> None:
    grown = BOOKS.at_pace(0, growth)
    usual = wanted = BOOKS.meet(right=right)
    for _ in range(recalls):
        usual, wanted = BOOKS.recall(usual, recall), grown.recall(wanted, recall)
    off, before = (abs(log(one / wanted.stability)) for one in (grown.regrow(usual.stability), usual.stability))
    assert off <= before + 1e-9
    assert BOOKS.regrow(usual.stability) == usual.stability


@pytest.mark.parametrize("growth", [-0.3, 0.3])
def test_what_a_card_became_by_usual_recalls_is_brought_near_to_what_it_would_be(growth: float) -> None:
    grown = BOOKS.at_pace(0, growth)
    for right in (True, False):
        usual = wanted = BOOKS.meet(right=right)
        for _ in range(3):
            usual, wanted = BOOKS.recall(usual, 0.9), grown.recall(wanted, 0.9)
        assert grown.regrow(usual.stability) == pytest.approx(wanted.stability, rel=0.35)


def test_a_learner_whose_recalls_add_more_has_kept_old_cards_better() -> None:
    situation = SITUATION._replace(known=[Standing(Strength(40, 5), -10, 30, tested=True)] * 40, fresh=[], seconds=0)
    means = make_means(PROFILE, EARLY)
    marks = [simulate(situation, means, BOOKS.at_pace(0, one), Random(1)).mark for one in (-0.3, 0.0, 0.3)]
    assert marks == sorted(marks)
    assert marks[0] < marks[1] - 0.01


def test_a_card_that_was_never_recalled_owes_nothing_to_growth() -> None:
    weak = BOOKS.meet(right=False).stability
    assert BOOKS.at_pace(0, 1.0).regrow(weak) == weak


@given(KNOWN, st.integers(0, 5), st.integers(1, 40), st.sampled_from([EARLY, TAPER]))
def test_a_day_asks_no_card_twice_and_new_ones_in_order(
    known: list[Standing], new: int, days: int, policy: Policy
) -> None:
    order = order_day(make_means(PROFILE, policy), known, [1.0] * new, 0, days)
    assert len(order) == len(set(order))
    assert [place for place in order if place >= len(known)] == list(range(len(known), len(known) + new))


@given(KNOWN, st.integers(1, 60))
def test_before_the_taper_due_cards_come_by_falling_retrievability_then_new_ones(
    known: list[Standing], days: int
) -> None:
    means = make_means(PROFILE, EARLY)
    order = order_day(means, known, [1.0, 1.0], 0, days)
    due = order[:-2]
    assert set(due) == {place for place, card in enumerate(known) if card.due <= 0}
    chances = [BOOKS.find_recall(known[place].strength.stability, -known[place].last) for place in due]
    assert chances == sorted(chances, reverse=True)


@given(KNOWN, st.integers(1, 30))
def test_in_the_taper_comes_first_what_gains_most_now_and_least_by_waiting(known: list[Standing], days: int) -> None:
    order = order_day(make_means(PROFILE, TAPER), known, [1.0], 0, days)
    urgencies = [find_urgency(known, place, days) for place in order]
    assert urgencies == pytest.approx(sorted(urgencies, reverse=True))
    assert len(known) in order
    left_out = set(range(len(known))).difference(order)
    assert all(gain_of(known[place], 0, days) <= 0 for place in left_out)


def find_urgency(known: list[Standing], place: int, days: int) -> float:
    """Return what asking a card today gains, less what waiting would gain on top of that, a second."""
    costs = Costs()
    if place >= len(known):
        shares = ((0.6, True), (0.4, False))
        gain = sum(share * BOOKS.find_recall(BOOKS.meet(right=right).stability, days) for share, right in shares)
        return gain / (costs.meeting + 0.4 * costs.relearned)
    card = known[place]
    now = BOOKS.find_recall(card.strength.stability, -card.last)
    gain, waiting = gain_of(card, 0, days), gain_of(card, days - 1, days) - gain_of(card, 0, days)
    seconds = now * costs.recalled + (1 - now) * (costs.forgotten + costs.relearned)
    return (card.weight * gain - PATIENCE * waiting) / seconds


def gain_of(card: Standing, day: int, exam: int) -> float:
    """Return what asking a card on a day adds to its recall on that of the exam."""
    now = BOOKS.find_recall(card.strength.stability, day - card.last)
    after = now * BOOKS.find_recall(BOOKS.recall(card.strength, now).stability, exam - day)
    after += (1 - now) * BOOKS.find_recall(BOOKS.forget(card.strength, now).stability, exam - day)
    return after - BOOKS.find_recall(card.strength.stability, exam - card.last)


def test_in_the_taper_what_keeps_until_the_exam_comes_before_what_fades_before_it() -> None:
    fading, lasting = Standing(Strength(1, 5), -3, 0), Standing(Strength(15, 5), -30, 0)
    assert gain_of(fading, 0, 8) > gain_of(lasting, 0, 8)
    assert order_day(make_means(PROFILE, TAPER), [fading, lasting], [], 0, 8) == [1, 0]
    assert order_day(make_means(PROFILE, TAPER), [fading, lasting], [], 7, 8) == [0, 1]


def test_what_gains_less_than_its_price_is_left_out_of_the_taper() -> None:
    known = [Standing(Strength(500, 5), -1, 30)]
    assert order_day(make_means(PROFILE, TAPER), known, [], 0, 10) == [0]
    assert order_day(make_means(PROFILE, TAPER._replace(price=0.0012)), known, [], 0, 10) == []
    assert order_day(make_means(PROFILE, TAPER._replace(price=0.1)), [], [1.0], 0, 10) == []


def test_a_card_recalled_today_is_not_asked_again_but_a_forgotten_one_is() -> None:
    recalled, forgotten = Standing(Strength(2, 5), 0, 2), Standing(Strength(2, 5), 0, 0)
    for policy in (EARLY, TAPER):
        assert order_day(make_means(PROFILE, policy), [recalled, forgotten], [], 0, 10) == [1]
    weak = Standing(Strength(1, 5), -9, -8)
    assert order_day(make_means(PROFILE, TAPER), [weak, forgotten], [], 0, 10) == [1, 0]


def test_a_card_that_counts_more_comes_first_in_the_taper() -> None:
    twins = [Standing(Strength(5, 5), -5, 0, weight) for weight in (1.0, 2.0)]
    assert order_day(make_means(PROFILE, TAPER), twins, [], 0, 10) == [1, 0]


def begin(dice: Random, new: int = 0) -> Life:
    means = Means(BOOKS, Costs(), 0.6, EARLY)
    return Life(BOOKS, means, dice, fresh=[1.0] * new)


def test_meeting_and_reviewing_take_what_they_cost() -> None:
    life = begin(Random(1), 200)
    spent = life.answer(range(200), 0, 10**6)
    wrong = sum(card.strength == BOOKS.meet(right=False) for card in life.known)
    assert spent == 200 * 25 + wrong * 8
    assert 60 <= wrong <= 100
    spent = life.answer(range(200), 3, 10**6)
    missed = sum(not passed for passed, _ in life.tests)
    assert spent == (200 - missed) * 8 + missed * (18 + 8)


@given(st.integers(0, 60), st.floats(0, 2000), st.integers(0, 2**32))
def test_a_day_ends_with_the_card_that_passes_its_time(new: int, seconds: float, seed: int) -> None:
    life = begin(Random(seed), new)
    spent = life.answer(range(new), 0, seconds)
    assert len(life.known) + len(life.fresh) == new
    assert spent <= seconds + 33
    assert not life.fresh or spent >= seconds


def test_how_often_cards_are_recalled_is_what_the_truth_has() -> None:
    truth = BOOKS.at_pace(-1)
    life = Life(truth, Means(BOOKS, Costs(), 1.0, EARLY), Random(3), fresh=[1.0] * 4000)
    life.answer(range(4000), 0, 10**9)
    life.factors = [1.0] * 4000
    life.answer(range(4000), 5, 10**9)
    passed = sum(one for one, _ in life.tests) / 4000
    assert passed == pytest.approx(truth.find_recall(BOOKS.meet(right=True).stability, 5), abs=0.02)
    assert {foretold for _, foretold in life.tests} == {BOOKS.find_recall(BOOKS.meet(right=True).stability, 5)}


SITUATION = Situation([], [1.0] * 40, 20, 200)


def test_equal_dice_give_equal_lives_and_the_situation_stays_as_it_was() -> None:
    known = [Standing(Strength(5, 5), -2, 3)]
    situation = SITUATION._replace(known=known)
    means = make_means(PROFILE, Policy(0.8, 5, 0))
    first, second = (simulate(situation, means, BOOKS, Random(1)) for _ in range(2))
    assert first == second
    assert known == [Standing(Strength(5, 5), -2, 3)]


def test_a_simulation_meets_all_cards_when_there_is_time_and_none_when_there_is_not() -> None:
    means = make_means(PROFILE, Policy(0.9, 5, 0))
    assert simulate(SITUATION, means, BOOKS, Random(1)).mark > 0.9
    idle = simulate(SITUATION._replace(seconds=0), means, BOOKS, Random(1))
    assert idle.mark == 0
    assert set(idle.seconds) == {0}


def test_time_that_is_spent_today_is_gone_today() -> None:
    means = make_means(PROFILE, EARLY)
    seconds = simulate(SITUATION._replace(spent=150), means, BOOKS, Random(1)).seconds
    assert seconds[0] < 90
    assert seconds[1] > 150


def test_who_looks_at_a_plan_is_there_today_and_on_the_days_that_they_come() -> None:
    means = make_means(PROFILE, EARLY)
    away = simulate(SITUATION._replace(attendance=0.0), means, BOOKS, Random(1))
    half = simulate(SITUATION._replace(attendance=0.5, days=200), means, BOOKS, Random(1))
    assert away.seconds[0] > 0
    assert sum(away.seconds[1:]) == 0
    assert 0.3 < sum(one > 0 for one in half.seconds[:30]) / 30 < 0.8


def test_the_mark_of_each_day_ends_with_that_of_the_exam() -> None:
    outcome = simulate(SITUATION, make_means(PROFILE, EARLY), BOOKS, Random(1), daily=True)
    assert len(outcome.marks) == 20
    assert outcome.marks[-1] == outcome.mark
    assert outcome.marks[0] < outcome.mark


def test_a_card_that_was_tested_differs_less_from_what_the_books_say() -> None:
    fresh = [Standing(Strength(10, 5), -10, 90) for _ in range(2000)]
    tested = [replace(card, tested=True) for card in fresh]
    means = make_means(PROFILE, EARLY)
    spreads = [
        simulate(SITUATION._replace(known=known, fresh=[], days=60, seconds=0), means, BOOKS, Random(1)).mark
        for known in (fresh, tested)
    ]
    exact = BOOKS.find_recall(10, 70)
    assert abs(spreads[1] - exact) < abs(spreads[0] - exact)
