"""preparing.py"""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.card import Bank, Card, Recall
from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.plan import Costs, Decision, ExamPlan, Followed, Habit, Pace, Policy, Profile
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.preparing import Course, advise, decide, draw_up, find_habit, lay_out, look_ahead, look_out, queue_drill
from tvp_quiz.scheduling.habits import USUAL_HABIT, measure_habit
from tvp_quiz.scheduling.planning import PRICE, foretell

DAY = date(2026, 3, 1)
PLAN = ExamPlan(DAY + timedelta(days=30), 10, DAY)
EARLY = Decision(DAY, Policy(0.8, 5, 0.0012), Profile(Pace(0, 0.4)))
TAPER = EARLY._replace(policy=Policy(0.8, 60, 0.0012))
SINCE = (DAY, DAY + timedelta(days=8))
HABITS = (Habit(1000, 1), Habit(12, 18))


def make_bank(name: str, count: int) -> Bank:
    ids = [f"{name}/e{n}#tell" for n in range(count)]
    return Bank(name, name, Path(name), {one: Card(one, "A", "S?", Recall("It is so.")) for one in ids})


def remember(stability: float, ago: int, *, forgotten: bool = False) -> Memory:
    last = DAY - timedelta(days=ago)
    return Memory(stability, 5, last - timedelta(days=9), last, last if forgotten else DAY, 3, 0)


BANKS = {"a": make_bank("a", 20), "b": make_bank("b", 10)}
MEMORIES = {"a/e0#tell": remember(5, 30), "a/e1#tell": remember(50, 1), "b/e0#tell": remember(1, 0, forgotten=True)}


def lay(plan: ExamPlan = PLAN, *, set_aside: tuple[str, ...] = (), spent: float = 0) -> Course:
    return lay_out(plan, BANKS, MEMORIES, day=DAY, introduced=(), set_aside=set_aside, spent=spent)


def test_a_course_has_the_cards_that_were_met_first_and_then_the_new_ones() -> None:
    course = lay()
    assert course.cards[:3] == ["a/e0#tell", "a/e1#tell", "b/e0#tell"]
    assert len(course.cards) == 30
    situation = course.situation
    assert (len(situation.known), len(situation.fresh)) == (3, 27)
    assert (situation.days, situation.seconds, situation.spent) == (30, 600, 0)
    first, second, third = situation.known
    assert (first.strength.stability, first.last, first.due, first.tested) == (5, -30, 0, True)
    assert (second.last, third.last, third.due) == (-1, 0, 0)
    assert course.list_topics()[:3] == ["a", "a", "b"]


def test_a_course_is_about_the_banks_of_the_plan_and_no_card_that_is_set_aside() -> None:
    course = lay(PLAN._replace(banks=("b", "gone")), set_aside=("b/e9#tell", "b/e0#tell"))
    assert course.cards == [f"b/e{number}#tell" for number in range(1, 9)]


@given(st.floats(0.1, 10))
def test_a_card_counts_as_its_bank_does_and_one_on_the_average(weight: float) -> None:
    course = lay(PLAN._replace(weights={"b": weight}))
    weights = [card.weight for card in course.situation.known] + list(course.situation.fresh)
    assert sum(weights) == pytest.approx(30)
    by_bank = dict(zip(course.list_topics(), weights, strict=True))
    assert by_bank["b"] / by_bank["a"] == pytest.approx(weight)
    assert course.situation.fresh == sorted(course.situation.fresh, reverse=True)


def test_today_ends_when_its_minutes_should_be_used_up() -> None:
    agenda = draw_up(lay(), EARLY, ())
    assert 600 <= agenda.seconds < 640
    # What was forgotten, then what is due, then new cards until the time is up
    assert agenda.cards[:2] == ("b/e0#tell", "a/e0#tell")
    assert agenda.new == len(agenda.cards) - 2
    assert agenda.new == pytest.approx((600 - 8 - 13) / 28.2, abs=1)


def test_what_was_spent_today_is_not_there_any_more() -> None:
    full, half = (draw_up(lay(spent=spent), EARLY, ()) for spent in (0, 300))
    assert len(half.cards) < len(full.cards)
    assert full.cards[: len(half.cards)] == half.cards
    assert draw_up(lay(spent=600), EARLY, ()).cards == ()


