"""storage/schema.py, storage/migration.py, storage/migrations"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from logs import NOW, PROCESS, THREAD, make_review, open_history, read_column, record
from sqlalchemy import Engine, create_engine, inspect
from sqlmodel import SQLModel

from tvp_quiz.domain.history import Mark
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage import snapshot
from tvp_quiz.storage.backups.backup import Reason, list_backups
from tvp_quiz.storage.backups.packing import unpack
from tvp_quiz.storage.demo_log import approve, read_approvals
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


# What a program of the first schema has written
FIRST = f"""
INSERT INTO learner VALUES('ann', 0.85, 10, 4, '2026-03-01 12:00:00.000000');
INSERT INTO sitting VALUES('ann', '00000000000000000000000000000007', 'drill', '2026-03-01 11:59:59.000000', 11);
INSERT INTO review VALUES(
    'ann', '019ca9450de800000000000000000001', '{THREAD}', '00000000000000000000000000000007', 3,
    '2026-03-01 12:00:01.000000', 60, '2026-03-01', 2000, 'drill', 0.9, 'a thread', 1, 'print-1', 0, NULL
);
INSERT INTO memory VALUES(
    'ann', '{THREAD}', 2.3065, 2.11810397045901588342e+00, '2026-03-01', '2026-03-01', '2026-03-03', 1, 0, 'print-1'
);
INSERT INTO card_mark VALUES('ann', '{PROCESS}', 1, NULL);
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
    engine = open_engine(str(tmp_path / "history.db"), NOW)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_migrations_make_the_rules_that_the_program_has(tmp_path: Path) -> None:
    migrated = open_engine(str(tmp_path / "migrated.db"), NOW)
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


def test_migrating_keeps_every_row_and_a_backup_of_what_was(path: Path, tmp_path: Path) -> None:
    migrate(str(path), NOW, write_next(tmp_path / "100% later"))
    (backup,) = list_backups(path)
    assert (backup.made_at, backup.reason, backup.reviews) == (NOW, Reason.MIGRATION, 1)
    assert read_column(path, "SELECT version_num FROM alembic_version") == ["next"]
    assert read_column(path, "SELECT motto FROM learner") == [None]
    assert read_column(path, "SELECT card FROM review") == [THREAD]
    unpack(backup.path, tmp_path / "before.db")
    with open_history(tmp_path / "before.db") as store:
        assert store.read_log() == [make_review(1)]


def make_first(path: Path, folder: Path) -> None:
    """Make a database as the first program did, by its migration, and fill it."""
    shutil.copytree(FOLDER, folder)
    for later in set((folder / "versions").glob("0*.py")) - {folder / "versions" / "0001_first.py"}:
        later.unlink()
    migrate(str(path), NOW, folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST)
    assert read_column(path, "SELECT version_num FROM alembic_version") == ["0001"]


def test_a_history_of_the_first_schema_is_backed_up_and_goes_on_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    make_first(path, tmp_path / "first")
    before = dump(path)
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]
        assert store.read_marks() == {PROCESS: Mark(suspended=True)}
        assert store.read_settings() == Settings(retention=0.85)
        assert store.verify() == []
        approve(store, "digest", NOW)
        assert read_approvals(store) == {"digest"}
    assert read_column(path, "SELECT version_num FROM alembic_version") == [HEAD]
    (backup,) = list_backups(path)
    unpack(backup.path, tmp_path / "before.db")
    assert dump(tmp_path / "before.db") == before


def test_a_migrated_history_has_the_rules_of_a_new_one(tmp_path: Path) -> None:
    make_first(tmp_path / "old.db", tmp_path / "first")
    old, new = (open_engine(str(tmp_path / name), NOW) for name in ("old.db", "new.db"))
    assert describe_rules(old) == describe_rules(new)
    with old.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    old.dispose()
    new.dispose()


def test_a_sitting_may_begin_with_a_history_of_the_first_schema(tmp_path: Path) -> None:
    make_first(tmp_path / "history.db", tmp_path / "first")
    found = read_snapshot(str(tmp_path / "history.db"), "ann", NOW)
    assert found.known == {THREAD}
    assert found.hidden == {PROCESS}


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path, tmp_path: Path) -> None:
    folder = write_next(tmp_path / "later", rest='op.execute("DELETE FROM missing")')
    with pytest.raises(DatabaseError, match="no such table: missing"):
        migrate(str(path), NOW, folder)
    assert read_column(path, "SELECT version_num FROM alembic_version") == [HEAD]
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]
        assert store.verify() == []


def test_a_history_that_cannot_be_backed_up_is_not_migrated(path: Path, tmp_path: Path) -> None:
    path.with_suffix(".backups").touch()
    with pytest.raises(DatabaseError, match=r"^Nothing was changed, .* No backup can be kept in .* \(File exists\)"):
        migrate(str(path), NOW, write_next(tmp_path / "later"))
    assert read_column(path, "SELECT version_num FROM alembic_version") == [HEAD]
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]


def test_an_older_schema_is_migrated_before_it_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_snapshot(str(path), "ann", NOW)
    monkeypatch.setattr(snapshot, "HEAD", "next")
    assert read_snapshot(str(path), "ann", NOW) == expected


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE release SET needed = '3.14'", "needs tvp-quiz 3.14 or newer"),
        ("UPDATE release SET needed = '3.14, from evil.example'", "was written by a newer tvp-quiz"),
        ("DELETE FROM release", "was written by a newer tvp-quiz"),
        ("DROP TABLE release", "was written by a newer tvp-quiz"),
    ],
)
def test_a_newer_schema_is_refused_with_the_release_that_it_needs_and_not_touched(
    path: Path, change: str, said: str
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute(change)
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())
    for use in (lambda: read_snapshot(str(path), "ann", NOW), lambda: open_history(path)):
        with pytest.raises(DatabaseError) as refused:
            use()
        assert str(refused.value) == f"{path} {said}, and was left as it is: update this program."
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before


def test_the_release_that_a_new_database_needs_is_not_newer_than_this_one(path: Path) -> None:
    (needed,) = read_column(path, "SELECT needed FROM release")
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [int(part) for part in str(needed).split(".")] <= [int(part) for part in project["version"].split(".")]


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
