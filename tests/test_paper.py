"""sessions/paper.py, sessions/prediction.py"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product
from math import isclose, prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import replace

from tvp_quiz.domain.card import (
    Card,
    Choice,
    Match,
    Multiple,
    Number,
    Option,
    Order,
    Question,
    Recall,
    Typed,
    get_entry,
)
from tvp_quiz.domain.exam import Share, Topic
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.sessions.paper import draw_paper, split_evenly, split_parts
from tvp_quiz.sessions.prediction import measure_chances, predict_mark, value_guess

DAY = date(2026, 3, 1)
CHOICE = Choice(Option("right"), (Option("wrong"), Option("worse"), Option("worst")))


def make_cards(bank: str, count: int, refs: Iterable[str] = (), tags: tuple[str, ...] = ()) -> list[Card]:
    """Return two cards that can be marked and one that can't for each of some entries, which cite the refs in turn."""
    cited = list(refs) or [""]
    kinds: dict[str, Question] = {"choose": CHOICE, "term": Typed(("x",)), "tell": Recall("y")}
    return [
        Card(f"{bank}/e{n}#{name}", "", f"{n}?", kind, refs=(cited[n % len(cited)],) if refs else (), tags=tags)
        for n in range(count)
        for name, kind in kinds.items()
    ]


def count_banks(cards: Iterable[Card]) -> Counter[str]:
    return Counter(card.id.partition("/")[0] for card in cards)


def test_a_paper_takes_equally_from_every_bank_and_more_from_the_large_ones_where_one_runs_out() -> None:
    cards = [*make_cards("a", 20), *make_cards("b", 20), *make_cards("c", 2)]
    assert count_banks(draw_paper(cards, 6, (), Random(1)).cards) == {"a": 2, "b": 2, "c": 2}
    assert count_banks(draw_paper(cards, 12, (), Random(1)).cards) == {"a": 5, "b": 5, "c": 2}


def test_a_paper_cites_the_refs_equally_often() -> None:
    cards = make_cards("a", 30, [*["often"] * 8, "seldom", "rare"])
    drawn = draw_paper(cards, 9, (), Random(3)).cards
    assert Counter(ref for card in drawn for ref in card.refs) == {"often": 3, "seldom": 3, "rare": 3}


@given(seed=st.integers(0, 999), sizes=st.lists(st.integers(0, 9), min_size=1, max_size=4), count=st.integers(1, 40))
def test_no_paper_has_siblings_or_recall_cards_and_each_has_as_many_as_there_are(
    seed: int, sizes: list[int], count: int
) -> None:
    cards = [card for bank, size in zip("abcd", sizes, strict=False) for card in make_cards(bank, size)]
    drawn, notes = draw_paper(cards, count, (), Random(seed))
    entries = [get_entry(card.id) for card in drawn]
    assert len(entries) == len(set(entries)) == min(count, sum(sizes))
    assert not any(isinstance(card.question, Recall) for card in drawn)
    assert bool(notes) == (count > sum(sizes))
    banks = count_banks(drawn)
    rest = [banks[bank] for bank, size in zip("abcd", sizes, strict=False) if banks[bank] < size]
    assert not rest or max(banks.values()) - min(rest) <= 1


@given(seed=st.integers(0, 999), shuffle=st.randoms(use_true_random=False))
def test_the_same_seed_and_cards_give_the_same_paper_in_whatever_order_the_cards_come(
    seed: int, shuffle: Random
) -> None:
    cards = [*make_cards("a", 9, ["r", "s"]), *make_cards("b", 9, ["s", "t"])]
    mixed = list(cards)
    shuffle.shuffle(mixed)
    assert draw_paper(cards, 8, (), Random(seed)) == draw_paper(mixed, 8, (), Random(seed))


def test_another_seed_gives_another_paper() -> None:
    cards = make_cards("a", 30)
    assert len({draw_paper(cards, 5, (), Random(seed)).cards for seed in range(9)}) == 9


def test_a_paper_is_not_in_the_order_of_its_banks() -> None:
    cards = [*make_cards("a", 30), *make_cards("b", 30)]
    banks = "".join(card.id[0] for card in draw_paper(cards, 20, (), Random(1)).cards)
    assert banks not in {"a" * 10 + "b" * 10, "b" * 10 + "a" * 10, "ab" * 10, "ba" * 10}


def test_a_blueprint_sets_the_shares() -> None:
    cards = [*make_cards("a", 20), *make_cards("b", 20, ["r"]), *make_cards("c", 20, tags=("t",))]
    shares = [Share(Topic.BANK, "a", 50), Share(Topic.REF, "r", 30), Share(Topic.TAG, "t", 20)]
    drawn, notes = draw_paper(cards, 10, shares, Random(1))
    assert count_banks(drawn) == {"a": 5, "b": 3, "c": 2}
    assert notes == ()


