"""An exam line by line: what is written, and what each line that is typed gives."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

import pytest
from exam_views import EXAM_VIEWS, PAPER, REPORT, make_view
from values import replace
from views import CHOICE, CLOZE, MATCH, MULTIPLE, TRUE_FALSE, TYPED, offer_options

from tvp_quiz.domain.card import Card
from tvp_quiz.domain.exam import Attempt, Certainty, ExamView, Given, GoTo, Move, Step
from tvp_quiz.domain.prompt import QuestionView
from tvp_quiz.terminal.exam_plain import ExamPlain
from tvp_quiz.terminal.lines import LineReader
from tvp_quiz.terminal.output import Output


@contextmanager
def sit(typed: str) -> Iterator[tuple[ExamPlain, IO[bytes]]]:
    """Yield an exam in lines whose input was given beforehand, and what it writes to."""
    read_end, write_end = os.pipe()
    os.write(write_end, typed.encode())
    os.close(write_end)
    try:
        with TemporaryFile() as file:
            front = ExamPlain(LineReader(read_end, "utf-8"), Output(file.fileno(), "utf-8"), echoes=False)
            with front:
                yield front, file
    finally:
        os.close(read_end)


def read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def play(view: ExamView, typed: str) -> tuple[list[Move | None], str]:
    """Type lines at a question until the end of input, and return the moves and what was written."""
    moves: list[Move | None] = []
    with sit(typed) as (front, file):
        while Step.LEAVE not in moves:
            move = front.ask(view, 5)
            if isinstance(move, Given):
                view = replace(view, attempt=replace(view.attempt, given=move.given))
            moves.append(move)
        return moves[:-1], read(file)


@pytest.mark.parametrize("form", EXAM_VIEWS)
def test_each_form_is_asked_in_lines(form: str, check_golden: Callable[[str, str], None]) -> None:
    check_golden(f"plain-exam-{form}", play(EXAM_VIEWS[form], ":?\n:h\nno\n")[1])


def test_what_is_ahead_is_said() -> None:
    with sit("") as (front, file):
        assert front.begin(PAPER, 20, 1800, 0, ("Two are missing.",))
        said = read(file)
    assert "20 questions, 30:00 on the clock" in said
    assert "Two are missing." in said
    assert ":? lists them" in said


@pytest.mark.parametrize(
    ("asked", "line", "move"),
    [
        (CHOICE, "b", Given((CHOICE.prompt.options[1].text,), done=True)),
        (TRUE_FALSE, "a", Given(("True",), done=True)),
        (MULTIPLE, "ca", Given(("code", "open files"), done=True)),
        (MATCH, "ca", Given(("common memory", "pipes and sockets"), done=True)),
        (TYPED, " Mutex ", Given(("Mutex",), done=True)),
        (CLOZE, "memory; pipes", Given(("memory", "pipes"), done=True)),
        (CHOICE, "", Step.NEXT),
        (TYPED, "", Step.NEXT),
        (CHOICE, ":n", Step.NEXT),
        (TYPED, ":P", Step.PREVIOUS),
        (CHOICE, ":f", Step.FLAG),
        (CHOICE, ":12", GoTo(11)),
        (CHOICE, ": g 3", GoTo(2)),
        (CHOICE, "z", None),
        (CHOICE, ":z", None),
        (CHOICE, ":99", None),
    ],
)
def test_a_line_answers_skips_or_commands(asked: QuestionView, line: str, move: Move | None) -> None:
    moves, _ = play(make_view(asked), f"{line}\n")
    assert moves == [move]


def test_leaving_is_a_command_and_the_end_of_input() -> None:
    for typed in (":q\n", "", "?"):
        assert set(play(make_view(CHOICE), typed)[0]) <= {None}


def test_handing_in_is_asked_about_first() -> None:
    moves, said = play(make_view(CHOICE), ":h\nno\n:h\n\n:h\nyes\n")
    assert moves[-1] is Step.HAND_IN
    assert moves.count(Step.HAND_IN) == 1
    assert "Without an answer: 4, 7-9, 20." in said
    assert "Flagged: 2." in said


def test_after_an_answer_it_is_asked_how_sure_one_is() -> None:
    view = make_view(TYPED, asks_certainty=True)
    moves, said = play(view, "3\nx\n2\n")
    assert moves == [Given(("3",)), None, Certainty.FAIRLY]
    assert "Type 1, 2 or 3" in said
    assert play(view, "x\n\n")[0] == [Given(("x",)), Step.NEXT]
    assert play(view, "x\n:p\n")[0] == [Given(("x",)), Step.PREVIOUS]


def test_a_question_is_written_once_however_often_it_is_asked() -> None:
    read_end, write_end = os.pipe()
    try:
        with (
            TemporaryFile() as file,
            ExamPlain(LineReader(read_end, "utf-8"), Output(file.fileno(), "utf-8"), echoes=False) as front,
        ):
            for seconds in range(60, 0, -20):
                assert front.ask(make_view(CHOICE, seconds=seconds), 0.01) is None
            os.write(write_end, b"b")
            assert front.ask(make_view(CHOICE, seconds=1), 5) is None
            os.write(write_end, b"\n")
            assert isinstance(front.ask(make_view(CHOICE, seconds=1), 5), Given)
            assert read(file).count(CHOICE.prompt.card.stem) == 1
    finally:
        os.close(read_end)
        os.close(write_end)


def test_an_answer_given_before_and_the_flag_are_shown() -> None:
    _, said = play(make_view(TYPED, "mutex", flagged=(3,), attempt=Attempt(("mutex",), flagged=True)), "")
    assert "question 4 of 20 · flagged · 12:45 left" in said
    assert "Answered so far: mutex" in said


def test_an_answer_that_replaces_another_one_on_the_same_question_is_shown() -> None:
    _, said = play(make_view(TYPED), "mutex\nlock\nlock\n")
    assert re.findall("Answered so far: (.*)", said) == ["mutex", "lock"]


def test_nothing_that_is_written_is_obeyed_by_a_terminal() -> None:
    hostile = "\x1b[2J\u202e"
    card = Card("b/e#p", hostile, hostile, offer_options(3).prompt.card.question)
    view = replace(make_view(offer_options(3)), bank=hostile, notice=hostile)
    _, said = play(replace(view, prompt=replace(view.prompt, card=card)), f":{hostile}\n")
    assert not set(said) & set(hostile[:1] + hostile[-1:])


def test_a_prompt_that_is_left_open_ends_its_line() -> None:
    read_end, write_end = os.pipe()
    try:
        with TemporaryFile() as file:
            lines, output = LineReader(read_end, "utf-8"), Output(file.fileno(), "utf-8")
            with ExamPlain(lines, output, echoes=True) as front:
                assert front.ask(make_view(CHOICE), 0.01) is None
            assert read(file).endswith("letter: \n")
            with ExamPlain(lines, output, echoes=True) as front:
                os.write(write_end, b"b\n")
                assert isinstance(front.ask(make_view(CHOICE), 5), Given)
            assert read(file).endswith("letter: ")
    finally:
        os.close(read_end)
        os.close(write_end)


def test_the_report_is_left_to_whoever_prints_it() -> None:
    with sit("") as (front, file):
        front.show_report(REPORT, "")
        assert read(file) == ""
