"""storage/repairs/verify.py, storage/repairs/differences.py, storage/repairs/rules.py, storage/repairs/orphans.py"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from logs import PROCESS, THREAD, make_review, open_history, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
        record(store, make_review(2, PROCESS))
    return path


def verify(path: Path, tampering: str) -> list[str]:
    """Return what is found after something else has written to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; {tampering}")
    with open_history(path, "ben") as store:
        return store.verify()


def test_an_untouched_database_is_right(path: Path) -> None:
    assert verify(path, "") == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE memory SET reps = 2", "has the reps 2, but its log amounts to 1."),
        ("UPDATE memory SET lapses = 1", "has the lapses 1, but its log amounts to 0."),
        ("UPDATE memory SET due = '2026-03-04'", "has the due 2026-03-04, but its log amounts to 2026-03-03."),
        ("UPDATE memory SET stability = 2.5", "has the stability 2.5, but its log amounts to 2.3065."),
        ("UPDATE memory SET fingerprint = 'other'", "has the fingerprint other, but its log amounts to print-1."),
    ],
)
def test_a_memory_that_is_not_what_its_log_amounts_to_is_found(path: Path, change: str, finding: str) -> None:
    found = verify(path, change + " WHERE card LIKE '%#Thread'")
    assert found == [f"ann's memory of {THREAD} {finding}"]


def test_the_last_bits_of_a_number_may_differ(path: Path) -> None:
    assert verify(path, "UPDATE memory SET stability = stability * (1 + 1e-12)") == []


def test_a_memory_without_reviews_is_found(path: Path) -> None:
    found = verify(path, "UPDATE review SET voided_at = reviewed_at WHERE card LIKE '%#Thread'")
    assert found == [f"ann has a memory of {THREAD}, but no review that it could come from."]


def test_reviews_without_a_memory_are_found(path: Path) -> None:
    assert verify(path, "DELETE FROM memory WHERE card LIKE '%#Thread'") == [
        f"ann has reviews of {THREAD}, but no memory of it."
    ]


def test_crammed_reviews_need_no_memory(path: Path) -> None:
    assert verify(path, "UPDATE review SET kind = 'cram'; DELETE FROM memory") == []


def test_rows_that_refer_to_nothing_are_found(path: Path) -> None:
    found = verify(path, "PRAGMA foreign_keys=OFF; DELETE FROM sitting")
    assert found == ["Not there: the sitting of 2 rows of review."]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE review SET duration_ms = -1", "Never written by tvp-quiz: the duration in 2 rows of review."),
        ("UPDATE review SET duration_ms = 1e18", "Never written by tvp-quiz: the duration_ms in 2 rows of review."),
        ("UPDATE review SET duration_ms = 'long'", "Never written by tvp-quiz: the duration_ms in 2 rows of review."),
        ("UPDATE review SET retention = 1e-300", "Never written by tvp-quiz: the retention in 2 rows of review."),
        ("UPDATE review SET utc_offset = 1440", "Never written by tvp-quiz: the utc_offset in 2 rows of review."),
        ("UPDATE review SET day = '2026-02-30'", "Never written by tvp-quiz: the day in 2 rows of review."),
        ("UPDATE review SET day = '9999-12-31'", "Never written by tvp-quiz: the day in 2 rows of review."),
        ("UPDATE review SET day = 20260301", "Never written by tvp-quiz: the day in 2 rows of review."),
        (
            "UPDATE review SET reviewed_at = '99999-01-01 00:00:00.000000' WHERE rowid = 1",
            "Never written by tvp-quiz: the reviewed_at in 1 row of review.",
        ),
        ("UPDATE review SET id = rowid", "Never written by tvp-quiz: the id in 2 rows of review."),
        ("UPDATE review SET correct = 2", "Never written by tvp-quiz: the correct in 2 rows of review."),
        (
            "UPDATE review SET response = CAST(x'ff' AS TEXT)",
            "Never written by tvp-quiz: the response in 2 rows of review.",
        ),
        (
            "UPDATE review SET response = 'a' || CAST(zeroblob(500) AS TEXT)",
            "Never written by tvp-quiz: the response in 2 rows of review.",
        ),
        ("UPDATE review SET response = x'ff'", "Never written by tvp-quiz: the response in 2 rows of review."),
        ("UPDATE memory SET stability = 9e999", "Never written by tvp-quiz: the stability in 2 rows of memory."),
        ("UPDATE memory SET stability = 'NaN'", "Never written by tvp-quiz: the stability in 2 rows of memory."),
        ("UPDATE learner SET rollover = 24", "Never written by tvp-quiz: the rollover in 1 row of learner."),
    ],
)
def test_values_that_the_program_never_writes_are_found_by_their_column(path: Path, change: str, finding: str) -> None:
    assert finding in verify(path, change)


def test_a_review_id_of_two_learners_is_found(path: Path) -> None:
    found = verify(
        path,
        """
        INSERT INTO learner (name, retention, new, rollover, created_at)
        SELECT 'eve', retention, new, rollover, created_at FROM learner;
        INSERT INTO sitting SELECT 'eve', id, kind, started_at, seed FROM sitting;
        CREATE TEMP TABLE copied AS SELECT * FROM review WHERE rowid = 1;
        UPDATE copied SET learner = 'eve';
        INSERT INTO review SELECT * FROM copied;
        """,
    )
    assert found[0] == f"More than one learner has the review {make_review(1).id.hex}."


@pytest.mark.parametrize(
    ("addition", "finding"),
    [
        (
            "INSERT INTO sitting SELECT learner, 'a' || substr(id, 2), kind, started_at, 1 FROM sitting",
            "Of no use: 1 row of sitting without reviews.",
        ),
        (
            "INSERT INTO card_former VALUES ('ann', 'a/b#c', 'a/b#c', 0)",
            "Of no use: 1 row of card_former with a card that is its own former one.",
        ),
    ],
)
def test_rows_that_are_of_no_use_are_found(path: Path, addition: str, finding: str) -> None:
    assert verify(path, addition) == [finding]


def test_an_index_that_disagrees_with_its_table_is_found(path: Path) -> None:
    break_index(path)
    with open_history(path) as store:
        found = store.verify()
    assert "The file is damaged: wrong # of entries in index review_of_day." in found


def break_index(path: Path) -> None:
    """Let rows be missing from an index, as if something had written to the table that doesn't know of it."""
    whole = "CREATE INDEX review_of_day ON review (learner, day)"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = sql || ' WHERE 0' WHERE name = 'review_of_day'")
        connection.execute("PRAGMA writable_schema=RESET")
        connection.execute("REINDEX review_of_day")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'review_of_day'", (whole,))
