"""sessions/sitting.py"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import replace

from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.review import Kind, Memory, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.scheduling.memory import preview_ratings
from tvp_quiz.sessions.sitting import (
    Answer,
    Deed,
    Sitting,
    answer_card,
    bring_soon,
    leave_out,
    make_review_id,
    return_card,
    start_sitting,
)

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
ENTROPY = bytes(range(10))
RATINGS = st.lists(st.sampled_from(Rating), max_size=60)
QUEUES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), unique=True, max_size=25).map(
    lambda pairs: [f"b/e{entry}#p{prompt}" for entry, prompt in pairs]
)


def known(queue: Sequence[str]) -> dict[str, Memory]:
    last = DAY - timedelta(days=10)
    return {card: Memory(10, 5, last, last, DAY, 4, 0) for card in queue}


def start(queue: Sequence[str], *, new: bool = False, kind: Kind = Kind.DRILL) -> Sitting:
    return start_sitting(queue, {} if new else known(queue), DAY, Settings(), kind)


def answer(state: Sitting, rating: Rating) -> Sitting:
    return answer_card(state, Answer(rating, NOW, 1000), ENTROPY)[0]


def drill(state: Sitting, ratings: Sequence[Rating]) -> tuple[list[tuple[str, Rating]], Sitting]:
    asked = []
    for rating in ratings:
        if state.current is None:
            break
        asked.append((state.current, rating))
        state = answer(state, rating)
    return asked, state


@given(QUEUES, RATINGS)
def test_undo_is_the_inverse_of_answer_also_of_what_the_next_key_would_show(
    queue: list[str], ratings: list[Rating]
) -> None:
    state = start(queue)
    for rating in ratings:
        if state.current is None:
            break
        before = preview_ratings(state.current, state.memory, DAY, 0.9)
        after = answer(state, rating)
        assert after.past is not None
        assert after.past == state
        assert preview_ratings(state.current, after.past.memory, DAY, 0.9) == before
        state = after


@given(QUEUES, RATINGS)
def test_a_due_sibling_never_comes_within_five_cards(queue: list[str], ratings: list[Rating]) -> None:
    asked, _ = drill(start(queue), ratings)
    for place, (card, _) in enumerate(asked):
        near = [other for other, _ in asked[max(0, place - 5) : place]]
        assert not [other for other in near if other != card and get_entry(other) == get_entry(card)]


@given(QUEUES, RATINGS)
def test_a_forgotten_card_comes_back_five_cards_later_or_last(queue: list[str], ratings: list[Rating]) -> None:
    asked, state = drill(start(queue), ratings)
    for place, (card, rating) in enumerate(asked):
        again = next((n for n, (other, _) in enumerate(asked) if n > place and other == card), None)
        if rating is not Rating.AGAIN:
            assert again is None
        elif again is None:
            assert state.current == card or card in state.waiting
        elif again - place <= 5:
            # it was the last that could be asked: what came later, or waits, was itself forgotten or is a sibling of
            # one that was asked too recently
            near = {get_entry(other) for other, _ in asked[max(0, again - 5) : again]}
            later = [other for other, _ in asked[again:]] + list(state.waiting)
            assert {get_entry(other) for other in later} <= near


@given(QUEUES, RATINGS)
def test_no_forgotten_card_is_left_over(queue: list[str], ratings: list[Rating]) -> None:
    _, state = drill(start(queue), ratings)
    assert state.current is not None or not set(state.waiting) & set(state.again)


def test_a_forgotten_card_goes_behind_the_cards_that_wait() -> None:
    state = answer(start([f"b/e{n}#a" for n in range(8)]), Rating.AGAIN)
    assert state.waiting[-1] == "b/e0#a"
    assert state.done == 0
    assert state.left == 8


def test_all_cards_are_asked_where_each_is_of_an_entry_of_its_own() -> None:
    queue = [f"b/e{n}#a" for n in range(12)]
    asked, state = drill(start(queue), [Rating.GOOD] * 20)
    assert [card for card, _ in asked] == queue
    assert (state.current, state.done, state.left) == (None, 12, 0)


def test_a_due_sibling_that_finds_no_room_is_kept_for_another_sitting() -> None:
    asked, state = drill(start(["b/e#a", "b/e#b", "b/f#a"]), [Rating.GOOD] * 5)
    assert [card for card, _ in asked] == ["b/e#a", "b/f#a"]
    assert state.waiting == ("b/e#b",)


def test_new_siblings_come_all_the_same_where_nothing_else_is_left() -> None:
    asked, state = drill(start(["b/e#a", "b/e#b", "b/f#a"], new=True), [Rating.GOOD] * 5)
    assert [card for card, _ in asked] == ["b/e#a", "b/f#a", "b/e#b"]
    assert state.left == 0


def test_a_forgotten_card_is_asked_with_the_memory_that_forgetting_left() -> None:
    state = answer(start(["b/e#a"]), Rating.AGAIN)
    assert state.current == "b/e#a"
    assert state.memory
    assert (state.memory.lapses, state.memory.is_forgotten) == (1, True)


def test_cramming_leaves_memory_alone_and_asks_a_forgotten_card_again() -> None:
    start_state = start(["b/e#a", "b/f#a"], kind=Kind.CRAM)
    state, review, memory = answer_card(start_state, Answer(Rating.AGAIN, NOW, 1000), ENTROPY)
    assert (review.kind, memory) == (Kind.CRAM, None)
    state = answer(state, Rating.GOOD)
    assert (state.current, state.memory) == ("b/e#a", start_state.memory)


def test_a_review_holds_all_that_a_replay_needs() -> None:
    now = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    given = Answer(Rating.GOOD, now, 1500, "a stack", correct=True, fingerprint="f00d")
    _, review, memory = answer_card(start(["b/e#a"]), given, ENTROPY)
    assert (review.reviewed_at, review.utc_offset, review.day) == (NOW, 330, DAY)
    assert (review.card, review.rating, review.retention, review.duration_ms) == ("b/e#a", Rating.GOOD, 0.9, 1500)
    assert (review.response, review.correct, review.fingerprint) == ("a stack", True, "f00d")
    assert memory == preview_ratings("b/e#a", known(["b/e#a"])["b/e#a"], DAY, 0.9)[Rating.GOOD]


def test_a_question_left_open_counts_two_minutes_at_most() -> None:
    review = answer_card(start(["b/e#a"]), Answer(Rating.GOOD, NOW, 10**9), ENTROPY)[1]
    assert review.duration_ms == 120_000


def test_nothing_can_be_answered_where_no_card_is_asked() -> None:
    with pytest.raises(ValueError, match="no card"):
        answer(start([]), Rating.GOOD)


@given(st.integers(0, 2**40), st.binary(min_size=10, max_size=10))
def test_review_ids_are_uuid7_and_sort_by_time(milliseconds: int, entropy: bytes) -> None:
    now = datetime.fromtimestamp(milliseconds / 1000, UTC)
    made = make_review_id(now, entropy)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made < make_review_id(now + timedelta(milliseconds=2), bytes(10))


def test_a_suspended_card_is_left_out_wherever_it_is() -> None:
    state = start(["b/e#a", "b/f#a"])
    skipped = leave_out(state, "b/e#a", Deed.SUSPENDED)
    assert (skipped.current, skipped.past, skipped.deed) == ("b/f#a", state, (Deed.SUSPENDED, "b/e#a"))
    forgotten = answer(state, Rating.AGAIN)
    dropped = leave_out(forgotten, "b/e#a", Deed.BURIED)
    assert (dropped.current, dropped.waiting, dropped.again) == ("b/f#a", (), {})


def test_a_card_of_an_earlier_sitting_comes_back_in_front_of_the_one_asked() -> None:
    state = start(["b/e#a", "b/f#a", "b/g#a"])
    back = return_card(state, "b/g#a", None)
    assert (back.current, back.waiting, back.memory) == ("b/g#a", ("b/e#a", "b/f#a"), None)
    memory = replace(known(["b/g#a"])["b/g#a"], reps=9)
    assert return_card(state, "b/g#a", memory).memory == memory
    assert return_card(start([]), "b/g#a", memory).current == "b/g#a"


ALIKE = {"b/e0#a": {"b/e1#a"}, "b/e3#a": {"b/e2#a"}}


@given(st.permutations([f"b/e{n}#a" for n in range(6)]), RATINGS)
def test_cards_easily_confused_are_never_next_to_each_other(queue: list[str], ratings: list[Rating]) -> None:
    state = start_sitting(queue, known(queue), DAY, Settings(), Kind.DRILL, alike=lambda card: ALIKE.get(card, ()))
    asked, _ = drill(state, ratings)
    seen: set[str] = set()
    for (card, rating), (following, _) in pairwise(asked):
        seen.add(card)
        # a forgotten card that is the last one comes back all the same
        if following not in seen or rating is not Rating.AGAIN:
            assert following not in ALIKE.get(card, ()) or following in seen
            assert card not in ALIKE.get(following, ()) or following in seen


def test_a_card_brought_soon_comes_next_with_its_memory() -> None:
    state = start(["b/e#a", "b/f#a", "b/g#a"])
    memory = replace(known(["b/h#a"])["b/h#a"], reps=9)
    soon = bring_soon(bring_soon(state, "b/g#a", None), "b/h#a", memory)
    assert soon.waiting == ("b/h#a", "b/g#a", "b/f#a")
    assert answer(soon, Rating.GOOD).memory == memory
    assert bring_soon(state, "b/e#a", None) == state


def test_siblings_begin_in_time_for_all_of_them_to_come() -> None:
    queue = [*(f"b/e{n}#a" for n in range(10)), "b/s#a", "b/s#b", "b/s#c"]
    asked, state = drill(start(queue), [Rating.GOOD] * 20)
    assert len(asked) == 13
    assert state.waiting == ()
    assert [card for card, _ in asked[:1]] == ["b/s#a"]
    assert [place for place, (card, _) in enumerate(asked) if card.startswith("b/s#")] == [0, 6, 12]
