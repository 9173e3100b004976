"""storage/schema.py, storage/migration.py, storage/migrations"""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from logs import NOW, THREAD, make_review, open_history, read_column, record
from sqlalchemy import Engine, create_engine, inspect
from sqlmodel import SQLModel

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage import snapshot
from tvp_quiz.storage.file import HEAD, REVISIONS
from tvp_quiz.storage.migration import FOLDER, migrate
from tvp_quiz.storage.schema import open_engine
from tvp_quiz.storage.snapshot import read_snapshot

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("learner", recreate="always") as batch:
        batch.add_column(sa.Column("motto", sa.String(), nullable=True))
    {rest}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
    return path


def write_next(folder: Path, rest: str = "pass") -> Path:
    """Write the migrations of a later program, and return their folder."""
    shutil.copytree(FOLDER, folder)
    (folder / "versions" / "next.py").write_text(NEXT.format(head=HEAD, rest=rest), encoding="utf-8")
    return folder


def test_the_revisions_that_reading_knows_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(REVISIONS))
    assert scripts.get_current_head() == HEAD


def test_the_migrations_make_the_tables_that_the_program_has(tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "history.db"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_migrations_make_the_rules_that_the_program_has(tmp_path: Path) -> None:
    migrated = open_engine(str(tmp_path / "migrated.db"))
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    SQLModel.metadata.create_all(made)
    assert describe_rules(migrated) == describe_rules(made)
    migrated.dispose()
    made.dispose()


def describe_rules(engine: Engine) -> dict[str, list[object]]:
    """Return the constraints and indexes of every table."""
    inspector = inspect(engine)
    return {
        table: [
            inspector.get_check_constraints(table),
            inspector.get_foreign_keys(table),
            inspector.get_indexes(table),
            inspector.get_pk_constraint(table),
        ]
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrating_keeps_every_row_and_a_copy_of_what_was(path: Path, tmp_path: Path) -> None:
    migrate(str(path), write_next(tmp_path / "100% later"))
    copy = tmp_path / f"history.db.{HEAD}.backup"
    assert read_column(path, "SELECT version_num FROM alembic_version") == ["next"]
    assert read_column(path, "SELECT motto FROM learner") == [None]
    assert read_column(path, "SELECT card FROM review") == [THREAD]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with open_history(copy) as store:
        assert store.read_log() == [make_review(1)]
    assert not list(tmp_path.glob("*.part"))


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path, tmp_path: Path) -> None:
    folder = write_next(tmp_path / "later", rest='op.execute("DELETE FROM missing")')
    with pytest.raises(DatabaseError, match="no such table: missing"):
        migrate(str(path), folder)
    assert read_column(path, "SELECT version_num FROM alembic_version") == [HEAD]
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]
        assert store.verify() == []


def test_an_older_schema_is_migrated_before_it_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_snapshot(str(path), "ann", NOW)
    monkeypatch.setattr(snapshot, "HEAD", "next")
    assert read_snapshot(str(path), "ann", NOW) == expected


def test_a_newer_schema_is_refused_and_not_touched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'next'")
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())
    for use in (lambda: read_snapshot(str(path), "ann", NOW), lambda: open_history(path)):
        with pytest.raises(DatabaseError, match=r"was written by a newer tvp-quiz .* update this program\."):
            use()
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before


def test_programs_that_start_together_on_no_database_create_it_once(tmp_path: Path) -> None:
    program = "import sys; from logs import *; record(open_store(sys.argv[1], ANN, NOW), make_review(int(sys.argv[2])))"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path / "history.db", str(number)],
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.PIPE,
        )
        for number in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 3
    with open_history(tmp_path / "history.db") as store:
        assert len(store.read_log()) == 3
        assert store.verify() == []