def test_hidden_cards_wait_but_count() -> None:
    agenda = draw_up(lay(), EARLY, {"a/e0#tell"})
    assert "a/e0#tell" not in agenda.cards
    assert lay().situation.weight == pytest.approx(30)


def test_in_the_taper_a_card_that_keeps_until_the_exam_is_left_alone() -> None:
    memories = {"a/e0#tell": remember(2000, 1), "a/e1#tell": remember(2, 9)}
    course = lay_out(PLAN, {"a": make_bank("a", 2)}, memories, day=DAY, introduced=(), set_aside=(), spent=0)
    assert draw_up(course, TAPER, ()).cards == ("a/e1#tell",)


@given(st.sets(st.integers(0, 19), max_size=8), st.floats(0, 700), st.booleans(), st.sampled_from([{}, {"b": 3.0}]))
def test_a_drill_asks_what_the_plan_says_for_today(
    hidden: set[int], spent: float, taper: bool, weights: dict[str, float]
) -> None:
    plan = PLAN._replace(weights=weights)
    cards = frozenset(f"a/e{number}#tell" for number in hidden)
    snapshot = Snapshot(DAY, Settings(), hidden=cards)
    decision = TAPER if taper else EARLY
    queue = queue_drill(Followed(plan, decision, spent), BANKS, MEMORIES, snapshot)
    course = lay_out(plan, BANKS, MEMORIES, day=DAY, introduced=(), set_aside=cards, spent=spent)
    assert queue == draw_up(course, decision, ())
    assert not cards.intersection(queue.cards)


def make_log(count: int, missed: int) -> dict[str, list[Review]]:
    """Return a log of cards met and tested on two days, some of them forgotten."""
    return {f"a/e{n}#tell": [make_review(n, 9, 3), make_review(n, 4, 1 if n < missed else 3)] for n in range(count)}


def make_review(number: int, ago: int, rating: int) -> Review:
    day = DAY - timedelta(days=ago)
    instant = datetime.fromisoformat(f"{day}T10:00:00+00:00")
    card = f"a/e{number}#tell"
    return Review(UUID(int=number), card, Rating(rating), instant, 0, day, 5000, Kind.DRILL, 0.9)


def test_a_decision_fits_the_learner_that_the_log_shows() -> None:
    good, bad = (decide(PLAN, lay(), make_log(20, missed), Random) for missed in (0, 15))
    assert good[0].profile.pace.mean > bad[0].profile.pace.mean
    assert good[1].minutes < bad[1].minutes
    # They came on two of the six days before the last on which they did
    assert good[0].profile.attendance == pytest.approx((2 + 7) / (6 + 7))
    assert good[0].profile.costs == Costs(5, 5, 18, 8)
    assert good[0].day == DAY


def test_a_policy_that_was_followed_and_is_still_good_is_kept() -> None:
    before = Decision(DAY, Policy(0.84, 8, PRICE), Profile(Pace(0, 0.4)))
    assert decide(PLAN, lay(), {}, Random)[0].policy != before.policy
    assert decide(PLAN, lay(), {}, Random, before)[0].policy == before.policy


@pytest.mark.parametrize("target", [None, 1.0])
def test_the_forecast_is_that_of_the_policy_that_was_decided_on(target: float | None) -> None:
    plan = PLAN._replace(target=target)
    decision, forecast = decide(plan, lay(plan), make_log(20, 5), Random)
    situation = lay(plan).situation._replace(attendance=decision.profile.attendance)
    habit = measure_habit([True, False, False, False, False, True])
    assert forecast == foretell(situation, decision.profile, decision.policy, Random, habit)


def test_who_misses_days_is_not_promised_what_they_would_get_by_coming() -> None:
    plan = PLAN._replace(minutes=0.5)
    decision, forecast = decide(plan, lay(plan), make_log(20, 5), Random)
    assert forecast.minutes < 0.8 * 0.5 * 30
    totals = [sum(one.minutes for one in look_ahead(lay(plan), decision, Random, habit)) for habit in HABITS]
    assert totals[1] < 0.7 * totals[0]
    plan = plan._replace(exam=DAY + timedelta(days=4), target=0.8)
    minutes = [advise(plan, lay(plan), decision, Random, habit).minutes or 999 for habit in HABITS]
    assert minutes[0] < minutes[1]


