"""scheduling/queue.py"""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.scheduling.queue import choose_new, is_fragile, order_due, order_weakest, spread_new

DAY = date(2026, 3, 1)


def remember(stability: float, ago: int, *, forgotten: bool = False) -> Memory:
    last = DAY - timedelta(days=ago)
    due = last if forgotten else min(DAY, last + timedelta(days=max(1, round(stability))))
    return Memory(stability, 5, last, last, due, 3, 0)


MEMORIES = st.builds(remember, st.floats(0.1, 400), st.integers(0, 500), forgotten=st.booleans())
DUE = st.dictionaries(st.integers(0, 300).map("b/e{}#ask".format), MEMORIES, max_size=60)
NEW = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5)), unique=True, max_size=50)


@given(DUE, st.randoms(use_true_random=False))
def test_without_a_limit_all_due_cards_come_by_falling_retrievability(due: dict[str, Memory], dice: Random) -> None:
    ordered = order_due(due, DAY, None, dice)
    chances = [find_retrievability(due[card], DAY) for card in ordered]
    assert sorted(ordered) == sorted(due)
    assert chances == sorted(chances, reverse=True)


@given(DUE, st.integers(0, 40), st.randoms(use_true_random=False))
def test_a_limit_keeps_a_third_for_lapsed_and_fresh_cards(due: dict[str, Memory], limit: int, dice: Random) -> None:
    ordered = order_due(due, DAY, limit, dice)
    assert len(ordered) == len(set(ordered)) == min(limit, len(due))
    fragile = sum(map(is_fragile, due.values()))
    assert sum(is_fragile(due[card]) for card in ordered) >= min(fragile, limit // 3)


def test_a_limit_keeps_the_most_retrievable_of_the_rest() -> None:
    due = {f"b/e{ago}#ask": remember(30, ago) for ago in range(40, 80)}
    assert set(order_due(due, DAY, 6, Random(1))) == {f"b/e{ago}#ask" for ago in range(40, 46)}


def test_a_card_long_overdue_after_a_lapse_is_not_starved() -> None:
    due = {f"b/e{ago}#ask": remember(30, ago) for ago in range(30, 80)}
    due["b/lapsed#ask"] = remember(1, 60, forgotten=True)
    assert "b/lapsed#ask" in order_due(due, DAY, 3, Random(1))


def test_cards_equally_retrievable_come_in_an_order_of_the_dice() -> None:
    due = {f"b/e{number}#ask": remember(5, 5) for number in range(30)}
    assert order_due(due, DAY, None, Random(1)) == order_due(due, DAY, None, Random(1))
    assert order_due(due, DAY, None, Random(1)) != order_due(due, DAY, None, Random(2))


@given(NEW, NEW, st.integers(0, 30))
def test_new_cards_of_one_entry_share_a_day_only_when_nothing_else_is_left(
    cards: list[tuple[int, int]], known: list[tuple[int, int]], count: int
) -> None:
    ids = [f"b/e{entry}#{prompt}" for entry, prompt in cards]
    learned = {f"b/e{entry}#{prompt}" for entry, prompt in known}
    introduced = {f"b/e{entry}#{prompt}" for entry, prompt in known if prompt % 2}
    chosen = choose_new(ids, learned, introduced, (), count)
    left = [card for card in ids if card not in learned]
    assert len(chosen) == min(count, len(left))
    assert set(chosen) <= set(left)
    today = [get_entry(card) for card in introduced]
    entries = [*dict.fromkeys(today), *map(get_entry, chosen)]
    if len(entries) > len(set(entries)):
        untouched = {get_entry(card) for card in left} - set(entries)
        assert not untouched


def test_new_cards_come_in_bank_order_and_hidden_ones_do_not() -> None:
    cards = ["b/one#a", "b/one#b", "b/two#a", "b/three#a"]
    assert choose_new(cards, (), (), {"b/two#a"}, 2) == ["b/one#a", "b/three#a"]


def test_an_entry_met_today_waits_for_another_day() -> None:
    cards = ["b/one#a", "b/one#b", "b/two#a"]
    assert choose_new(cards, {"b/one#a"}, {"b/one#a"}, (), 1) == ["b/two#a"]
    assert choose_new(cards, {"b/one#a"}, (), (), 1) == ["b/one#b"]


@given(st.integers(0, 60), st.integers(0, 20))
def test_new_cards_are_spread_evenly_and_a_due_one_comes_first(due: int, new: int) -> None:
    mixed = spread_new([f"d{n}" for n in range(due)], [f"n{n}" for n in range(new)])
    assert [card for card in mixed if card[0] == "d"] == [f"d{n}" for n in range(due)]
    assert [card for card in mixed if card[0] == "n"] == [f"n{n}" for n in range(new)]
    if due:
        assert mixed[0] == "d0"
    gaps = [len(run) for run in "".join(card[0] for card in mixed).split("n")][1:-1]
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_cramming_begins_with_the_weakest() -> None:
    memories = {"b/strong#a": remember(300, 5), "b/weak#a": remember(1, 30), "b/middle#a": remember(10, 10)}
    assert order_weakest(memories, DAY, 2) == ["b/weak#a", "b/middle#a"]


def test_a_third_of_a_short_sitting_is_for_what_fades_within_a_week() -> None:
    due = {f"b/e{ago}#ask": remember(30, ago) for ago in range(30, 60)}
    due |= {f"b/f{ago}#ask": remember(6.9, ago) for ago in range(60, 70)}
    kept = order_due(due, DAY, 6, Random(1))
    assert sum(card.startswith("b/f") for card in kept) == 2
    assert not is_fragile(remember(7, 8))
