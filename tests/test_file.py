"""storage/file.py, storage/engine.py: what a database that can't be used is answered with"""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from logs import NOW, THREAD, make_review, open_history, record

from tvp_quiz.errors import DatabaseError, Exit
from tvp_quiz.storage import file
from tvp_quiz.storage.file import open_file
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store, open_store

NOBODY = 65534


def refuse(database: Path | str) -> str:
    """Return the one sentence that both ways to open a database refuse it with."""
    said = set()
    for use in (
        lambda: read_snapshot(str(database), "ann", NOW),
        lambda: open_store(str(database), "ann", NOW).close(),
    ):
        with pytest.raises(DatabaseError) as refused:
            use()
        assert refused.value.exit == Exit.DATABASE
        said.add(str(refused.value))
    (sentence,) = said
    assert "\n" not in sentence
    return sentence


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the right to write everywhere, which whoever runs the tests may have."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter and only its owner may change."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
    return path


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_folder_is_refused_with_a_file_to_name(tmp_path: Path) -> None:
    assert refuse(tmp_path) == f"{tmp_path} is a folder: name a file in it, such as {tmp_path}/tvp-quiz.db."


def test_a_text_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("thread: a path of execution\n" * 200, encoding="utf-8")
    before = path.read_bytes()
    remedy = "name another with --db, or if it was one, run `tvp-quiz data verify --repair`."
    assert refuse(path) == f"{path} is not a database, and was left as it is: {remedy}"
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    tamper(path, "CREATE TABLE learner (name)")
    before = path.read_bytes()
    assert refuse(path) == f"{path} belongs to another program, and was left as it is: name another with --db."
    assert path.read_bytes() == before


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a regular file and would keep nothing" in refuse(tmp_path / "pipe")
    assert "is not a regular file and would keep nothing" in refuse("/dev/null")


@pytest.mark.parametrize("database", ["", ":memory:", "sqlite:///", "sqlite:///:memory:"])
def test_a_name_without_a_file_is_refused(database: str) -> None:
    with pytest.raises(DatabaseError, match="names no file, so nothing would be kept: name one with --db"):
        read_snapshot(database, "ann", NOW)


def test_a_folder_that_cannot_be_created_is_named(open_folder: Path) -> None:
    path = open_folder / "new" / "history.db"
    open_folder.chmod(0o555)
    with as_nobody():
        sentence = refuse(path)
    remedy = "make the folder above it writable, or name another with --db."
    assert sentence == f"{path} can't be created (Permission denied): {remedy}"


def test_a_file_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "can't be written (Not a directory)" in refuse(tmp_path / "file" / "history.db")


def test_a_read_only_file_is_refused_before_the_first_question(open_folder: Path) -> None:
    path = open_folder / "history.db"
    with open_history(path):
        pass
    path.chmod(0o444)
    with as_nobody():
        assert refuse(path).endswith("make the file and its folder writable, or name another with --db.")


def test_a_file_in_a_read_only_folder_is_refused_before_the_first_question(open_folder: Path) -> None:
    path = open_folder / "history.db"
    with open_history(path):
        pass
    path.chmod(0o666)
    open_folder.chmod(0o555)
    with as_nobody():
        assert refuse(path).endswith("make the file and its folder writable, or name another with --db.")


def test_a_locked_database_is_waited_for_and_then_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    with open_history(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sentence = f"{path} is being written by another program: wait for it or close it, then try again."
        for use in (lambda: read_snapshot(str(path), "ann", NOW), lambda: record(store, make_review(2))):
            with pytest.raises(DatabaseError) as refused:
                use()
            assert str(refused.value) == sentence
        other.execute("ROLLBACK")
        record(store, make_review(2))
        assert len(store.read_log()) == 2


def test_every_connection_keeps_what_it_commits_and_what_refers_to_it(path: Path) -> None:
    with closing(open_file(path)) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
    full = 2
    assert found == ["wal", full, 1]


def test_a_damaged_file_is_named(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\x5a" * 3996
    path.write_bytes(content)
    assert "is damaged (" in refuse(path)
    assert refuse(path).endswith(
        "`tvp-quiz data verify --repair` saves what can be read, and `tvp-quiz data restore` goes back to a backup."
    )


def test_a_file_without_the_tables_it_should_have_is_named(path: Path) -> None:
    tamper(path, "DROP TABLE memory")
    with pytest.raises(DatabaseError, match=r"holds what tvp-quiz never wrote \(no such table: memory\)"):
        read_snapshot(str(path), "ann", NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE memory SET introduced = ' soon'",
        "UPDATE memory SET introduced = 7",
        "UPDATE memory SET card = CAST(x'ff' AS TEXT)",
    ],
    ids=["text", "number", "bytes"],
)
def test_a_value_that_cannot_be_read_is_named(path: Path, statement: str) -> None:
    tamper(path, statement)
    with open_history(path) as store:
        for use in (lambda: read_snapshot(str(path), "ann", NOW), store.read_memories):
            with pytest.raises(
                DatabaseError, match=r"holds what tvp-quiz never wrote .*: `tvp-quiz data verify --repair` mends it\."
            ):
                use()


def record_many(store: Store) -> None:
    for number in range(3, 200):
        record(store, make_review(number))


def test_a_full_disk_keeps_what_was_recorded_before(path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_history(path) as store:
        record(store, make_review(2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        try:
            with pytest.raises(DatabaseError, match="this change was not kept, but all before it was") as refused:
                record_many(store)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert refused.value.exit == Exit.DATABASE
        kept = store.read_log()
        assert kept == [make_review(1 + number) for number in range(len(kept))]
        record(store, make_review(1 + len(kept)))
        assert len(store.read_log()) == 1 + len(kept)
        assert store.verify() == []


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.rename(path.with_name("moved.db"))])
def test_a_database_that_is_taken_away_while_it_is_open_is_missed(path: Path, lose: Callable[[Path], object]) -> None:
    with open_history(path) as store:
        lose(path)
        with pytest.raises(DatabaseError, match="was moved or replaced while it was in use"):
            record(store, make_review(2))
    assert not path.exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nosuch://ann:secret@host/db", "nosuch:// begins no URL of a known database: name a file with --db."),
        (
            "postgresql://ann:secret@host:port/db",
            "postgresql:// begins no URL of a known database: name a file with --db.",
        ),
        ("mssql+pymssql://ann:secret@host/db", "That kind of database needs the Python package pymssql: install it."),
    ],
)
def test_a_server_that_cannot_be_reached_is_named_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        read_snapshot(url, "ann", NOW)
    assert str(refused.value) == sentence
    assert "secret" not in sentence


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "a b%20?mode=ro#100%.db"
    with open_history(path) as store:
        record(store, make_review(1))
    assert list(read_snapshot(str(path), "ann", NOW).known) == [THREAD]
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