def test_what_a_blueprint_asks_for_and_the_banks_lack_is_said() -> None:
    shares = [Share(Topic.BANK, "a", 1), Share(Topic.TAG, "none", 1)]
    drawn, notes = draw_paper(make_cards("a", 20), 6, shares, Random(1))
    assert len(drawn) == 3
    assert notes == (
        "The blueprint wants 3 of tag none; there are 0.",
        "This paper has 3 questions rather than 6: one an entry, recall cards left out.",
    )


@given(
    seed=st.integers(0, 99),
    tags=st.lists(st.sets(st.sampled_from("xyz"), max_size=3), min_size=1, max_size=8),
    parts=st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any),
)
def test_overlapping_shares_are_filled_if_they_can_be(seed: int, tags: list[set[str]], parts: list[int]) -> None:
    cards = [
        replace(make_cards("a", 1)[0], id=f"a/e{number}#ask", tags=tuple(sorted(each)))
        for number, each in enumerate(tags)
    ]
    shares = [Share(Topic.TAG, tag, part) for tag, part in zip("xyz", parts, strict=True) if part]
    wanted = [share.name for share in shares for _ in range(int(share.parts))]
    drawn, _ = draw_paper(cards, len(wanted), shares, Random(seed))
    choices = [[None, *(index for index, each in enumerate(tags) if tag in each)] for tag in wanted]
    best = max(
        len(taken)
        for choice in product(*choices[:5])
        if len(taken := [one for one in choice if one is not None]) == len(set(taken))
    )
    assert len(drawn) >= best if len(wanted) > 5 else len(drawn) == best


@given(count=st.integers(0, 99), parts=st.lists(st.floats(0.1, 99), min_size=1, max_size=6))
def test_parts_add_up_and_are_right_to_one_question(count: int, parts: list[float]) -> None:
    quotas = split_parts(count, [Share(Topic.BANK, "a", part) for part in parts])
    assert sum(quotas) == count
    assert all(abs(quota - count * part / sum(parts)) < 1 for quota, part in zip(quotas, parts, strict=True))


def test_an_even_split_respects_the_sizes() -> None:
    assert split_evenly(7, [9, 1, 9]) == [3, 1, 3]
    assert split_evenly(99, [2, 0, 3]) == [2, 0, 3]


@pytest.mark.parametrize(
    ("question", "worth"),
    [
        (CHOICE, 1 / 4),
        (Choice(Option("True"), (Option("False"),), shuffled=False), 1 / 2),
        (Multiple((Option("a"), Option("b")), (Option("c"),)), 1 / 7),
        (Match((("a", "1"), ("b", "2")), ("3",)), 1 / 6),
        (Match((("a", "1"), ("b", "1"), ("c", "2"))), 1 / 8),
        (Order(("a", "b", "c")), 1 / 6),
        (Typed(("x",)), 0),
        (Number(1, "1"), 0),
    ],
)
def test_a_guess_is_worth_one_in_as_many_as_could_be_answered(question: Question, worth: float) -> None:
    assert value_guess(question) == worth


def test_a_mark_is_foretold_from_memories_and_guesses() -> None:
    known, new = make_cards("a", 2)[0], make_cards("a", 2)[3]
    memory = Memory(10, 5, date(2026, 1, 1), date(2026, 2, 20), date(2026, 3, 2), 3, 0)
    expected = (find_retrievability(memory, DAY) + 1 / 4) / 2
    assert predict_mark([known, new], {known.id: memory}, DAY).share == pytest.approx(expected)


@pytest.mark.parametrize("due", [DAY, DAY + timedelta(days=30)], ids=["forgotten", "recalled"])
def test_a_card_seen_on_the_day_itself_is_not_certain(due: date) -> None:
    cards = make_cards("a", 2)[:2]
    memory = Memory(2, 5, DAY, DAY, due, 1, 0)
    share, low, high = predict_mark(cards, {card.id: memory for card in cards}, DAY)
    assert share == pytest.approx(find_retrievability(memory, DAY + timedelta(days=1)))
    assert low < high


@pytest.mark.parametrize(
    ("chances", "low", "high"), [([0.999] * 4, 0.75, 1), ([0.0], 0, 1), ([1.0, 0.0] * 2, 0.25, 0.75)]
)
def test_the_range_of_a_mark_has_a_width(chances: list[float], low: float, high: float) -> None:
    assert measure_chances(chances)[1:] == (low, high)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_range_of_a_mark_is_that_of_every_way_the_answers_can_fall(chances: list[float]) -> None:
    weights = [0.0] * (len(chances) + 1)
    for fall in product((True, False), repeat=len(chances)):
        weights[sum(fall)] += prod(chance if hit else 1 - chance for chance, hit in zip(chances, fall, strict=True))
    share, low, high = measure_chances(chances)
    count = len(chances)
    assert isclose(share, sum(chances) / count)
    assert sum(weights[: round(low * count)]) < 0.025 + 1e-9
    assert sum(weights[round(high * count) + 1 :]) <= 0.025 + 1e-9
    assert low < high
