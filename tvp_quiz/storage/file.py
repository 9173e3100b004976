"""A database's name in, a connection to a SQLite file that can be written out, or one sentence on why it can't."""

import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tvp_quiz.errors import DatabaseError

# Every schema that this program knows, oldest first. The migrations hold the same list; it stands here as well
# because loading Alembic to compare one word would take longer than reading the history.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]

# What a database may say of the program that it needs
RELEASE = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}", re.ASCII)

SQLITE_URL = "sqlite:///"
BUSY_SECONDS = 5.0
BUSY = "{place} is being written by another program: wait for it or close it, then try again."
SHUT = "{place} can't be written ({error}): make the file and its folder writable, or name another with --db."
STRANGE = "{place} holds what tvp-quiz never wrote ({error}): set it aside and put a backup of it in its place."
SENTENCES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: SHUT,
    sqlite3.SQLITE_CANTOPEN: SHUT,
    sqlite3.SQLITE_PERM: SHUT,
    sqlite3.SQLITE_AUTH: SHUT,
    sqlite3.SQLITE_ERROR: STRANGE,
    sqlite3.SQLITE_NOTADB: "{place} is not a database, and was left as it is: name another with --db.",
    sqlite3.SQLITE_CORRUPT: "{place} is damaged ({error}): set it aside and put a backup of it in its place.",
    sqlite3.SQLITE_FULL: "The disk of {place} is full, so this change was not kept, but all before it was: "
    "free some space, then do it again.",
    sqlite3.SQLITE_IOERR: "{place} can't be read or written ({error}), so this change was not kept, but all before "
    "it was: see that its disk works and has room, then do it again.",
}


def find_path(database: str) -> Path | None:
    """Return the file of a SQLite database, absolute, or None for the URL of any other kind of database."""
    if "://" in database and database.partition("://")[0].partition("+")[0] != "sqlite":
        return None
    path = database.removeprefix(SQLITE_URL)
    if "://" in path or database.startswith("file:") or (path != database and "?" in path):
        raise DatabaseError(f"{database!r} is no name for a SQLite file here: write its path, or {SQLITE_URL}PATH.")
    if path in {"", ":memory:"}:
        raise DatabaseError(f"{database!r} names no file, so nothing would be kept: name one with --db.")
    return Path(path).absolute()


def explain(error: BaseException | None, place: object) -> DatabaseError | None:
    """Return what a failure at `place` means to the learner, or None where only a programmer can help.

    A value of the wrong kind comes from a database that something else has written to: no row of ours holds one.
    """
    if isinstance(error, TypeError | ValueError):
        return DatabaseError(STRANGE.format(place=place, error=error))
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return None
    # What the driver raises without a code of SQLite's own is text that is not UTF-8
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    sentence = SENTENCES.get(code)
    return DatabaseError(sentence.format(place=place, error=error)) if sentence else None


@contextmanager
def explain_file_errors(path: Path) -> Iterator[None]:
    """Raise the errors of the sqlite3 driver as DatabaseError, but for those that only a programmer can mend."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise explain(error, path) or error from error


def check_file(path: Path) -> None:
    """Create an empty file where there is none. Raises DatabaseError where what is there can't be a database."""
    try:
        found = path.stat()
    except FileNotFoundError:
        create_file(path)
        return
    except OSError as error:
        raise DatabaseError(SHUT.format(place=path, error=error.strerror)) from error
    if stat.S_ISDIR(found.st_mode):
        raise DatabaseError(f"{path} is a folder: name a file in it, such as {path / 'tvp-quiz.db'}.")
    if not stat.S_ISREG(found.st_mode):
        raise DatabaseError(f"{path} is not a regular file and would keep nothing: name another with --db.")
    if found.st_size == 1:
        # SQLite would take it for an empty database, and write over it
        raise DatabaseError(SENTENCES[sqlite3.SQLITE_NOTADB].format(place=path))


def create_file(path: Path) -> None:
    """Create an empty file and the folder above it, both for their owner alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        remedy = "make the folder above it writable, or name another with --db"
        raise DatabaseError(f"{path} can't be created ({error.strerror}): {remedy}.") from error


def identify_file(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at a path from any that may take its place, or None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def check_identity(path: Path, identity: tuple[int, int] | None) -> None:
    """Raise DatabaseError where another file, or none, has taken the place of one that is open.

    SQLite would go on writing to the file without a name, which is gone when the process ends.
    """
    if identify_file(path) != identity:
        raise DatabaseError(
            f"{path} was moved or replaced while it was in use, so this change was not kept: "
            "put it back where it was, then start again."
        )


def open_file(path: Path) -> sqlite3.Connection:
    """Open a SQLite file, creating it where it is missing, as every connection of this program is set.

    Transactions are begun by hand: the driver begins none for reading or for a change of the schema.
    """
    check_file(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # Some builds of SQLite do with less for a write-ahead log, and lose the last answers when the power fails
    connection.execute("PRAGMA synchronous=FULL")
    # macOS calls it done before it is on the disk, unless this is asked for; elsewhere it changes nothing
    connection.execute("PRAGMA fullfsync=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def find_revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """Return the revision of a file's schema, or None for a file without any table.

    Raises DatabaseError for another program's database, and for one that a newer tvp-quiz has written.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    ours = {"alembic_version", "learner"} <= tables
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if ours else None
    if row is None:
        raise DatabaseError(f"{path} belongs to another program, and was left as it is: name another with --db.")
    if row[0] not in REVISIONS:
        needed = connection.execute("SELECT needed FROM release").fetchone() if "release" in tables else None
        raise make_newer(path, needed and needed[0])
    return str(row[0])


def make_newer(place: object, needed: object) -> DatabaseError:
    """Return what is said of a database that a newer program wrote; `needed` is the release that can read it."""
    version = needed if isinstance(needed, str) and RELEASE.fullmatch(needed) else None
    what = f"needs tvp-quiz {version} or newer" if version else "was written by a newer tvp-quiz"
    return DatabaseError(f"{place} {what}, and was left as it is: update this program.")


def copy_file(path: Path, copy: Path) -> None:
    """Copy a database, which may be in use; `copy` appears, for its owner alone, once it is whole."""
    unfinished = copy.with_name(f"{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    create_file(unfinished)
    with explain_file_errors(copy), closing(open_file(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.replace(copy)
