"""storage/papers.py, storage/exam_tables.py"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import NOW, PROCESS, THREAD, make_review, open_history, read_column, record
from values import replace

from tvp_quiz.domain.day import MS_OF_DAY
from tvp_quiz.domain.exam import Attempt, Certainty, Item, Marked, Measure, Paper, Share, Topic
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.errors import DatabaseError, UsageError
from tvp_quiz.storage.exam_tables import ExamQuestionRow
from tvp_quiz.storage.papers import hand_in, keep_attempts, keep_paper, read_papers
from tvp_quiz.storage.store import Store

PAPER = Paper(
    id=UUID(int=5),
    seed=2**63 - 1,
    banks=("tvp-chart", "tvp-faq"),
    blueprint=(Share(Topic.TAG, "hazards", 40), Share(Topic.BANK, "tvp-chart", 60)),
    limit_ms=60_000,
    certainty=True,
    apart=False,
    started_at=NOW,
    items=(Item(THREAD, "print-1"), Item(PROCESS, "print-2")),
    predicted=Measure(0.5, 0.25, 0.75),
)
MARKED = Marked(1, THREAD, "Why?", "no", "yes", False, Certainty.SURE, 900, ("so",), "A text", ("r",), "d")
REVIEWS = [
    make_review(1, THREAD, Rating.AGAIN, kind=Kind.EXAM),
    make_review(2, PROCESS, Rating.GOOD, kind=Kind.EXAM),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def tamper(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; {change}")


def test_a_paper_comes_back_as_it_was_kept(path: Path, store: Store) -> None:
    assert read_papers(store) == []
    keep_paper(store, PAPER)
    with open_history(path) as restarted:
        (sat,) = read_papers(restarted)
        assert sat.paper == PAPER
        assert sat.attempts == (Attempt(), Attempt())
        assert (sat.number, sat.place, sat.used_ms, sat.handed_in_at, sat.marked) == (1, 0, 0, None, ())
        assert restarted.verify() == []


def test_what_is_made_of_a_question_is_on_disk_when_it_was_kept(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    attempt = Attempt(("a; b", "ç\n"), Certainty.FAIRLY, flagged=True, seen=True, ms=1234)
    keep_attempts(store, PAPER.id, {1: attempt}, 1, 4321)
    with open_history(path) as restarted:
        (sat,) = read_papers(restarted)
        assert (sat.attempts, sat.place, sat.used_ms) == ((Attempt(), attempt), 1, 4321)
    keep_attempts(store, PAPER.id, {0: attempt, 1: Attempt(seen=True)}, 0, 5000)
    assert read_papers(store)[0].attempts == (attempt, Attempt(seen=True))


@given(given=st.lists(st.text(st.characters()), max_size=3), ms=st.integers(0, MS_OF_DAY), flagged=st.booleans())
def test_any_attempt_comes_back_from_its_row(given: list[str], ms: int, flagged: bool) -> None:
    row = ExamQuestionRow.from_item("ann", PAPER.id, 0, PAPER.items[0])
    attempt = Attempt(tuple(given), None, flagged, True, ms)
    row.take(attempt)
    escaped = tuple(text.encode("utf-8", "backslashreplace").decode().replace("\0", r"\x00") for text in given)
    assert row.to_attempt() == replace(attempt, given=escaped)


def test_handing_in_keeps_the_marks_and_the_reviews(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    record(store, make_review(0))
    later = NOW + timedelta(minutes=1)
    assert hand_in(store, PAPER, {0: MARKED, 1: replace(MARKED, number=2, certainty=None)}, REVIEWS, later)
    with open_history(path) as restarted:
        (sat,) = read_papers(restarted)
        assert sat.handed_in_at == later
        assert sat.marked == (MARKED, replace(MARKED, number=2, certainty=None))
        assert restarted.read_log()[1:] == REVIEWS
        assert restarted.read_memories()[THREAD].is_forgotten
        assert restarted.verify() == []
    assert read_column(path, "SELECT kind FROM sitting ORDER BY kind") == ["drill", "exam"]
    assert read_column(path, "SELECT correct FROM exam_question") == [0, 0]


def test_a_paper_is_handed_in_once(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    assert hand_in(store, PAPER, {0: MARKED}, REVIEWS, NOW)
    with open_history(path) as other:
        assert not hand_in(other, PAPER, {}, [make_review(8)], NOW + timedelta(days=1))
        assert other.read_log() == REVIEWS
        assert read_papers(other)[0].marked == (MARKED,)
        with pytest.raises(UsageError, match="handed in elsewhere"):
            keep_attempts(other, PAPER.id, {0: Attempt(("x",))}, 0, 1)
        assert read_papers(other)[0].attempts[0] == Attempt()


def test_a_hand_in_that_fails_half_way_leaves_nothing_behind(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    with pytest.raises(DatabaseError, match="constraint failed"):
        hand_in(store, PAPER, {0: MARKED}, [REVIEWS[0], replace(REVIEWS[1], retention=7.0)], NOW)
    with open_history(path) as restarted:
        (sat,) = read_papers(restarted)
        assert (sat.handed_in_at, sat.marked) == (None, ())
        assert restarted.read_log() == []
        assert restarted.read_memories() == {}
        assert hand_in(restarted, PAPER, {0: MARKED}, REVIEWS, NOW)


def test_a_paper_that_is_apart_leaves_no_sitting(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    assert hand_in(store, PAPER, {0: MARKED}, [], NOW)
    assert store.read_log() == []
    assert read_column(path, "SELECT count(*) FROM sitting") == [0]


def test_papers_are_numbered_from_the_oldest_and_are_one_learners_own(path: Path, store: Store) -> None:
    for number, days in enumerate((3, 1, 2)):
        keep_paper(store, replace(PAPER, id=UUID(int=number), started_at=NOW + timedelta(days=days)))
    assert [(sat.number, sat.paper.id.int) for sat in read_papers(store)] == [(1, 1), (2, 2), (3, 0)]
    with open_history(path, "ben") as other:
        assert read_papers(other) == []
        keep_paper(other, PAPER)
        assert len(read_papers(other)) == 1
    assert len(read_papers(store)) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE exam_question SET given = '[1]'",
        "UPDATE exam_question SET given = 'no'",
        "UPDATE exam_question SET certainty = 9",
        "UPDATE exam_question SET marked = '{}'",
        'UPDATE exam_paper SET blueprint = \'[["moon", "x", 1]]\'',
        "UPDATE exam_paper SET banks = '7'",
    ],
)
def test_a_paper_that_something_else_has_written_is_told_in_a_sentence(path: Path, store: Store, change: str) -> None:
    keep_paper(store, PAPER)
    tamper(path, change)
    with pytest.raises(DatabaseError, match="never wrote"):
        read_papers(store)


def test_a_question_that_something_else_has_deleted_is_told_in_a_sentence(path: Path, store: Store) -> None:
    keep_paper(store, PAPER)
    tamper(path, "DELETE FROM exam_question WHERE position = 1")
    with pytest.raises(DatabaseError, match="never wrote"):
        keep_attempts(store, PAPER.id, {1: Attempt()}, 0, 0)
