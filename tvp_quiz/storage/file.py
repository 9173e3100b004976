"""A database's name in, a connection to a SQLite file that can be written out, or one sentence on why it can't."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from tvp_quiz.errors import BusyError, DatabaseError
from tvp_quiz.storage.guard import defend, find_foreign
from tvp_quiz.storage.holes import is_hollow

# Every schema that this program knows, oldest first. The migrations hold the same list; it stands here as well
# because loading Alembic to compare one word would take longer than reading the history.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]

SQLITE_URL = "sqlite:///"
BUSY_SECONDS = 5.0
PAUSE_SECONDS = 0.0005
BUSY = "{place} is being written by another program: wait for it or close it, then try again."
SHUT = "{place} can't be written ({error}): make the file and its folder writable, or name another with --db."
HOLLOW = "nearly all of it is empty"
STRANGE = "{place} holds what tvp-quiz never wrote ({error}): `tvp-quiz data verify --repair` mends it."
SENTENCES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: SHUT,
    sqlite3.SQLITE_CANTOPEN: SHUT,
    sqlite3.SQLITE_PERM: SHUT,
    sqlite3.SQLITE_AUTH: SHUT,
    sqlite3.SQLITE_ERROR: STRANGE,
    sqlite3.SQLITE_TOOBIG: STRANGE,
    # No value of ours breaks a rule of ours, so the file has others
    sqlite3.SQLITE_CONSTRAINT: STRANGE,
    sqlite3.SQLITE_NOTADB: "{place} is not a database, and was left as it is: name another with --db, or if it was "
    "one, run `tvp-quiz data verify --repair`.",
    sqlite3.SQLITE_CORRUPT: "{place} is damaged ({error}): `tvp-quiz data verify --repair` saves what can be read, "
    "and `tvp-quiz data restore` goes back to a backup.",
    sqlite3.SQLITE_INTERRUPT: "{place} takes longer to read than any history of its size, so it is damaged: "
    "`tvp-quiz data verify --repair` saves what can be read, and `tvp-quiz data restore` goes back to a backup.",
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
    if isinstance(error, TypeError | ValueError | OverflowError):
        return DatabaseError(STRANGE.format(place=place, error=say_error(error)))
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return None
    # What the driver raises without a code of SQLite's own is text that is not UTF-8
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    sentence = SENTENCES.get(code)
    kind = BusyError if sentence is BUSY else DatabaseError
    return kind(sentence.format(place=place, error=say_error(error))) if sentence else None


def say_error(error: BaseException) -> str:
    """Return what an error says, in one line: it may say again what somebody has written into a file."""
    return " ".join(str(error).split())


@contextmanager
def explain_file_errors(path: Path) -> Iterator[None]:
    """Raise the errors of the sqlite3 driver as DatabaseError, but for those that only a programmer can mend."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
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
    if is_hollow(path):
        raise DatabaseError(STRANGE.format(place=path, error=HOLLOW))


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
    with ExitStack() as exits:
        exits.callback(connection.close)
        defend(connection, path)
        # Some builds of SQLite do with less for a write-ahead log, and lose the last answers when the power fails
        connection.execute("PRAGMA synchronous=FULL")
        # macOS calls it done before it is on the disk, unless this is asked for; elsewhere it changes nothing
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute("PRAGMA foreign_keys=ON")
        exits.pop_all()
    return connection


def begin_writing(connection: sqlite3.Connection) -> None:
    """Begin a transaction that writes, once no other program does. Raises sqlite3.OperationalError after BUSY_SECONDS.

    SQLite itself sleeps the longer, the longer it has waited, so that newcomers pass by and one among many busy writers
    may never have its turn. Here all sleep equally short.
    """
    take_turn(connection, "BEGIN IMMEDIATE")


def keep_log(connection: sqlite3.Connection) -> None:
    """Give a file a write-ahead log. Raises sqlite3.OperationalError after BUSY_SECONDS.

    Where two programs do so at once, SQLite refuses one of them without waiting.
    """
    take_turn(connection, "PRAGMA journal_mode=WAL")


def take_turn(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement once no other program is in its way."""
    connection.execute("PRAGMA busy_timeout=0")
    ends = monotonic() + BUSY_SECONDS
    try:
        while not try_statement(connection, statement, is_last=monotonic() >= ends):
            sleep(PAUSE_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")


def try_statement(connection: sqlite3.Connection, statement: str, *, is_last: bool) -> bool:
    """Execute a statement, or return False where another program is in its way; the last try raises instead."""
    try:
        connection.execute(statement)
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def find_revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """Return the revision of a file's schema, or None for a file without any table.

    Raises DatabaseError for another program's database, for one that a newer tvp-quiz has written, and for one to
    which somebody has added what would run by itself.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if not {"alembic_version", "learner"} <= tables:
        raise make_other(path)
    foreign = find_foreign(connection)
    if any(kind in {"trigger", "view"} or name in {"alembic_version", "release"} for kind, name in foreign):
        raise make_foreign(path, *foreign[0])
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise make_other(path)
    (revision,) = row
    if revision not in REVISIONS:
        needed = connection.execute("SELECT needed FROM release").fetchone() if "release" in tables else None
        from tvp_quiz.storage.releases import make_unknown  # noqa: PLC0415 - only where something is wrong

        raise make_unknown(path, revision, needed and needed[0])
    if foreign:
        raise make_foreign(path, *foreign[0])
    return str(revision)


def make_other(path: Path) -> DatabaseError:
    """Return what is said of a database without the tables that every one of ours has."""
    return DatabaseError(f"{path} belongs to another program, and was left as it is: name another with --db.")


def make_foreign(path: Path, kind: str, name: str) -> DatabaseError:
    """Return what is said of a database that holds something which this program never makes."""
    return DatabaseError(
        f"{path} holds {'an' if kind == 'index' else 'a'} {kind} named {name}, which tvp-quiz never makes, "
        "and was left as it is: `tvp-quiz data verify --repair` puts what is of tvp-quiz into a clean file."
    )
