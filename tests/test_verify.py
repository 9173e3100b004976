"""storage/verify.py"""

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


def test_a_row_that_refers_to_nothing_is_found(path: Path) -> None:
    found = verify(path, "PRAGMA foreign_keys=OFF; DELETE FROM sitting")
    assert found == ["A row of review refers to a row of sitting that is not there."] * 2


def test_a_value_that_breaks_a_rule_is_found(path: Path) -> None:
    assert (
        verify(path, "UPDATE review SET duration_ms = -1")
        == [
            "The file is damaged: CHECK constraint failed in review.",
        ]
        * 2
    )
