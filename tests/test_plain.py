"""A sitting line by line: what is written, and what each line that is typed gives."""

import os
import pty
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signals import ENDING, handle_signal
from transcripts import sit
from values import replace
from views import (
    CHOICE,
    CLOZE,
    DAY,
    HISTORY,
    MATCH,
    MULTIPLE,
    RECALL,
    SUMMARY,
    TYPED,
    VIEWS,
    WRONG,
    fill_view,
    offer_options,
)

from tvp_quiz.domain.prompt import Command, QuestionView, Response
from tvp_quiz.domain.review import Rating
from tvp_quiz.errors import Exit, Interrupted
from tvp_quiz.terminal.lines import LineReader
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.plain import Plain


@pytest.mark.parametrize("form", VIEWS)
def test_each_form_is_asked_and_answered_in_lines(form: str, check_golden: Callable[[str, str], None]) -> None:
    question, feedback = VIEWS[form]
    with sit(":q\n:q\n") as transcript:
        assert transcript.front.ask(question) is Command.QUIT
        assert transcript.front.confirm(feedback) is Command.QUIT
        check_golden(f"plain-{form}", transcript.read())


def test_what_is_shown_beside_the_questions(check_golden: Callable[[str, str], None]) -> None:
    with sit("") as transcript:
        transcript.front.show_history(HISTORY, DAY)
        transcript.front.show_keys()
        transcript.front.show_summary(SUMMARY)
        check_golden("plain-beside", transcript.read())


@pytest.mark.parametrize(
    ("view", "line", "given"),
    [
        (CHOICE, "c", Response((2,))),
        (CHOICE, " B ", Response((1,))),
        (MULTIPLE, "ca", Response((0, 2))),
        (MULTIPLE, "a, c", Response((0, 2))),
        (MATCH, "ca", Response((2, 0))),
        (TYPED, " Mutex ", Response(texts=("Mutex",))),
        (TYPED, "", Response(texts=("",))),
        (CLOZE, "memory; pipes", Response(texts=("memory", "pipes"))),
        (CLOZE, "memory;", Response(texts=("memory", ""))),
        (CLOZE, "", Response(texts=("", ""))),
        (RECALL, "", Response()),
        (RECALL, "x", Response()),
        (CHOICE, ":u", Command.UNDO),
        (TYPED, ":s", Command.SUSPEND),
        (CHOICE, ":b", Command.BURY),
        (CHOICE, ":I", Command.HISTORY),
        (CHOICE, ": ?", Command.KEYS),
        (CHOICE, ":q", Command.QUIT),
        (CHOICE, ":e", Command.EDIT),
        (TYPED, ":e", Command.EDIT),
    ],
)
def test_a_line_gives_an_answer_or_a_command(view: QuestionView, line: str, given: Response | Command) -> None:
    with sit(f"{line}\n") as transcript:
        assert transcript.front.ask(view) == given


@pytest.mark.parametrize(
    ("view", "line", "said"),
    [
        (CHOICE, "e", "Type one letter from a to d"),
        (CHOICE, "ab", "Type one letter from a to d"),
        (CHOICE, "", "Type one letter from a to d"),
        (MULTIPLE, "axe", "Type all the letters that apply, from a to d"),
        (MATCH, "c", "Type 2 different letters from a to c"),
        (MATCH, "cc", "Type 2 different letters from a to c"),
        (CLOZE, "memory", "Type 2 fillings, separated by semicolons"),
        (CHOICE, ":x", ":x is no command"),
        (CHOICE, ":y", "no verdict here to overrule"),
    ],
)
def test_a_line_that_is_no_use_gets_a_sentence_and_another_chance(view: QuestionView, line: str, said: str) -> None:
    with sit(f"{line}\n:q\n") as transcript:
        assert transcript.front.ask(view) is Command.QUIT
        assert transcript.read().count(said) == 1


def test_two_slots_may_take_one_letter_where_the_right_answer_has_it_twice() -> None:
    twice = replace(MATCH, prompt=replace(MATCH.prompt, key=(2, 2)))
    with sit("cc\n") as transcript:
        assert transcript.front.ask(twice) == Response((2, 2))


@pytest.mark.parametrize(
    ("form", "typed", "rated"),
    [
        ("choice", "\n", Rating.AGAIN),
        ("recall", "\n", Rating.GOOD),
        ("recall", "4\n", Rating.EASY),
        ("recall", "5\ngood\n2\n", Rating.HARD),
        ("number", ":y\n", Command.OVERRULE),
        ("choice", ":y\n:u\n", Command.UNDO),
        ("choice", ":e\n", Command.EDIT),
        ("recall", "", Command.QUIT),
    ],
)
def test_a_rating_is_accepted_changed_or_overruled(form: str, typed: str, rated: Rating | Command) -> None:
    with sit(typed) as transcript:
        assert transcript.front.confirm(VIEWS[form][1]) is rated


