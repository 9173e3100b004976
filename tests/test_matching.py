"""sessions/matching.py"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.card import Number
from tvp_quiz.sessions.matching import compare_number, compare_text

TERMS = ("thread", "process", "mutex", "semaphore", "thread pool", "inter-process communication", "IPC")


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Thread", "thread"),
        ("  a thread ", "thread"),
        ("the threads", "thread"),
        ("mutexes", "mutex"),
        ("processes", "process"),
        ("libraries' bus", "libraries bus"),
        ("databases", "database"),
        ("buses", "bus"),
        ("I.P.C.", "IPC"),
        ("ＩＰＣ", "IPC"),  # noqa: RUF001 - full-width letters
        ("interprocess communication", "inter-process communication"),
        ("Inter Process Communication", "inter-process communication"),
        ("multi–threading", "multithreading"),  # noqa: RUF001 - an en dash
        ("threadpool", "thread pool"),
        ("%", "%"),
        ("A", "a"),
        ("priorities", "priority"),
        ("IPC (inter-process communication)", "IPC"),
        ("c++", "C++"),
        ("-1", "-1"),
    ],
)
def test_what_a_fair_teacher_overlooks_is_right_without_a_remark(text: str, accepted: str) -> None:
    match = compare_text(text, [accepted, "inter-process communication"], [])
    assert match.right
    assert not match.remark


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("threat", "thread"),
        ("proces", "process"),
        ("thraed", "thread"),
        ("mutx", "mutex"),
        ("semafore", "semaphore"),
        ("condtion varable", "condition variable"),
        ("inter process comunication", "inter-process communication"),
    ],
)
def test_a_slip_is_right_and_pointed_out(text: str, accepted: str) -> None:
    match = compare_text(text, [accepted], [])
    assert match.right
    assert match.remark == f"counted as right: {accepted}"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("processor", "process"),
        ("process", "processor"),
        ("interprocessor communication", "inter-process communication"),
        ("intraprocess communication", "inter-process communication"),
        ("dependent", "independent"),
        ("independent", "dependent"),
        ("immutable", "mutable"),
        ("asynchronous", "synchronous"),
        ("synchronous", "asynchronous"),
        ("unprotected", "protected"),
        ("C", "C++"),
        ("C#", "C++"),
        ("1", "-1"),
        ("thirst", "thread"),
        ("ipx", "IPC"),
        ("lck", "lock"),
        ("tred", "thread"),
        ("", "thread"),
        ("  ", "thread"),
        ("thread", "thread pool"),
        ("the", "thread"),
    ],
)
def test_more_than_a_slip_is_wrong(text: str, accepted: str) -> None:
    assert not compare_text(text, [accepted], []).right


def test_a_text_nearer_to_another_term_of_the_bank_is_no_slip() -> None:
    assert compare_text("fibre", ["fiber"], []).right
    assert not compare_text("fibre", ["fiber"], ["fibre"]).right
    assert not compare_text("fibres", ["fiber"], ["fibre"]).right


def test_any_accepted_text_will_do() -> None:
    assert compare_text("ipc", ["inter-process communication", "IPC"], []).right


@given(st.sampled_from(TERMS))
def test_every_term_is_right_for_itself_and_wrong_for_another(term: str) -> None:
    others = [other for other in TERMS if other != term]
    assert compare_text(term.upper(), [term], others).right
    assert not any(compare_text(term, [other], [term]).right for other in others)


@given(st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_any_text_gets_a_verdict(text: str, accepted: str) -> None:
    assert compare_text(text, [accepted], ["thread"]).right in {True, False}
    assert compare_number(text, Number(4, "4")).right in {True, False}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", Number(4, "4")),
        (" 4.0 ", Number(4, "4")),
        ("four", Number(4, "4")),
        ("1,024", Number(1024, "1024")),
        ("1 024 bytes", Number(1024, "1024", unit="bytes")),
        ("1024 Byte", Number(1024, "1024", unit="bytes")),
        ("−3", Number(-3, "-3")),  # noqa: RUF001 - a minus sign
        ("1e3", Number(1000, "1000")),
        ("95", Number(100, "100", tolerance=5)),
        (".5", Number(0.5, "0.5")),
        ("0,5", Number(0.5, "0.5")),
        ("0,125", Number(0.125, "0.125")),
        ("0.4", Number(0.3, "0.3", tolerance=0.1)),
        ("4 cores", Number(4, "4")),
        ("four.", Number(4, "4")),
        ("8 thread stacks", Number(8, "8", unit="stacks")),
    ],
)
def test_a_number_is_right_however_it_is_written(text: str, number: Number) -> None:
    assert compare_number(text, number).right


@pytest.mark.parametrize(
    ("text", "number", "remark"),
    [
        ("94", Number(100, "100", tolerance=5), ""),
        ("1024 KiB", Number(1024, "1024", unit="bytes"), "the unit asked for is bytes"),
        ("4 million", Number(4, "4"), "the unit asked for is none"),
        ("many", Number(4, "4"), "a number was asked for"),
        ("", Number(4, "4"), ""),
        ("1,02", Number(102, "102"), ""),
        ("nan", Number(4, "4"), "a number was asked for"),
    ],
)
def test_a_wrong_number_is_told_from_none(text: str, number: Number, remark: str) -> None:
    match = compare_number(text, number)
    assert not match.right
    assert match.remark == remark
