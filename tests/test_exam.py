"""sessions/exam.py"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import CLOZE, MATCH, MULTIPLE, ORDER, TYPED

from tvp_quiz.domain.exam import Attempt, Certainty, Given, GoTo, Move, Step
from tvp_quiz.domain.prompt import Prompt, Response
from tvp_quiz.sessions.exam import (
    FIRST,
    LAST,
    Exam,
    count_skipped,
    find_flagged,
    find_missing,
    find_unsure,
    make_move,
    pass_time,
    read_response,
    start_exam,
    word_response,
)

QUESTIONS = 4
LIMIT = 60_000
MOVES = st.one_of(
    st.sampled_from([Step.NEXT, Step.PREVIOUS, Step.FLAG, Step.HAND_IN, Step.LEAVE, *Certainty]),
    st.builds(GoTo, st.integers(0, QUESTIONS - 1)),
    st.builds(Given, st.lists(st.sampled_from(["", " ", "a", "b"]), max_size=2).map(tuple), st.booleans()),
)


def start(*attempts: Attempt, index: int = 0, used_ms: int = 0) -> Exam:
    return start_exam(LIMIT, attempts or (Attempt(),) * QUESTIONS, index, used_ms)


def play(state: Exam, *moves: Move) -> Exam:
    for move in moves:
        state, _ = make_move(state, move)
    return state


def test_one_goes_back_and_forth_and_no_further_than_there_are_questions() -> None:
    state = start()
    assert make_move(state, Step.PREVIOUS) == (state, FIRST)
    assert play(state, Step.NEXT, Step.NEXT, Step.PREVIOUS).index == 1
    last = play(state, GoTo(QUESTIONS - 1))
    assert make_move(last, Step.NEXT) == (last, LAST)


def test_an_answer_can_be_changed_and_taken_back() -> None:
    state = play(start(), Given(("a",)))
    assert state.attempt.given == ("a",)
    assert state.index == 0
    assert play(state, Given(("b",))).attempt.given == ("b",)
    assert play(state, Given(("", " "))).attempt.given == ()
    assert play(state, Given(("b",), done=True)).index == 1


def test_how_sure_one_is_goes_with_the_answer_and_on_to_the_next_question() -> None:
    state = play(start(), Given(("a",)), Certainty.SURE)
    assert state.index == 1
    back = play(state, Step.PREVIOUS)
    assert back.attempt.certainty is Certainty.SURE
    assert play(back, Given(("a",))).attempt.certainty is Certainty.SURE
    assert play(back, Given(("b",))).attempt.certainty is None


def test_what_is_open_is_counted() -> None:
    state = play(start(), Given(("a",), done=True), Step.FLAG, Step.NEXT, GoTo(3), Given(("c",)), Certainty.FAIRLY)
    assert find_missing(state) == (1, 2)
    assert find_flagged(state) == (1,)
    assert find_unsure(state) == (0,)
    assert count_skipped(state) == 2
    # the question looked at may be answered yet
    assert count_skipped(play(state, GoTo(1))) == 1
    assert find_flagged(play(state, GoTo(1), Step.FLAG)) == ()


def test_time_is_taken_from_the_clock_and_counted_for_the_question_looked_at() -> None:
    state = play(pass_time(start(), 5000), Step.NEXT)
    state = pass_time(state, 2000)
    assert state.left_ms == LIMIT - 7000
    assert [attempt.ms for attempt in state.attempts] == [5000, 2000, 0, 0]


def test_the_clock_stops_at_the_end_and_never_goes_back() -> None:
    state = pass_time(start(), LIMIT + 999)
    assert (state.left_ms, state.used_ms, state.attempt.ms) == (0, LIMIT, LIMIT)
    assert pass_time(start(used_ms=500), -100).used_ms == 500


def test_a_paper_is_gone_on_with_where_it_was_left() -> None:
    state = start(Attempt(("a",), flagged=True, seen=True, ms=7), Attempt(), index=1, used_ms=100)
    assert (state.index, state.left_ms) == (1, LIMIT - 100)
    assert state.attempts[0] == Attempt(("a",), flagged=True, seen=True, ms=7)
    # questions may have gone since
    assert start(Attempt(), index=5).index == 0


def test_a_paper_without_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="questions"):
        start_exam(LIMIT, ())


@given(st.lists(st.tuples(MOVES, st.integers(-5, 9000)), max_size=30))
def test_no_move_loses_an_answer_to_another_question_nor_time(moves: list[tuple[Move, int]]) -> None:
    state = start()
    for move, ms in moves:
        before = pass_time(state, ms)
        state, _ = make_move(before, move)
        assert 0 <= state.index < QUESTIONS
        assert state.left_ms == before.left_ms >= 0
        others = [index for index in range(QUESTIONS) if index != before.index]
        assert [state.attempts[index].given for index in others] == [before.attempts[index].given for index in others]
        assert sum(attempt.ms for attempt in state.attempts) == state.used_ms
        assert all(attempt.given == () or any(map(str.strip, attempt.given)) for attempt in state.attempts)
        assert state.attempt.seen


@pytest.mark.parametrize(
    ("prompt", "response"),
    [
        (MULTIPLE.prompt, Response((0, 2))),
        (MATCH.prompt, Response((2, 0))),
        (ORDER.prompt, Response((3, 1))),
        (TYPED.prompt, Response(texts=("mutex",))),
        (CLOZE.prompt, Response(texts=("", "pipes"))),
        (TYPED.prompt, Response()),
    ],
)
def test_a_response_comes_back_from_its_words(prompt: Prompt, response: Response) -> None:
    assert read_response(prompt, word_response(prompt, response)) == response


def test_an_option_that_is_gone_leaves_no_response() -> None:
    assert read_response(MULTIPLE.prompt, ("code", "gone")) is None
