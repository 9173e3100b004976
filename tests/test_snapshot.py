"""storage/snapshot.py"""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import DAY, NOW, PROCESS, THREAD, make_review, open_history, read_column, record

from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.storage.snapshot import (
    ALL,
    CHANGED,
    CONFIDENT,
    DAYS,
    DUE,
    INTRODUCED,
    KNOWN,
    KNOWN_ONE_BY_ONE,
    LAST_REVIEW,
    SEEN,
    gather,
    read_newest,
    read_snapshot,
)
from tvp_quiz.storage.store import open_store

EMPTY = Snapshot(DAY, Settings())


def test_a_database_that_is_not_there_is_empty_and_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "history.db"
    assert read_snapshot(str(path), "ann", NOW) == EMPTY
    assert read_snapshot(str(path), "ann", NOW) == EMPTY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_all_files_of_a_database_in_use_are_their_owners_alone(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "history.db"), "ann", NOW) as store:
        record(store, make_review(1))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"history.db": 0o600, "history.db-wal": 0o600, "history.db-shm": 0o600}


def test_a_learner_whom_the_database_does_not_know_begins_with_the_defaults(tmp_path: Path) -> None:
    with open_history(tmp_path / "history.db") as store:
        record(store, make_review(1))
    assert read_snapshot(str(tmp_path / "history.db"), "ben", NOW) == EMPTY


def test_a_snapshot_holds_what_is_due_known_and_hidden(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1, "b/due#x", Rating.AGAIN))
        record(store, make_review(2, "b/later#x", Rating.EASY))
        record(store, make_review(5, "b/soon#x", Rating.GOOD))
        record(store, make_review(3, "b/suspended#x", Rating.AGAIN))
        record(store, make_review(4, "b/buried#x", Rating.AGAIN))
        record(store, make_review(6, "b/hidden#x", Rating.GOOD))
        store.suspend(["b/suspended#x", "b/hidden#x"], NOW)
        store.bury("b/buried#x", DAY, NOW)
        memories = store.read_memories()
    snapshot = read_snapshot(str(path), "ann", NOW)
    assert snapshot.due == {"b/due#x": memories["b/due#x"]}
    assert snapshot.soon == {"b/soon#x": memories["b/soon#x"]}
    assert snapshot.known == snapshot.introduced == set(memories)
    assert snapshot.hidden == {"b/suspended#x", "b/hidden#x", "b/buried#x"}
    assert snapshot.last_review == make_review(6).reviewed_at


def test_an_answer_taken_back_no_longer_says_how_late_it_is(tmp_path: Path) -> None:
    with open_history(tmp_path / "history.db") as store:
        record(store, make_review(1))
        record(store, make_review(2, days=300))
        store.undo(NOW)
    assert read_snapshot(str(tmp_path / "history.db"), "ann", NOW).last_review == make_review(1).reviewed_at


def test_the_learners_own_rollover_begins_the_day(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    night = datetime(2026, 3, 2, 1, tzinfo=timezone(timedelta(hours=5)))
    assert read_snapshot(str(path), "ann", night).day == DAY
    with open_history(path) as store:
        store.change_settings(Settings(rollover=0), NOW)
    assert read_snapshot(str(path), "ann", night).day == DAY + timedelta(days=1)


def test_reading_loads_no_database_library_beyond_sqlite3(tmp_path: Path) -> None:
    with open_history(tmp_path / "history.db") as store:
        record(store, make_review(1))
    program = """
import sys
from datetime import UTC, datetime
from tvp_quiz.storage.snapshot import read_snapshot
read_snapshot(sys.argv[1], "ann", datetime(2026, 3, 1, tzinfo=UTC))
print(*{"sqlmodel", "sqlalchemy", "alembic", "pydantic", "fsrs"} & set(sys.modules))
"""
    loaded = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "history.db"],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert loaded.stdout.strip() == ""


def test_a_url_names_the_same_file_as_its_path(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
    assert read_snapshot(f"sqlite:///{path}", "ann", NOW) == read_snapshot(str(path), "ann", NOW) != EMPTY


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        (DUE, "SEARCH memory USING INDEX memory_due (learner=? AND due<?)"),
        (KNOWN, "SEARCH memory USING COVERING INDEX sqlite_autoindex_memory_1 (learner=?)"),
        (INTRODUCED, "SEARCH memory USING COVERING INDEX memory_due (learner=?)"),
        (CHANGED, "SEARCH card_change USING INDEX sqlite_autoindex_card_change_1 (learner=?)"),
        (CONFIDENT, "SEARCH asked USING INDEX exam_question_judged (learner=?)"),
        (ALL, "SEARCH memory USING INDEX sqlite_autoindex_memory_1 (learner=?)"),
        (SEEN, "SEARCH bank_seen USING INDEX sqlite_autoindex_bank_seen_1 (learner=?)"),
        (DAYS, "SEARCH review USING INDEX review_of_day (learner=?)"),
        (LAST_REVIEW, "SEARCH review USING INDEX review_in_order (learner=?)"),
    ],
    ids=["due", "known", "introduced", "changed", "confident", "all", "seen", "days", "last review"],
)
def test_what_is_read_before_the_first_question_is_found_by_an_index(tmp_path: Path, query: str, plan: str) -> None:
    path = tmp_path / "history.db"
    open_history(path).close()
    query = query.replace(":learner", "'ann'").replace(":last_day", "'2026-03-04'").replace(":day", "'2026-03-01'")
    assert read_column(path, f"EXPLAIN QUERY PLAN {query}", column=3)[0] == plan


REVIEWS = st.tuples(
    st.sampled_from([THREAD, PROCESS, "b/other#x"]),
    st.sampled_from(Rating),
    st.integers(0, 30),
    st.sampled_from([Kind.DRILL, Kind.CRAM]),
)


@given(
    answers=st.lists(REVIEWS, max_size=6),
    suspended=st.sets(st.sampled_from([THREAD, PROCESS])),
    buried=st.integers(-1, 1),
    later=st.integers(0, 40),
)
@settings(max_examples=25)
def test_sqlite_read_with_and_without_sqlalchemy_is_the_same(
    answers: list[tuple[str, Rating, int, Kind]], suspended: set[str], buried: int, later: int
) -> None:
    now = NOW + timedelta(days=later)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        with open_history(path) as store:
            for number, (card, rating, days, kind) in enumerate(answers):
                record(store, make_review(number, card, rating, days=days, kind=kind))
            store.suspend(suspended, NOW)
            store.bury("b/other#x", now.date() + timedelta(days=buried), NOW)
            memories = store.read_memories()
        snapshot = read_snapshot(str(path), "ann", now)
        slow = read_newest(str(path), lambda query: gather(query, "ann", now, KNOWN_ONE_BY_ONE), now)
        assert slow == read_newest(str(path), lambda query: gather(query, "ann", now, KNOWN), now) == snapshot
    day = snapshot.day
    hidden = suspended | ({"b/other#x"} if now.date() + timedelta(days=buried) >= day else set())
    assert snapshot.hidden == hidden
    assert snapshot.known == set(memories)
    assert snapshot.introduced == {card for card, memory in memories.items() if memory.introduced == day}
    assert snapshot.due == {
        card: memory for card, memory in memories.items() if memory.due <= day and card not in hidden
    }
    week = day + timedelta(days=3)
    assert snapshot.soon == {
        card: memory for card, memory in memories.items() if day < memory.due <= week and card not in hidden
    }
    assert snapshot.last_review is None or snapshot.last_review.tzinfo is UTC
