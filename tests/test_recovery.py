"""scheduling/backlog.py, scheduling/recovery.py, scheduling/habits.py"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvp_quiz.domain.plan import Costs, Effort
from tvp_quiz.domain.review import Memory, Rating
from tvp_quiz.scheduling.agenda import BOOKS, Standing, stand
from tvp_quiz.scheduling.backlog import HORIZON, choose_due, find_gain, foresee_cost, order_backlog
from tvp_quiz.scheduling.habits import (
    ENOUGH,
    USUAL_SECONDS,
    count_away,
    list_habit_days,
    measure_recent_costs,
    measure_usual,
    sum_spent,
)
from tvp_quiz.scheduling.model import Strength
from tvp_quiz.scheduling.recovery import (
    LONGEST,
    SAMPLE,
    SOON_ENOUGH,
    Pile,
    foresee_recovery,
    pile_up,
    propose_recovery,
    recover,
    sample_cards,
)
from tvp_quiz.scheduling.simulation import Situation

DAY = date(2026, 3, 1)
COSTS = Costs()


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def remember(stability: float, last: int, due: int | None = None) -> Memory:
    """Return a memory that was tested so many days ago, and due that many days ago."""
    return Memory(stability, 5, ago(last + 30), ago(last), ago(last - 1 if due is None else due), 4, 1)


MEMORIES = st.builds(
    lambda stability, last, due: remember(stability, last, min(last, due)),
    st.floats(0.5, 300),
    st.integers(0, 90),
    st.integers(-90, 90),
)
PILES = st.dictionaries(st.integers(0, 99).map("b/e{}#a".format), MEMORIES, max_size=40)


def make_effort(days: int, seconds: float, card: str = "b/e0#a", rating: Rating = Rating.GOOD, met: int = 99) -> Effort:
    return Effort(card, ago(days), rating, int(seconds * 1000), ago(met))


def make_pile(cards: int, efforts: Sequence[Effort] = (), *, stability: float = 10, last: int = 20) -> Pile:
    """Return the pile of somebody who comes every day."""
    memories = {f"b/e{number}#a": remember(stability * (1 + number % 7), last) for number in range(cards)}
    pile = pile_up(memories, efforts, DAY, 0.9)
    return pile._replace(situation=pile.situation._replace(attendance=1.0))


@given(PILES)
def test_all_that_is_due_and_nothing_else_is_asked_by_falling_gain(memories: dict[str, Memory]) -> None:
    known = [stand(memory, DAY) for memory in memories.values()]
    order = order_backlog(COSTS, known, 0)
    assert sorted(order) == [place for place, card in enumerate(known) if card.due <= 0]
    waiting = [place for place in order if known[place].last < 0]
    assert order[: len(order) - len(waiting)] == [place for place in order if known[place].last == 0]
    gains = [find_gain(COSTS, known[place], 0) for place in waiting]
    assert gains == sorted(gains, reverse=True)


def test_the_gain_is_what_a_review_today_adds_to_recall_in_two_weeks_for_each_second() -> None:
    card = Standing(Strength(8, 5), -20, -10)
    recall = BOOKS.find_recall(8, 20)
    recalled, forgotten = BOOKS.recall(card.strength, recall), BOOKS.forget(card.strength, recall)
    later = recall * BOOKS.find_recall(recalled.stability, HORIZON)
    later += (1 - recall) * BOOKS.find_recall(forgotten.stability, HORIZON)
    seconds = recall * 8 + (1 - recall) * 26
    assert find_gain(COSTS, card, 0) == pytest.approx((later - BOOKS.find_recall(8, 20 + HORIZON)) / seconds)


@given(PILES, st.floats(-5, 500))
def test_a_day_takes_as_many_cards_as_fit_and_the_one_that_passes_its_end(
    memories: dict[str, Memory], seconds: float
) -> None:
    due = {card: memory for card, memory in memories.items() if memory.due <= DAY}
    cards = choose_due(due, DAY, COSTS, seconds)
    assert cards == choose_due(due, DAY, COSTS, 10**9)[: len(cards)]
    needed = [foresee_cost(COSTS, stand(due[card], DAY)) for card in cards]
    assert len(cards) == len(due) or sum(needed) >= seconds
    assert not cards or sum(needed[:-1]) < seconds


def test_a_day_of_cards_that_will_be_forgotten_holds_fewer() -> None:
    due = {f"b/e{number}#a": remember(0.5, 90) for number in range(50)}
    recall = BOOKS.find_recall(0.5, 90)
    assert len(choose_due(due, DAY, COSTS, 300)) == ceil(300 / (8 * recall + 26 * (1 - recall))) < 300 // 8


def test_what_takes_less_time_or_fades_faster_comes_first() -> None:
    sound, shaky = Standing(Strength(100, 5), -20, 0), Standing(Strength(10, 5), -20, 0)
    assert order_backlog(COSTS, [sound, shaky], 0) == [1, 0]
    slow = COSTS._replace(forgotten=200.0)
    assert find_gain(slow, shaky, 0) < find_gain(COSTS, shaky, 0)


@given(st.integers(1, 60), st.floats(1, 60))
@settings(max_examples=30)
def test_a_backlog_is_gone_sooner_and_at_less_loss_with_more_minutes(cards: int, minutes: float) -> None:
    pile = make_pile(cards)
    slow, fast = (foresee_recovery(pile, one, Random) for one in (minutes, 2 * minutes))
    assert fast.days is not None
    assert slow.days is None or slow.days >= fast.days
    assert slow.loss >= fast.loss >= 0


def test_what_fits_into_today_costs_nothing_and_what_waits_costs_what_fades() -> None:
    pile = make_pile(10)
    assert foresee_recovery(pile, 60, Random) == (60, 0, 0)
    situation = pile.situation._replace(seconds=20.0)
    days, loss = recover(situation, COSTS, 0.9, Random(1))
    assert 3 < days < LONGEST
    fading = [
        BOOKS.find_recall(card.strength.stability, 20) - BOOKS.find_recall(card.strength.stability, 20 + days)
        for card in situation.known
    ]
    assert 0 < loss < sum(fading)


def test_what_was_done_today_leaves_less_of_today() -> None:
    fresh, spent = make_pile(30), make_pile(30, [make_effort(0, 600, "b/e99#a")])
    assert [foresee_recovery(pile, 10, Random).days for pile in (fresh, spent)] == [0, 1]


def test_nothing_is_lost_beyond_what_all_cards_fade_while_nobody_comes() -> None:
    pile = make_pile(10)
    situation = pile.situation._replace(seconds=600.0, attendance=0.0)
    days, loss = recover(situation, COSTS, 0.9, Random(1))
    fading = [
        BOOKS.find_recall(card.strength.stability, 20) - BOOKS.find_recall(card.strength.stability, 20 + LONGEST)
        for card in situation.known
    ]
    assert days == LONGEST
    assert loss == pytest.approx(sum(fading))


def test_without_enough_minutes_there_is_no_end_to_foresee() -> None:
    pile = make_pile(400, stability=2)
    assert foresee_recovery(pile, 0.2, Random).days is None


@pytest.mark.parametrize("cards", [30, 300, 3000])
def test_the_proposal_brings_the_backlog_down_within_three_weeks(cards: int) -> None:
    proposal = propose_recovery(make_pile(cards), Random)
    assert proposal
    assert proposal.days is not None
    assert proposal.days <= SOON_ENOUGH
    assert proposal.minutes >= 10


def test_what_nobody_could_catch_up_with_gets_no_proposal() -> None:
    efforts = [make_effort(days + 1, 3000, f"b/e{days}#a") for days in range(60)]
    assert propose_recovery(make_pile(30000, efforts, stability=0.5), Random) is None


def test_a_usual_day_is_proposed_where_that_will_do() -> None:
    efforts = [make_effort(days + 1, 1200, f"b/e{days}#a") for days in range(5)]
    proposal = propose_recovery(make_pile(40, efforts), Random)
    assert proposal
    assert proposal.minutes == 20


@given(st.integers(0, 3 * SAMPLE), st.integers(0, 3 * SAMPLE))
def test_a_sample_has_as_many_due_cards_as_there_should_be(due: int, later: int) -> None:
    cards = [Standing(Strength(1 + number, 5), -9, 0) for number in range(due)]
    cards += [Standing(Strength(9, 5), -9, 1) for _ in range(later)]
    known, share = sample_cards(cards)
    assert len(known) <= SAMPLE + 1
    assert share * len(cards) == pytest.approx(len(known))
    count = sum(card.due <= 0 for card in known)
    assert abs(count - due * min(1, SAMPLE / max(1, due + later))) <= 0.5


def test_a_sample_foretells_what_all_cards_would() -> None:
    pile = make_pile(SAMPLE)
    many = make_pile(10 * SAMPLE)
    few, all_of_them = foresee_recovery(pile, 4, Random), foresee_recovery(many, 40, Random)
    assert few.days is not None
    assert all_of_them.days == pytest.approx(few.days, abs=1)
    assert all_of_them.loss == pytest.approx(10 * few.loss, rel=0.1)


def test_a_backlog_is_more_than_a_usual_day_after_days_away_and_more_than_two_otherwise() -> None:
    pile = make_pile(100)
    assert pile.seconds > 900
    for away, times, is_backlog in [(3, 1.1, True), (3, 0.9, False), (2, 1.1, False), (0, 2.1, True), (0, 1.9, False)]:
        assert pile._replace(away=away, usual=pile.seconds / times).is_backlog is is_backlog
    few = pile._replace(seconds=290, usual=1)
    assert not few._replace(away=9).is_backlog
    assert few._replace(away=9, seconds=310).is_backlog


def test_a_pile_knows_what_was_asked_since_the_catch_up_began() -> None:
    memories = {
        "b/asked#a": Memory(9, 5, ago(40), ago(1), DAY + timedelta(days=3), 4, 1),
        "b/met#a": Memory(9, 5, ago(1), ago(1), DAY + timedelta(days=3), 4, 1),
        "b/forgotten#a": Memory(9, 5, ago(40), DAY, DAY, 4, 1),
        "b/before#a": Memory(9, 5, ago(40), ago(9), DAY + timedelta(days=3), 4, 1),
    }
    pile = pile_up(memories, [make_effort(0, 30), make_effort(0, 10)], DAY, 0.9, ago(2))
    assert (pile.done, list(pile.due), pile.spent) == (1, ["b/forgotten#a"], 40)
    assert pile_up(memories, [], DAY, 0.9).done == 0


def test_recent_costs_are_those_of_the_whole_logs_where_the_efforts_have_them_from_the_first() -> None:
    log = [
        make_effort(9, 40, rating=Rating.AGAIN, met=9),
        make_effort(9, 6, met=9),
        make_effort(5, 9, met=9),
        make_effort(1, 30, rating=Rating.AGAIN, met=9),
    ]
    cards = [[effort._replace(card=f"b/e{number}#a") for effort in log] for number in range(ENOUGH)]
    newest_first = sorted(
        (effort for card in cards for effort in reversed(card)), key=lambda one: one.day, reverse=True
    )
    assert measure_recent_costs(newest_first) == Costs(40, 9, 30, 6)
    # Without the first answers nobody knows what the next ones were: only those after them count
    later = [effort for effort in newest_first if effort.day > ago(9)]
    assert measure_recent_costs(later) == Costs(forgotten=30)


def test_the_usual_day_is_the_median_of_those_before_today() -> None:
    efforts = [make_effort(0, 9000), make_effort(1, 60), make_effort(1, 40), make_effort(2, 300), make_effort(3, 20)]
    assert measure_usual(efforts, DAY) == 100
    assert measure_usual(efforts, ago(1)) == USUAL_SECONDS
    assert sum_spent(efforts, ago(1)) == 100


def test_a_break_does_not_count_against_how_often_one_comes() -> None:
    seen = {ago(50), ago(49), ago(47), ago(0)}
    assert count_away(seen, DAY) == 46
    assert list_habit_days(seen, DAY, DAY) == [ago(50), ago(49), ago(48), ago(47)]
    assert list_habit_days(seen, ago(2), DAY) == [ago(50), ago(49), ago(48), ago(47), ago(2), ago(1)]
    assert list_habit_days({ago(400), ago(1)}, DAY, DAY) == [ago(number) for number in range(60, 0, -1)]
    assert list_habit_days({ago(400)}, ago(80), DAY) == [ago(number) for number in range(60, 0, -1)]
    assert list_habit_days(set(), DAY, DAY) == []
    assert count_away(set(), DAY) == 0


def test_who_comes_seldom_takes_longer() -> None:
    pile = make_pile(60)
    seldom = pile._replace(situation=pile.situation._replace(attendance=0.4))
    days = [foresee_recovery(one, 3, Random).days or LONGEST for one in (pile, seldom)]
    assert days[0] < days[1]


def test_a_situation_is_left_as_it_was() -> None:
    situation = Situation([Standing(Strength(8, 5), -20, -10)], [], 30, 60.0)
    first = recover(situation, COSTS, 0.9, Random(1))
    assert recover(situation, COSTS, 0.9, Random(1)) == first
    assert situation.known == [Standing(Strength(8, 5), -20, -10)]
