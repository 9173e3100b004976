"""sessions/marking.py, sessions/figures.py"""

from datetime import UTC, datetime
from math import sqrt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import DAY
from values import replace
from views import CHOICE, CLOZE, MATCH, MULTIPLE, ORDER, PREDICT, RECALL, TYPED

from tvp_quiz.domain.exam import Attempt, Certainty, Judgement, Marked, Measure, Paper, Sat
from tvp_quiz.domain.prompt import Prompt
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.sessions.figures import find_interval, make_report, score_certainty
from tvp_quiz.sessions.marking import judge, make_reviews, mark_question, settle_certainty
from tvp_quiz.sessions.sitting import Sitting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNSURE, FAIRLY, SURE = Certainty
MARKED = Marked(1, "a/e#p", "Why?", "because", "because", correct=True, certainty=None, ms=1000, refs=("r",))


def name_texts(prompt: Prompt, *picks: int) -> tuple[str, ...]:
    return tuple(prompt.options[pick].text for pick in picks)


def mark(right: bool, certainty: Certainty | None = None, card: str = "a/e#p", *refs: str) -> Marked:
    given = "x" if right or certainty else ""
    return replace(MARKED, correct=right, certainty=certainty, card=card, refs=refs, given=given)


def report_on(*marked: Marked, certainty: bool = True) -> Sat:
    paper = Paper(UUID(int=1), 1, ("a",), (), 60_000, certainty, False, NOW, (), Measure(0.5, 0.2, 0.8))
    return Sat(1, paper, (), 0, 30_000, NOW, marked)


@pytest.mark.parametrize(
    ("prompt", "given", "correct", "said", "right"),
    [
        (CHOICE.prompt, name_texts(CHOICE.prompt, 1), True, CHOICE.prompt.options[1].text, ""),
        (CHOICE.prompt, name_texts(CHOICE.prompt, 0), False, CHOICE.prompt.options[0].text, ""),
        (MULTIPLE.prompt, ("code", "open files"), True, "code; open files", "code; open files"),
        (MULTIPLE.prompt, ("code",), False, "code", "code; open files"),
        (
            MATCH.prompt,
            ("common memory", "telepathy"),
            False,
            "Thread → common memory; Process → telepathy",
            "Thread → common memory; Process → pipes and sockets",
        ),
        (ORDER.prompt, ("fork", "exec", "exit", "wait returns"), True, "fork; exec; exit; wait returns", ""),
        (ORDER.prompt, ("fork",), False, "fork", "fork; exec; exit; wait returns"),
        (TYPED.prompt, ("the Lock",), True, "the Lock", "mutex"),
        (TYPED.prompt, (), False, "", "mutex"),
        (MULTIPLE.prompt, (), False, "", "code; open files"),
    ],
)
def test_a_question_is_marked_as_the_drill_would_and_told_in_words(
    prompt: Prompt, given: tuple[str, ...], correct: bool, said: str, right: str
) -> None:
    marked = mark_question(3, prompt, Attempt(given, ms=1500))
    assert (marked.number, marked.correct, marked.given, marked.ms) == (3, correct, said, 1500)
    assert marked.right == (right or marked.right)
    assert marked.right
    assert marked.certainty is None


def test_what_the_author_says_of_a_wrong_option_is_told() -> None:
    marked = mark_question(1, CHOICE.prompt, Attempt(name_texts(CHOICE.prompt, 0)))
    card = CHOICE.prompt.card
    assert marked.because == (card.because, CHOICE.prompt.options[0].because, card.nuance)
    assert marked.source == card.source
    assert marked.refs == card.refs


def test_the_stem_of_a_report_has_the_program_or_the_gaps() -> None:
    assert "os.fork()" in mark_question(1, PREDICT.prompt, Attempt()).stem
    assert "____" in mark_question(1, CLOZE.prompt, Attempt()).stem


def test_an_option_that_is_no_longer_there_is_no_right_answer() -> None:
    assert not judge(CHOICE.prompt, Attempt(("gone",))).correct
    assert not judge(MULTIPLE.prompt, Attempt(("code", "open files", "gone"))).correct


def test_a_card_that_only_the_learner_can_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="marked by a program"):
        judge(RECALL.prompt, Attempt(("x",)))


def test_an_answer_without_certainty_counts_as_unsure_and_none_has_none() -> None:
    assert settle_certainty(Attempt(("x",))).certainty is UNSURE
    assert settle_certainty(Attempt(("x",), SURE)).certainty is SURE
    assert settle_certainty(Attempt(certainty=SURE)).certainty is None


