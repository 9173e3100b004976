"""cli/cards.py: what `card ID` tells of one card's memory, for people and for programs."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from desk import Desk
from logs import DAY, NOW, make_review, open_history, record
from values import replace

from tvp_quiz.cli.world import read_clock
from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.plan import ExamPlan
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.scheduling.steps import trace_log
from tvp_quiz.storage.plans import keep_plan

BANK = """\
bank: colours
title: Colours
questions:
  - {id: sky, type: typed, question: What colour is a clear sky by day?, answer: blue}
  - {id: grass, type: typed, question: What colour is grass?, answer: green}
"""
SKY = "colours/sky#ask"
TODAY = find_study_day(read_clock(), 4)
SINCE = (TODAY - DAY).days - 40
LOG = [
    make_review(number, SKY, Rating(rating), days=SINCE + days, kind=kind)
    for number, (days, rating, kind) in enumerate(
        [
            (0, 3, Kind.DRILL),
            (2, 3, Kind.DRILL),
            (13, 1, Kind.EXAM),
            (13, 3, Kind.DRILL),
            (15, 3, Kind.DRILL),
            (16, 1, Kind.CRAM),
        ]
    )
]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "colours.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "data").mkdir()
    return Desk(tmp_path, capsys)


@pytest.fixture
def learned(desk: Desk) -> Desk:
    with open_history(desk.database, "me") as store:
        for review in LOG:
            record(store, review)
    return desk


def plan(desk: Desk, days: int, *banks: str) -> None:
    with open_history(desk.database, "me") as store:
        keep_plan(store, ExamPlan(TODAY + timedelta(days=days), 10, TODAY, banks), NOW)


def test_a_card_is_shown_with_its_chart_its_due_day_and_what_each_review_found(learned: Desk) -> None:
    code, out, err = learned.type("card", SKY)
    assert (code, err) == (0, "")
    name, *chart = out.splitlines()[:13]
    assert name == f"[{SKY}]"
    assert [letter for letter in chart[10][6:] if letter.isalpha()] == ["G", "G", "A", "G"]
    assert chart[11].split() == [str(LOG[0].day), "due", "today"]
    steps = trace_log(LOG)
    memory = steps[-1].memory
    assert memory
    recall = f"{find_retrievability(memory, memory.due):.0%}"
    assert f"({memory.due}), when recall was expected to fall to {recall}" in out
    assert "exam" not in out[: out.index("day  ")]
    table = [line.split() for line in out[out.index("\nday ") :].splitlines()[1:]]
    assert table[0] == ["day", "days", "recall", "rating", "answer"]
    assert table[1][1:5] == ["1", f"{steps[-1].retrievability:.0%}", "Again", "(cram)"]
    assert table[-1][:2] == [str(LOG[0].day), "Good"]


def test_programs_are_told_the_same(learned: Desk) -> None:
    plan(learned, 30)
    told = json.loads(learned.type("card", SKY, "--json")[1])
    steps = trace_log(LOG)
    memory = steps[-1].memory
    assert memory
    assert told["retrievability_when_due"] == find_retrievability(memory, memory.due)
    assert told["exam"] == str(TODAY + timedelta(days=30))
    assert told["retrievability_at_exam"] == find_retrievability(memory, TODAY + timedelta(days=30))
    assert [review["response"] for review in told["reviews"]] == ["a thread"] * 6
    for review, step in zip(told["reviews"], steps, strict=True):
        assert step.memory
        assert (review["days"], review["retrievability"]) == (step.days, step.retrievability)
        assert (review["stability"], review["difficulty"]) == step.memory[:2]


def test_a_card_that_was_never_answered_has_neither_chart_nor_figures(desk: Desk) -> None:
    code, out, _ = desk.type("card", SKY)
    assert code == 0
    assert out.splitlines() == [f"[{SKY}]", "New: it was never answered.", "", "day  days  recall  rating  answer"]
    told = json.loads(desk.type("card", SKY, "--json")[1])
    assert (told["retrievability_when_due"], told["retrievability_at_exam"], told["reviews"]) == (None, None, [])


def test_the_exam_is_named_if_the_plan_is_about_the_card_and_it_is_not_over(learned: Desk) -> None:
    for days, banks, is_named in [
        (30, (), True),
        (30, ("colours",), True),
        (0, (), True),
        (30, ("sounds",), False),
        (-1, (), False),
    ]:
        plan(learned, days, *banks)
        out = learned.type("card", SKY)[1]
        assert (f"On the day of the exam ({TODAY + timedelta(days=days)}): " in out) == is_named
        assert (" exam\n" in out) == is_named


def test_an_answer_taken_back_and_a_forgotten_card(learned: Desk) -> None:
    shown = learned.type("card", SKY)[1]
    again = make_review(9, SKY, Rating.AGAIN, days=SINCE + 38)
    with open_history(learned.database, "me") as store:
        record(store, again)
    assert f"({again.day}), because it was forgotten" in learned.type("card", SKY)[1]
    learned.type("undo")
    assert learned.type("card", SKY)[1] == shown


def test_the_retention_that_was_wanted_is_said_where_the_due_day_misses_it(desk: Desk) -> None:
    with open_history(desk.database, "me") as store:
        record(store, make_review(0, SKY, Rating.HARD, days=SINCE + 39))
        record(store, replace(make_review(1, SKY, Rating.GOOD, days=SINCE + 39, kind=Kind.CRAM), retention=0.8))
    assert "to fall to 92% (you want 90%)" in desk.type("card", SKY)[1]
