"""tests/schemas: a history of every schema, as the program of its time wrote it, goes on in this one"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from logs import NOW
from sqlmodel import SQLModel

from tvp_quiz.storage.demo_log import read_approvals, read_runs
from tvp_quiz.storage.file import HEAD, REVISIONS
from tvp_quiz.storage.papers import read_papers
from tvp_quiz.storage.plans import read_decision, read_plan
from tvp_quiz.storage.schema import open_engine
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import open_store

SCHEMAS = Path(__file__).parent / "schemas"
LEARNERS = ("me", "ben")
NOT_KEPT = {"memory", "alembic_version", "release"}


def make_history(folder: Path, revision: str) -> Path:
    """Make the database that a program of an older schema left, with a write-ahead log as it had."""
    path = folder / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript((SCHEMAS / f"{revision}.sql").read_text(encoding="utf-8"))
    return path


def read_rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table, columns by name, read without this program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608 - names of our own


def test_a_history_of_every_schema_is_kept() -> None:
    assert sorted(path.stem for path in SCHEMAS.iterdir()) == list(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_row_of_an_older_history_is_there_after_the_migration(tmp_path: Path, revision: str) -> None:
    path = make_history(tmp_path, revision)
    before = read_rows(path)
    assert before["alembic_version"] == [{"version_num": revision}]
    with open_store(str(path), "me", NOW) as store:
        assert store.verify() == []
    after = read_rows(path)
    assert after["alembic_version"] == [{"version_num": HEAD}]
    for table in before.keys() - NOT_KEPT:
        assert [row | had for row, had in zip(after[table], before[table], strict=True)] == after[table]
    assert {row["card"] for row in before["memory"]} == {row["card"] for row in after["memory"]}
    assert len(after["review"]) >= 15


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migrated_history_has_the_tables_that_the_program_has(tmp_path: Path, revision: str) -> None:
    engine = open_engine(str(make_history(tmp_path, revision)), NOW)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_whatever_a_program_asks_of_a_history_an_older_one_can_answer(tmp_path: Path, revision: str) -> None:
    database = str(make_history(tmp_path, revision))
    for learner in LEARNERS:
        snapshot = read_snapshot(database, learner, NOW)
        with open_store(database, learner, NOW) as store:
            assert snapshot.known == set(store.read_memories())
            assert {review.card for review in store.read_log()} >= snapshot.known - {"colours/heaven#ask"}
            assert store.read_marks()
            assert len(read_papers(store)) == (2 if revision >= "0004" and learner == "me" else 0)
            assert (read_plan(store) is not None) == (read_decision(store) is not None) == (revision >= "0005")
            assert len(read_runs(store)) == len(read_approvals(store)) == (revision >= "0002" and learner == "me")
            assert store.undo(NOW) is not None
            assert store.verify() == []