def test_answered_questions_become_reviews_and_skipped_ones_do_not() -> None:
    attempts = [
        Attempt(("mutex",), ms=2000),
        Attempt(("mutex",), UNSURE),
        Attempt(("mutex",), SURE),
        Attempt(("fork",), SURE),
        Attempt(seen=True, flagged=True),
    ]
    sitting = Sitting(DAY, Settings(), Kind.EXAM, {}, ())
    reviews = make_reviews(sitting, [TYPED.prompt] * 5, attempts, NOW, [bytes(10)] * 5)
    assert [review.rating for review in reviews] == [Rating.GOOD, Rating.HARD, Rating.GOOD, Rating.AGAIN]
    assert [review.correct for review in reviews] == [True, True, True, False]
    assert {review.kind for review in reviews} == {Kind.EXAM}
    assert reviews[0].duration_ms == 2000
    assert sorted(reviews, key=lambda review: (review.reviewed_at, review.id)) == reviews
    assert len({review.id for review in reviews}) == 4


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statist. Med. 17 (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    share, lowest, highest = find_interval(right, count)
    assert share == right / count
    assert lowest == pytest.approx(low, abs=5e-5)
    assert highest == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 200).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_interval_ends_where_the_score_test_would_just_not_reject(figures: tuple[int, int]) -> None:
    right, count = figures
    share, low, high = find_interval(right, count)
    assert 0 <= low <= share + 1e-12
    assert share <= high + 1e-12
    assert high <= 1
    for end in (low, high):
        if 0 < end < 1:
            assert abs(share - end) / sqrt(end * (1 - end) / count) == pytest.approx(1.959964, abs=1e-4)


def test_the_mark_is_told_by_bank_and_by_ref() -> None:
    marked = (mark(True, None, "a/x#p", "r", "s"), mark(False, None, "a/y#p", "s"), mark(True, None, "b/z#p"))
    report = make_report(report_on(*marked, certainty=False))
    assert (report.mark.right, report.mark.count) == (2, 3)
    assert [(one.name, one.right, one.count) for one in report.banks] == [("a", 1, 2), ("b", 1, 1)]
    assert [(one.name, one.right, one.count) for one in report.refs] == [("(no ref)", 1, 1), ("r", 1, 1), ("s", 1, 2)]
    assert report.whole is report.answered is None


@pytest.mark.parametrize(
    ("marked", "average", "bonus"),
    [
        # All right and sure: the mark that the best single level would have had
        ([mark(True, SURE)] * 5, 3.0, 0.0),
        # Eight of ten right, all fairly sure: 1.2 a question; that is what fairly sure, and sure, give at 80 %
        ([mark(True, FAIRLY)] * 8 + [mark(False, FAIRLY)] * 2, 1.2, 0.0),
        # The same, well told apart: 8 * 3 + 2 * 0
        ([mark(True, SURE)] * 8 + [mark(False, UNSURE)] * 2, 2.4, 0.12),
        # The same, sure of what is wrong: 8 * 1 - 2 * 6
        ([mark(True, UNSURE)] * 8 + [mark(False, SURE)] * 2, -0.4, -0.16),
        # Half right by guessing: one mark for each right answer is the best that can be had
        ([mark(True, UNSURE), mark(False, UNSURE)], 0.5, 0.0),
        # What has no answer is worth nothing
        ([mark(True, SURE), mark(False)], 1.5, 0.1),
    ],
)
def test_certainty_is_marked_by_gardner_medwins_scheme(marked: list[Marked], average: float, bonus: float) -> None:
    score = score_certainty(marked)
    assert score.average == pytest.approx(average)
    assert score.bonus == pytest.approx(bonus)
    assert score.total == pytest.approx(score.accuracy + bonus)


def test_the_score_of_what_was_answered_stands_beside_that_of_the_whole() -> None:
    report = make_report(report_on(mark(True, SURE), mark(False)))
    assert report.whole
    assert report.answered
    assert (report.whole.count, report.answered.count) == (2, 1)
    assert (report.whole.accuracy, report.answered.accuracy) == (0.5, 1)
    assert score_certainty([]).bonus == 0


@pytest.mark.parametrize(
    ("level", "right", "wrong", "judgement", "is_clear"),
    [
        (SURE, 1, 9, Judgement.OVER, True),
        (SURE, 3, 1, Judgement.OVER, False),
        (SURE, 4, 1, Judgement.FITTING, True),
        (FAIRLY, 7, 3, Judgement.FITTING, True),
        (FAIRLY, 9, 1, Judgement.UNDER, False),
        (FAIRLY, 40, 0, Judgement.UNDER, True),
        (UNSURE, 2, 1, Judgement.FITTING, True),
        (UNSURE, 0, 3, Judgement.FITTING, True),
        (UNSURE, 30, 0, Judgement.UNDER, True),
    ],
)
def test_each_level_is_judged_by_what_it_is_meant_for(
    level: Certainty, right: int, wrong: int, judgement: Judgement, is_clear: bool
) -> None:
    report = make_report(report_on(*[mark(True, level)] * right, *[mark(False, level)] * wrong, mark(False)))
    (found,) = report.levels
    assert (found.certainty, found.judgement, found.is_clear) == (level, judgement, is_clear)
    assert (found.tally.right, found.tally.count) == (right, right + wrong)
