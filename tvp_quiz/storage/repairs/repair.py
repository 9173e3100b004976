"""A database in, however damaged; what was mended, and what is still wrong, out."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import Reason, keep_backup
from tvp_quiz.storage.backups.copying import list_findings
from tvp_quiz.storage.engine import explain_errors, for_writing
from tvp_quiz.storage.file import BUSY_SECONDS, HEAD, explain, find_path, find_revision
from tvp_quiz.storage.guard import TABLES, defend, find_foreign, lift_limit
from tvp_quiz.storage.holes import is_hollow
from tvp_quiz.storage.releases import RevisionError
from tvp_quiz.storage.repairs.mending import Repair, mend
from tvp_quiz.storage.repairs.salvage import salvage_file
from tvp_quiz.storage.repairs.salvage_pages import read_pages
from tvp_quiz.storage.repairs.verify import verify_database, verify_file
from tvp_quiz.storage.schema import open_engine

# What SQLite says of an index alone, which can be made anew from its table
OF_INDEX = re.compile(r"row \d+ missing from index |wrong # of entries in index ")
UNREADABLE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_CONSTRAINT,
}


def repair_database(database: str, now: datetime) -> Repair:
    """Mend a database, after a backup of it, or put what can be read of it into a new file.

    Raises DatabaseError where there is none, where it can't be used for another reason than damage, and where nothing
    in it is of this program.
    """
    path = find_path(database)
    if path is None:
        return repair_rows(database, Path(), now)
    if not path.is_file() or not path.stat().st_size:
        raise DatabaseError(f"There is nothing in {path} to mend: `tvp-quiz data restore` goes back to a backup.")
    aside = path.with_suffix(".set-aside.jsonl")
    if is_hollow(path) or has_broken_log(path) or not is_readable(path):
        return salvage_file(path, aside, now)
    try:
        return repair_rows(database, aside, now)
    except DatabaseError as error:
        if not is_of_content(error.__cause__):
            raise
        return salvage_file(path, aside, now)


def repair_rows(database: str, aside: Path, now: datetime) -> Repair:
    """Mend a database that can be read, after a backup of it; where nothing is wrong, nothing is done."""
    engine = open_engine(database, now)
    try:
        with explain_errors(database), Session(engine) as session:
            found = verify_database(session)
        if not found:
            return Repair([], [])
        backup = keep_backup(database, Reason.REPAIR, now)
        with explain_errors(database), Session(for_writing(engine)) as session, session.begin():
            driver = session.connection().connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                lift_limit(driver)
            done = [*make_indexes_anew(session.connection()), *mend(session, aside, now)]
            left = verify_database(session)
    finally:
        engine.dispose()
    kept = [f"The history as it was is kept in {backup}."] if backup else []
    return Repair([*done, *kept], left)


def is_of_content(error: BaseException | None) -> bool:
    """Tell whether SQLite stopped at what a file holds: a value too long, a row twice, tables of another schema."""
    found = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(found, sqlite3.DatabaseError):
        return False
    # What the driver raises without a code of SQLite's own is text that is not UTF-8
    return getattr(found, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in UNREADABLE


def make_indexes_anew(connection: Connection) -> Iterator[str]:
    """Make the indexes of a file anew where they disagree with their tables."""
    if connection.dialect.name == "sqlite" and any(verify_file(connection)):
        connection.exec_driver_sql("REINDEX")
        yield "The indexes were made anew from their tables."


def is_readable(path: Path) -> bool:
    """Tell whether SQLite can read all of a file but indexes, in which nothing is strange to this program.

    Raises DatabaseError where it is another program's or a newer one's, or in use.
    """
    try:
        with closing(open_reader(path)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if names & TABLES and (find_foreign(connection) or not has_version(connection, names)):
                return False
            if find_revision(connection, path) == HEAD and not names >= TABLES:
                return False
            return all(map(OF_INDEX.match, list_findings(connection)))
    except RevisionError:
        return False
    except sqlite3.DatabaseError as error:
        if is_of_content(error):
            return False
        raise explain(error, path) or error from error


def has_broken_log(path: Path) -> bool:
    """Tell whether a file's log holds more than SQLite reads, which it would delete."""
    return any(pages.is_log_broken for pages in islice(read_pages(path), 1))


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a SQLite file that this connection won't write: on closing another, SQLite deletes a log it can't read."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    defend(connection, path)
    return connection


def has_version(connection: sqlite3.Connection, names: set[str]) -> bool:
    """Tell whether a database with some of our tables says of which schema they are."""
    row = "alembic_version" in names and connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "learner" in names and bool(row)
