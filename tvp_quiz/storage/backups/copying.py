"""A database that may be in use in; a copy of it in a file of its own, and what is wrong with that, out."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.file import (
    BUSY,
    BUSY_SECONDS,
    HOLLOW,
    SENTENCES,
    STRANGE,
    explain_file_errors,
    find_path,
    find_revision,
)
from tvp_quiz.storage.guard import OF_VALUES, defend
from tvp_quiz.storage.holes import is_hollow

# What a history of every schema has
ALWAYS = {"learner", "sitting", "review", "memory", "card_mark"}


def get_path(database: str) -> Path:
    """Return the file of a database. Raises DatabaseError for one on a server."""
    path = find_path(database)
    if path is None:
        raise DatabaseError("A database on a server is backed up and restored with the server's own tools.")
    return path


def copy_database(source: Path, copy: Path) -> None:
    """Copy a database as it is at one instant into a new file without a log; whoever uses it goes on meanwhile.

    Raises DatabaseError, and OSError where the copy finds no room.
    """
    copy.touch(mode=0o600, exist_ok=False)
    with explain_file_errors(source):
        try:
            write_copy(source, copy)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
                raise OSError(errno.EIO, str(error)) from error
            raise


def write_copy(source: Path, copy: Path) -> None:
    """Do what `copy_database` does, in a file that is there."""
    with closing(open_existing(source)) as origin, closing(open_scratch(copy)) as target:
        origin.backup(target, progress=lambda status, *_: check_waiting(status, source))
    with closing(open_scratch(copy)) as target:
        target.execute("PRAGMA journal_mode=DELETE")


def open_existing(path: Path) -> sqlite3.Connection:
    """Open a SQLite file that is there; one that has gone is not created. Raises DatabaseError where it is hollow."""
    if is_hollow(path):
        raise DatabaseError(STRANGE.format(place=path, error=HOLLOW))
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    defend(connection, path)
    return connection


def open_scratch(path: Path) -> sqlite3.Connection:
    """Open a file of one's own that need not outlive this process."""
    connection = sqlite3.connect(path, isolation_level=None)
    defend(connection, path)
    connection.execute("PRAGMA synchronous=OFF")
    return connection


def check_waiting(status: int, path: Path) -> None:
    """Raise DatabaseError for a copy that has waited long enough; by itself it would wait for ever."""
    if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise DatabaseError(BUSY.format(place=path))


def check_schema(copy: Path, place: Path) -> str | None:
    """Return the revision of a copy, None where it has no tables; `place` is what it is a copy of.

    Raises DatabaseError where that is no history, or one that needs a newer program.
    """
    with explain_file_errors(place), closing(open_scratch(copy)) as connection:
        revision = find_revision(connection, place)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if revision and not tables >= ALWAYS:
        raise DatabaseError(STRANGE.format(place=place, error=f"no table {min(ALWAYS - tables)}"))
    return revision


def list_findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what SQLite finds wrong in the structure of a database; of its values, our own rules say more."""
    for (found,) in connection.execute("PRAGMA integrity_check"):
        finding = " ".join(str(found).split())
        if finding != "ok" and not finding.startswith(OF_VALUES):
            yield finding


def find_damage(connection: sqlite3.Connection) -> str:
    """Return the first thing that SQLite finds wrong in the structure of a database, or nothing."""
    return next(list_findings(connection), "")


def check_structure(copy: Path, place: Path) -> None:
    """Raise DatabaseError where SQLite finds a copy damaged; `place` is what it is a copy of."""
    with explain_file_errors(place), closing(open_scratch(copy)) as connection:
        damage = find_damage(connection)
    if damage:
        raise DatabaseError(SENTENCES[sqlite3.SQLITE_CORRUPT].format(place=place, error=damage))


def count_reviews(copy: Path) -> int | None:
    """Return how many reviews a copy holds, voided ones left out, or None where that can't be read."""
    try:
        with closing(open_scratch(copy)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM review WHERE voided_at IS NULL").fetchone()
    except sqlite3.Error:
        return None
    return int(count)