def test_the_end_of_input_ends_the_sitting_after_a_last_line_without_its_end() -> None:
    with sit("b\n\nd") as transcript:
        assert transcript.front.ask(CHOICE) == Response((1,))
        assert transcript.front.confirm(VIEWS["choice"][1]) is Rating.AGAIN
        assert transcript.front.ask(CHOICE) == Response((3,))
        assert transcript.front.ask(CHOICE) is Command.QUIT
        assert transcript.read().endswith("letter: \n")


def test_a_newline_is_written_where_none_was_echoed() -> None:
    for echoes, written in ((False, "letter: \n"), (True, "letter: ")):
        with sit("b\n", echoes=echoes) as transcript:
            transcript.front.ask(CHOICE)
            assert transcript.read().endswith(written)
    with sit("", echoes=True) as transcript:
        transcript.front.ask(CHOICE)
        assert transcript.read().endswith("letter: \n")


def test_lines_come_in_the_encoding_of_the_terminal() -> None:
    with sit("Fäden\r\n", "latin-1") as transcript:
        assert transcript.front.ask(TYPED) == Response(texts=("Fäden",))


def test_bytes_of_no_character_are_read_as_such(tmp_path: Path) -> None:
    (tmp_path / "typed").write_bytes(b"mu\xfftex\n")
    with (tmp_path / "typed").open("rb") as file, LineReader(file.fileno(), "utf-8") as lines:
        assert [lines.read_line(), lines.read_line()] == ["mu\N{REPLACEMENT CHARACTER}tex", None]


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_is_seen_when_a_line_is_waited_for_and_not_before(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_DFL), sit("b\n") as transcript:
        os.kill(os.getpid(), number)
        with pytest.raises(Interrupted, match="everything answered is kept") as caught:
            transcript.front.ask(CHOICE)
    assert caught.value.exit is Exit.INTERRUPTED


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_that_was_ignored_from_the_start_stays_ignored(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_IGN), sit("b\n") as transcript:
        os.kill(os.getpid(), number)
        assert transcript.front.ask(CHOICE) == Response((1,))


def test_output_that_nobody_reads_ends_the_sitting() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with pytest.raises(Interrupted):
        Output(write_end, "utf-8").write("Is anybody there?")
    os.close(write_end)


def test_feedback_tells_what_the_answer_led_to_and_no_interval_where_nothing_is_scheduled() -> None:
    view = replace(VIEWS["choice"][1], notice="The card is a leech.", intervals={})
    with sit("\n") as transcript:
        transcript.front.confirm(view)
        assert "\nThe card is a leech.\n1 Again, 2 Hard, 3 Good, 4 Easy\n" in transcript.read()


def test_what_was_said_rightly_comes_first() -> None:
    swapped = replace(VIEWS["match"][1].question.prompt, slots=("Process", "Thread"), key=(0, 2))
    view = VIEWS["match"][1]
    verdict = replace(WRONG, share=0.5, parts=(False, True))
    view = replace(view, question=replace(view.question, prompt=swapped), response=Response((1, 2)), verdict=verdict)
    with sit("\n") as transcript:
        transcript.front.confirm(view)
        assert (
            "Thread: common memory (right)\n"
            "Process: telepathy (wrong; the answer is pipes and sockets)\n" in transcript.read()
        )


def test_a_history_does_not_give_the_answer_away() -> None:
    with sit("") as transcript:
        transcript.front.show_history(HISTORY, DAY)
        assert not any(review.response in transcript.read() for review in HISTORY.reviews)


def test_a_terminal_that_is_lent_has_its_signals_back_until_it_returns() -> None:
    typing, terminal = pty.openpty()
    lines = LineReader(terminal, "utf-8")
    front = Plain(lines, Output(terminal, "utf-8"), echoes=True, idle=lambda: None)
    with handle_signal(signal.SIGTERM, signal.SIG_DFL), front:
        assert front.lend(lambda: repr(signal.getsignal(signal.SIGTERM))) == repr(signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            lines.read_line()
    os.close(terminal)
    os.close(typing)


def test_editing_needs_a_terminal() -> None:
    with sit("", echoes=True) as transcript:
        assert transcript.front.lend(lambda: "used").startswith("Editing needs a terminal: ")


def test_60_options_have_a_letter_each() -> None:
    with sit("y\n") as transcript:
        assert transcript.front.ask(offer_options(60)) == Response((24,))
        assert transcript.read().count(") option") == 60


@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_control_character_of_any_content_is_written(content: str) -> None:
    question, feedback = fill_view(content)
    with sit(":q\n:q\n") as transcript:
        transcript.front.ask(question)
        transcript.front.confirm(feedback)
        assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in transcript.read())