def test_a_card_was_tested_if_it_was_asked_after_the_day_it_was_met() -> None:
    memory = remember(5, 3)
    memories = {"a/e0#tell": memory, "a/e1#tell": memory._replace(introduced=memory.last)}
    course = lay_out(PLAN, BANKS, memories, day=DAY, introduced=(), set_aside=(), spent=0)
    assert [card.tested for card in course.situation.known] == [True, False]


def test_a_break_before_the_plan_was_made_does_not_count_but_days_missed_since_then_do() -> None:
    log = make_log(20, 5)
    later = [lay_out(PLAN, BANKS, MEMORIES, day=day, introduced=(), set_aside=(), spent=0) for day in SINCE]
    shares = [decide(PLAN, course, log, Random)[0].profile.attendance for course in later]
    assert shares[0] == decide(PLAN, lay(), log, Random)[0].profile.attendance
    assert shares[1] < shares[0]
    made_later = PLAN._replace(since=SINCE[1])
    assert decide(made_later, later[1], log, Random)[0].profile.attendance == shares[0]


def test_only_a_target_that_asks_for_it_is_worth_any_time() -> None:
    relaxed, _ = decide(PLAN, lay(), {}, Random)
    eager, _ = decide(PLAN._replace(target=1.0), lay(), {}, Random)
    assert relaxed.policy.price > 0
    assert eager.policy.price == 0


def test_an_outlook_has_advice_only_where_the_target_is_out_of_reach() -> None:
    assert look_out(PLAN, lay(), {}, Random, hidden=()).advice is None
    assert look_out(PLAN._replace(target=0.5), lay(), {}, Random, hidden=()).advice is None
    hard = PLAN._replace(target=0.9, minutes=1, exam=DAY + timedelta(days=5))
    outlook = look_out(hard, lay(hard), {}, Random, hidden=())
    assert (outlook.cards, outlook.new, outlook.days) == (30, 27, 5)
    assert outlook.advice == advise(hard, lay(hard), outlook.decision, Random, USUAL_HABIT)
    assert outlook.advice.minutes
    assert outlook.advice.minutes > 1


def test_the_days_ahead_end_where_the_forecast_does() -> None:
    plan = PLAN._replace(minutes=2)
    for log, habit in (({}, USUAL_HABIT), (make_log(20, 5), None)):
        outlook = look_out(plan, lay(plan), log, Random, hidden=())
        ahead = look_ahead(lay(plan), outlook.decision, Random, habit or find_habit(plan, lay(plan), log))
        assert ahead[-1].mark == pytest.approx(outlook.forecast.mark)
        assert sum(one.minutes for one in ahead) == pytest.approx(outlook.forecast.minutes)


def test_on_the_eve_of_an_exam_nobody_stays_away_from_the_day_they_look_at() -> None:
    plan = PLAN._replace(exam=DAY + timedelta(days=1), minutes=30)
    forecast = look_out(plan, lay(plan), {}, Random, hidden=()).forecast
    assert forecast.low > 0.8
    assert forecast.minutes > 10


def test_no_advice_asks_for_minutes_that_are_given_already() -> None:
    for minutes in (1, 5, 20, 600):
        plan = PLAN._replace(exam=DAY + timedelta(days=1), minutes=minutes, target=0.95)
        advice = look_out(plan, lay(plan), {}, Random, hidden=()).advice
        assert advice is None or advice.minutes is None or advice.minutes > minutes


def test_the_days_ahead_are_all_until_the_exam_and_none_is_longer_than_its_minutes() -> None:
    ahead = look_ahead(lay(), EARLY, Random, HABITS[0])
    assert [one.day for one in ahead] == [DAY + timedelta(days=number) for number in range(30)]
    assert max(one.minutes for one in ahead) < 10 + 33 / 60
    assert ahead[0].mark < ahead[-1].mark <= 1
