"""An exam on the full screen: what is drawn, what each key does, and how it behaves on a real terminal."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from exam_views import EXAM_VIEWS, PAPER, REPORT, make_view
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from terminals import draw
from values import replace
from views import CHOICE, CLOZE, MATCH, MULTIPLE, ORDER, TRUE_FALSE, TYPED, offer_options

from tvp_quiz.domain.exam import Attempt, Certainty, ExamView, Given, GoTo, Move, Step
from tvp_quiz.terminal.draft import letter_options
from tvp_quiz.terminal.exam_keys import LETTERS, Shown, Stance, press_key, start_stance, word_draft
from tvp_quiz.terminal.exam_pages import draw_exam, draw_start
from tvp_quiz.terminal.exam_report import draw_report, print_report
from tvp_quiz.terminal.exam_words import COMMANDS, list_numbers, read_command, say_clock
from tvp_quiz.terminal.keys import Key

LONG = "This paper has 9 questions rather than 20: one an entry, recall cards left out."


def stand(view: ExamView) -> Stance:
    return start_stance(view.prompt, view.attempt.given)


def press(view: ExamView, *keys: str) -> tuple[Stance, list[Move]]:
    """Press keys, take the answers that they give over, and return the stance and the moves."""
    stance, moves = stand(view), []
    for key in keys:
        stance, move = press_key(stance, key, view)
        if isinstance(move, Given):
            view = replace(view, attempt=replace(view.attempt, given=move.given, certainty=None))
        if move is not None:
            moves.append(move)
    return stance, moves


@pytest.mark.parametrize(
    ("form", "width"),
    [
        *((form, width) for form in EXAM_VIEWS for width in (80, 120)),
        *((form, 40) for form in ("chosen", "typed", "predict")),
    ],
)
def test_each_form_has_its_screens(form: str, width: int, check_golden: Callable[[str, str], None]) -> None:
    view = EXAM_VIEWS[form]
    check_golden(f"exam-{form}-{width}", draw(draw_exam(view, stand(view)), width))


@pytest.mark.parametrize("width", [80, 120])
def test_what_is_shown_beside_the_questions_has_its_screens(
    width: int, check_golden: Callable[[str, str], None]
) -> None:
    view = make_view(CHOICE, unsure=(4,))
    pages = [
        draw_start(PAPER, 20, 1800, 0, (LONG,)),
        draw_start(PAPER, 20, 700, 3, ()),
        draw_exam(view, replace(stand(view), shown=Shown.KEYS)),
        draw_exam(view, replace(stand(view), shown=Shown.HAND_IN)),
        draw_report(REPORT, "The time is up."),
    ]
    check_golden(f"exam-beside-{width}", ("=" * width + "\n").join(draw(page, width) for page in pages))


def test_a_report_is_printed_in_full(check_golden: Callable[[str, str], None]) -> None:
    console = Console(width=80, file=StringIO(), color_system=None, legacy_windows=False, _environ={})
    with console.capture() as capture:
        print_report(console, REPORT, "The time is up.")
    check_golden("exam-report", re.sub(" +$", "", capture.get(), flags=re.MULTILINE))


def test_a_letter_answers_and_another_one_changes_the_answer() -> None:
    texts = [option.text for option in CHOICE.prompt.options]
    stance, moves = press(make_view(CHOICE), "c", "b", "b", Key.ENTER)
    assert moves == [Given((texts[2],)), Given((texts[1],)), Step.NEXT]
    assert "→ b" in draw(draw_exam(make_view(CHOICE), stance))


def test_backspace_takes_an_answer_back() -> None:
    assert press(make_view(CHOICE, CHOICE.prompt.options[0].text), Key.BACKSPACE)[1] == [Given(())]
    assert press(make_view(MULTIPLE, "code", "open files"), Key.BACKSPACE)[1] == [Given(("code",))]
    assert press(make_view(MATCH, "common memory"), Key.BACKSPACE)[1] == [Given(())]


def test_every_letter_that_is_chosen_or_placed_is_an_answer_at_once() -> None:
    assert press(make_view(MULTIPLE), "a", "c", "a")[1] == [
        Given(("code",)),
        Given(("code", "open files")),
        Given(("open files",)),
    ]
    assert press(make_view(ORDER), "c", "a")[1] == [Given(("fork",)), Given(("fork", "exec"))]


def test_every_key_that_is_typed_is_an_answer_at_once() -> None:
    assert press(make_view(TYPED), "f", "g", Key.BACKSPACE, Key.ENTER)[1] == [
        Given(("f",)),
        Given(("fg",)),
        Given(("f",)),
        Step.NEXT,
    ]
    assert press(make_view(TYPED), " ")[1] == []


def test_gaps_are_filled_one_after_the_other_and_may_be_left_empty() -> None:
    _, moves = press(make_view(CLOZE), Key.ENTER, "p", Key.ENTER)
    assert moves == [Given(("", "p")), Step.NEXT]
    stance, _ = press(make_view(CLOZE, "memory", ""))
    assert (stance.draft.texts, stance.draft.line) == (("memory",), "")


@pytest.mark.parametrize(
    ("keys", "move"),
    [
        ("n", Step.NEXT),
        ("P", Step.PREVIOUS),
        ("f", Step.FLAG),
        ("q", Step.LEAVE),
        ([Key.LEFT], Step.PREVIOUS),
        ([Key.RIGHT], Step.NEXT),
        ([" "], Step.NEXT),
        ([Key.END_OF_INPUT], Step.LEAVE),
        (["g", "1", "2", Key.ENTER], GoTo(11)),
        (["g", "3", Key.BACKSPACE, "4", Key.ENTER], GoTo(3)),
        ([":", "f", Key.ENTER], Step.FLAG),
        ([Key.ESCAPE, "7", Key.ENTER], GoTo(6)),
        (["h", "y"], Step.HAND_IN),
        (["h", "Y"], Step.HAND_IN),
    ],
)
def test_keys_move_through_the_paper(keys: str | list[str], move: Move) -> None:
    assert press(make_view(CHOICE), *keys)[1] == [move]


@pytest.mark.parametrize(
    "keys",
    [
        ["h", "n"],
        ["h", Key.ENTER],
        ["?", "f"],
        ["g", Key.ESCAPE],
        [":", Key.BACKSPACE],
        ["g", "9", "9", Key.ENTER],
        ["5"],
    ],
)
def test_some_keys_do_nothing(keys: list[str]) -> None:
    stance, moves = press(make_view(CHOICE), *keys)
    assert moves == []
    assert stance.shown is Shown.QUESTION
    assert stance.command is None


def test_while_text_is_typed_a_colon_or_escape_begins_a_command() -> None:
    assert press(make_view(TYPED), ":", "f", Key.ENTER)[1] == [Step.FLAG]
    assert press(make_view(TYPED, "mutex"), Key.ESCAPE, "g", "2", Key.ENTER)[1] == [GoTo(1)]
    assert press(make_view(TYPED, "mutex"), ":")[1] == [Given(("mutex:",))]
    assert press(make_view(TYPED, "mutex"), Key.LEFT)[1] == [Step.PREVIOUS]
    stance, _ = press(make_view(TYPED, "mutex"), Key.ESCAPE, "q", Key.ESCAPE)
    assert (stance.command, stance.draft.line) == (None, "mutex")


def test_after_each_answer_it_is_asked_how_sure_one_is() -> None:
    view = make_view(CHOICE, asks_certainty=True)
    stance, moves = press(view, "a")
    assert stance.asks
    assert "How sure?" in draw(draw_exam(view, stance))
    assert press(view, "a", "3")[1] == [*moves, Certainty.SURE]
    # an answer may be changed first
    assert press(view, "a", "b", "1")[1][-2:] == [Given((CHOICE.prompt.options[1].text,)), Certainty.UNSURE]
    # and going on without saying it is possible
    assert press(view, "a", "n")[1][-1] is Step.NEXT
    assert press(view, "2")[1] == []


def test_after_a_typed_answer_it_is_asked_with_enter() -> None:
    view = make_view(TYPED, asks_certainty=True)
    stance, _ = press(view, "1", Key.ENTER)
    assert "1 2 3 how sure   Esc change the answer   ← → back, next without" in draw(draw_exam(view, stance))
    assert press(view, "1", Key.ENTER, "x", "2")[1] == [Given(("1",)), Certainty.FAIRLY]
    assert press(view, "1", Key.ENTER, Key.ESCAPE, "2")[1] == [Given(("1",)), Given(("12",))]
    assert press(view, Key.ENTER)[1] == [Step.NEXT]
    sure = make_view(TYPED, asks_certainty=True, attempt=Attempt(("x",), Certainty.SURE))
    assert press(sure, Key.ENTER)[1] == [Step.NEXT]


def test_several_choices_are_asked_about_with_enter() -> None:
    view = make_view(MULTIPLE, asks_certainty=True)
    stance, moves = press(view, "a", "c", Key.ENTER)
    assert stance.asks
    assert moves[-1] == Given(("code", "open files"))
    assert press(view, "a", "c", "3")[1][-1] is Certainty.SURE


def test_no_letter_of_an_option_is_a_command() -> None:
    for view in (offer_options(60), TRUE_FALSE):
        letters = letter_options(view.prompt, LETTERS)
        assert len(set(letters)) == len(view.prompt.options)
        assert not {letter.lower() for letter in letters} & {*COMMANDS, "g", "?", ":", "1", "2", "3"}


@given(
    form=st.sampled_from(sorted(EXAM_VIEWS)),
    keys=st.lists(st.one_of(st.sampled_from(list(Key)), st.characters(codec="ascii"), st.text(min_size=1, max_size=1))),
)
def test_no_key_breaks_the_screen_and_what_is_shown_is_what_was_answered(form: str, keys: list[str]) -> None:
    view = EXAM_VIEWS[form]
    stance = stand(view)
    answered = word_draft(stance.draft)
    for key in keys:
        stance, move = press_key(stance, key, view)
        if isinstance(move, Given):
            answered = move.given
            view = replace(view, attempt=replace(view.attempt, given=answered, certainty=None))
        assert word_draft(stance.draft) == answered
        draw(draw_exam(view, stance))
    assert word_draft(stand(view).draft) == answered


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 3), (12, 6), (20, 8), (300, 100)])
def test_a_terminal_of_any_size_shows_something(width: int, height: int) -> None:
    for view in EXAM_VIEWS.values():
        for shown in Shown:
            draw(draw_exam(view, replace(stand(view), shown=shown)), width, height)
    draw(draw_report(REPORT, ""), width, height)


def test_the_clock_the_counts_and_the_number_are_in_view_at_80_by_24() -> None:
    for view in EXAM_VIEWS.values():
        shown = draw(draw_exam(view, stand(view)))
        assert f"4 of 20 · {say_clock(view.seconds)} left" in shown
        assert re.search(r"15 of 20 answered +3 skipped +\d flagged", shown)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (59, "0:59"), (765, "12:45"), (3600, "1:00:00"), (86_399, "23:59:59")]
)
def test_a_clock_is_read_as_one(seconds: int, said: str) -> None:
    assert say_clock(seconds) == said


def test_numbers_are_listed_in_runs() -> None:
    assert list_numbers((0, 2, 3, 4, 8, 9)) == "1, 3-5, 9-10"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (":N", Step.NEXT),
        ("g12", GoTo(11)),
        (" :g 12 ", GoTo(11)),
        ("20", GoTo(19)),
        ("?", "?"),
        ("g", "After g comes a question's number."),
        ("g 0", "There is no question 0: name one from 1 to 20."),
        ("21", "There is no question 21: name one from 1 to 20."),
        ("9" * 5000, "There is no question 999999999: name one from 1 to 20."),
        ("x", ":x is no command; :? lists them all."),
        ("g ²", ":g ² is no command; :? lists them all."),
    ],
)
def test_commands_are_read(line: str, found: Move | str) -> None:
    assert read_command(line, 20) == found
