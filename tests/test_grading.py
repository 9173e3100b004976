"""sessions/grading.py, sessions/prompts.py"""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.card import (
    Card,
    Choice,
    Cloze,
    Match,
    Multiple,
    Number,
    Option,
    Order,
    Question,
    Recall,
    Typed,
)
from tvp_quiz.domain.prompt import Mode, Prompt, Response, Verdict
from tvp_quiz.domain.review import Rating
from tvp_quiz.sessions.grading import choose_rating, grade_response
from tvp_quiz.sessions.prompts import make_prompt


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(text) for text in texts)


CHOICE = Choice(Option("right"), options("wrong", "worse", "worst"))
TRUE_FALSE = Choice(Option("False"), options("True"), shuffled=False)
MULTIPLE = Multiple(options("one", "two", "three"), options("four", "five"))
MATCH = Match((("thread", "stack"), ("process", "memory"), ("program", "file")), ("cable",))
SHARED_MATCH = Match((("thread", "cheap"), ("process", "dear"), ("coroutine", "cheap")))
ORDER = Order(("first", "second", "third", "fourth"))
CLOZE = Cloze(("A ", " has a ", "."), (("thread",), ("stack", "pile")))
QUESTIONS: list[Question] = [CHOICE, TRUE_FALSE, MULTIPLE, MATCH, SHARED_MATCH, ORDER]


def ask(question: Question, seed: int = 1) -> Prompt:
    return make_prompt(Card("b/e#ask", "Aspect", "Stem?", question), Random(seed))


def grade(prompt: Prompt, *answers: str) -> Verdict:
    texts = [option.text for option in prompt.options]
    response = Response(picks=tuple(texts.index(answer) for answer in answers))
    verdict = grade_response(prompt, response)
    assert verdict
    return verdict


@given(st.sampled_from(QUESTIONS), st.integers())
def test_the_key_is_right_however_the_options_fall(question: Question, seed: int) -> None:
    prompt = ask(question, seed)
    verdict = grade_response(prompt, Response(picks=prompt.key))
    assert verdict
    assert (verdict.correct, verdict.share) == (True, 1)
    assert choose_rating(verdict) is Rating.GOOD


@given(st.sampled_from(QUESTIONS), st.integers(), st.data())
def test_anything_but_the_key_is_wrong_and_shares_stay_below_one(
    question: Question, seed: int, data: st.DataObject
) -> None:
    prompt = ask(question, seed)
    picks = data.draw(st.permutations(range(len(prompt.options))))[: len(prompt.key)]
    texts = [[prompt.options[pick].text for pick in some] for some in (picks, prompt.key)]
    same = sorted(texts[0]) == sorted(texts[1]) if prompt.mode is Mode.SOME else texts[0] == texts[1]
    verdict = grade_response(prompt, Response(picks=tuple(picks)))
    assert verdict
    assert verdict.correct == same
    assert (verdict.share == 1) == same
    assert 0 <= verdict.share <= 1


@given(st.sampled_from(QUESTIONS), st.integers())
def test_the_same_dice_give_the_same_prompt(question: Question, seed: int) -> None:
    assert ask(question, seed) == ask(question, seed)


def test_options_fall_anew_and_each_may_come_first() -> None:
    firsts = {ask(CHOICE, seed).options[0].text for seed in range(60)}
    assert firsts == {"right", "wrong", "worse", "worst"}


def test_true_stands_before_false_whichever_is_right() -> None:
    assert [option.text for option in ask(TRUE_FALSE).options] == ["True", "False"]
    assert ask(TRUE_FALSE).key == (1,)


def test_a_choice_is_right_or_wrong() -> None:
    prompt = ask(CHOICE)
    assert grade(prompt, "right").correct
    wrong = grade(prompt, "worse")
    assert (wrong.correct, wrong.share, wrong.given) == (False, 0, "worse")
    assert choose_rating(wrong) is Rating.AGAIN


@pytest.mark.parametrize(
    ("answers", "share"),
    [(["one", "two"], 2 / 3), (["one", "four"], 0), (["one", "two", "four"], 1 / 3), (["four", "five"], 0), ([], 0)],
)
def test_of_several_options_a_wrong_one_costs_a_right_one(answers: list[str], share: float) -> None:
    verdict = grade(ask(MULTIPLE), *answers)
    assert verdict.share == pytest.approx(share)
    assert not verdict.correct


def test_a_match_is_graded_pair_by_pair() -> None:
    verdict = grade(ask(MATCH), "stack", "cable", "file")
    assert verdict.parts == (True, False, True)
    assert verdict.share == pytest.approx(2 / 3)
    assert verdict.given == "stack; cable; file"


def test_a_right_that_two_lefts_share_stands_once_and_fits_both() -> None:
    prompt = ask(SHARED_MATCH)
    assert sorted(option.text for option in prompt.options) == ["cheap", "dear"]
    assert grade(prompt, "cheap", "dear", "cheap").correct


def test_an_order_is_graded_place_by_place() -> None:
    verdict = grade(ask(ORDER), "first", "third", "second", "fourth")
    assert verdict.parts == (True, False, False, True)
    assert verdict.share == 0.5


def test_too_few_picks_leave_the_rest_wrong() -> None:
    assert grade(ask(ORDER), "first").parts == (True, False, False, False)


def test_gaps_are_graded_one_by_one() -> None:
    prompt = ask(CLOZE)
    assert prompt.mode is Mode.GAPS
    verdict = grade_response(prompt, Response(texts=("Threads", "heap")))
    assert verdict
    assert (verdict.parts, verdict.share, verdict.given) == ((True, False), 0.5, "Threads; heap")
    right = grade_response(prompt, Response(texts=("thread", "pile")))
    assert right
    assert right.correct


def test_a_missing_filling_is_wrong() -> None:
    verdict = grade_response(ask(CLOZE), Response(texts=("thread",)))
    assert verdict
    assert verdict.parts == (True, False)


def test_a_slip_is_remarked_on() -> None:
    verdict = grade_response(ask(Typed(("semaphore",), ("mutex",))), Response(texts=("semafore",)))
    assert verdict
    assert (verdict.correct, verdict.remarks) == (True, ("counted as right: semaphore",))


def test_a_number_is_graded_within_its_tolerance() -> None:
    prompt = ask(Number(8, "8", tolerance=1, unit="MiB"))
    assert prompt.mode is Mode.LINE
    for text, right in [("8.5 MiB", True), ("9.5", False), ("", False)]:
        verdict = grade_response(prompt, Response(texts=(text,)))
        assert verdict
        assert verdict.correct is right


def test_only_the_learner_can_mark_a_recall_card() -> None:
    prompt = ask(Recall("A pool of threads.", ("made in advance",)))
    assert prompt.mode is Mode.REVEAL
    assert grade_response(prompt, Response()) is None
