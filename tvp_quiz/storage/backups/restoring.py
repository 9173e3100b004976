"""A backup in; what it would change, and the history with that in its place, out: all of it or nothing."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.domain.tally import Comparison
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import (
    Reason,
    explain_folder_errors,
    explain_refusal,
    find_folder,
    has_content,
    hold_folder,
    make_backup,
)
from tvp_quiz.storage.backups.copying import find_damage, get_path, open_existing, open_scratch
from tvp_quiz.storage.backups.packing import DATABASE, GZIP, unpack
from tvp_quiz.storage.backups.tallying import compare_files
from tvp_quiz.storage.disk import open_workspace, seal_file
from tvp_quiz.storage.file import (
    HEAD,
    HOLLOW,
    begin_writing,
    explain,
    explain_file_errors,
    find_revision,
    open_file,
)
from tvp_quiz.storage.guard import TABLES, lift_limit
from tvp_quiz.storage.holding import LOGS, hold_writers, keep_damaged, put_in_place
from tvp_quiz.storage.holes import is_hollow
from tvp_quiz.storage.migration import upgrade_copy
from tvp_quiz.storage.schema import open_engine

# What belongs to the file, not to the history in it
OF_THE_FILE = {"alembic_version", "release"}
DAMAGES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_INTERRUPT}
OF_ROWS = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG}
# An approval lets a program run: it comes with no file, and not back once it was taken away
NOT_RESTORED = {"demo_approval"}
FRESH = "fresh.part"


class Condition(Enum):
    """How the file of a history is."""

    ABSENT = "absent"
    WHOLE = "whole"
    DAMAGED = "damaged"


class Restored(NamedTuple):
    """Where the history that was there before is now: in a backup, or set aside because it is damaged."""

    backup: Path | None
    aside: Path | None


@contextmanager
def open_candidate(place: Path) -> Iterator[Path]:
    """Yield a copy, of the newest schema, of the history in a backup or another database.

    Raises DatabaseError where it is damaged, no history, or needs a newer program.
    """
    with open_workspace() as folder:
        copy = folder / "history.db"
        try:
            take_copy(place, copy)
        except OSError as error:
            raise DatabaseError(f"{place} can't be read ({error.strerror}): choose another backup.") from error
        renew_copy(copy, place)
        yield copy


def renew_copy(copy: Path, place: Path) -> None:
    """Bring a copy of `place` up to the newest schema. Raises DatabaseError where it is damaged or no history."""
    try:
        with closing(open_scratch(copy)) as connection:
            revision = find_revision(connection, place)
            damage = find_damage(connection)
            (encoding,) = connection.execute("PRAGMA encoding").fetchone()
    except sqlite3.Error as error:
        raise DatabaseError(f"{place} is damaged ({error}): choose another backup.") from error
    if damage:
        raise DatabaseError(f"{place} is damaged ({damage}): choose another backup.")
    # SQLite unites no two that differ in this
    if encoding != "UTF-8":
        raise DatabaseError(f"{place} was not made by tvp-quiz, for its text is {encoding}: choose another backup.")
    if revision is None:
        raise DatabaseError(f"{place} holds no history: choose another backup.")
    if revision != HEAD:
        try:
            upgrade_copy(copy)
        except DatabaseError as error:
            raise DatabaseError(f"{place} can't be brought up to date: choose another backup.") from error


def take_copy(place: Path, copy: Path) -> None:
    """Copy the database in a file, compressed or not, with what its log has ahead of it; that file is only read."""
    if not stat.S_ISREG(place.stat().st_mode):
        raise DatabaseError(f"{place} is not a regular file: choose another backup.")
    if is_hollow(place):
        raise DatabaseError(f"{place} is damaged ({HOLLOW}): choose another backup.")
    with place.open("rb") as file:
        start = file.read(len(DATABASE))
    if start.startswith(GZIP):
        unpack(place, copy)
    elif start == DATABASE:
        # Logs are beside the file that a link leads to
        real = place.resolve()
        for suffix in ("", *LOGS):
            source = real.with_name(real.name + suffix)
            if not suffix or source.is_file():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
    else:
        raise DatabaseError(f"{place} is no backup and no database: choose another one.")


def compare(database: str, copy: Path, place: Path, now: datetime) -> Comparison:
    """Return what a history would lose and gain if a copy of `place` took its place; an older one is migrated first.

    Raises DatabaseError.
    """
    path = get_path(database)
    if find_condition(path) is not Condition.WHOLE:
        return compare_files(None, copy, place)
    open_engine(database, now).dispose()
    return compare_files(path, copy, place)


def find_condition(path: Path) -> Condition:
    """Tell how a database's file is. Raises DatabaseError where it is another program's, or a newer one's."""
    if not has_content(path):
        return Condition.ABSENT
    try:
        with closing(open_existing(path)) as connection:
            if find_revision(connection, path) is None:
                return Condition.ABSENT
            return Condition.DAMAGED if find_damage(connection) else Condition.WHOLE
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGES:
            return Condition.DAMAGED
        raise explain(error, path) or error from error


def restore(database: str, copy: Path, place: Path, now: datetime) -> Restored:
    """Put a copy of `place` in the place of a history, which is kept as a backup, or set aside where it is damaged.

    Whatever ends this, the history is the one or the other, whole. A program that has it open is told of it when it
    next reads or writes. Raises DatabaseError.
    """
    path = get_path(database)
    with hold_folder(path, wait=True), explain_place_errors(path):
        condition = find_condition(path)
        if condition is Condition.WHOLE:
            return Restored(overwrite(path, copy, place, now), None)
        fresh = make_fresh(path, copy, place, now)
        # Logs are beside the file that a link leads to
        real = path.resolve()
        with hold_writers(real):
            aside = keep_damaged(real, now) if condition is Condition.DAMAGED else None
            put_in_place(fresh, real)
        return Restored(None, aside)


@contextmanager
def explain_place_errors(path: Path) -> Iterator[None]:
    """Raise the system's errors as DatabaseError."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"{path} can't be replaced ({error.strerror}): make its folder writable and see that its disk has room."
        ) from error


def overwrite(path: Path, copy: Path, place: Path, now: datetime) -> Path | None:
    """Replace all rows of a history by those of a copy in one transaction, and return the backup of what was there.

    Nobody else can write from before the backup until the end, so that what is replaced is what was backed up.
    """
    with explain_file_errors(path), closing(open_file(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("ATTACH ? AS restored", (str(copy),))
        begin_writing(connection)
        if find_revision(connection, path) != HEAD:
            raise DatabaseError(f"{path} was replaced meanwhile: look at it, then start again.")
        with explain_refusal(Reason.RESTORE), explain_folder_errors(find_folder(path)):
            backup = make_backup(path, Reason.RESTORE, now)
        replace_rows(connection, place)
        (version,) = connection.execute("PRAGMA main.user_version").fetchone()
        # By this, programs that have the history open know that it is another one
        connection.execute(f"PRAGMA main.user_version={(version + 1) % (1 << 31)}")
        connection.execute("COMMIT")
        path.chmod(0o600)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return backup


def replace_rows(connection: sqlite3.Connection, place: Path) -> None:
    """Replace all rows by those of the attached copy, but let approvals of demos be; whose learner is gone, go.

    Raises DatabaseError for rows that can't be ours.
    """
    lift_limit(connection)
    try:
        for table in sorted(TABLES - OF_THE_FILE - NOT_RESTORED):
            names = ", ".join(name for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"DELETE FROM main.{table}")  # noqa: S608 - our own names
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM restored.{table}")  # noqa: S608 - our own names
        connection.execute("DELETE FROM main.demo_approval WHERE learner NOT IN (SELECT name FROM main.learner)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in OF_ROWS:
            raise
        raise DatabaseError(f"{place} holds what tvp-quiz never wrote ({error}): choose another backup.") from error


def make_fresh(path: Path, copy: Path, place: Path, now: datetime) -> Path:
    """Return a new file beside the backups, on the disk, with the rows of a copy."""
    fresh = find_folder(path) / FRESH
    open_engine(str(fresh), now).dispose()
    with explain_file_errors(fresh), closing(open_scratch(fresh)) as connection:
        connection.execute("ATTACH ? AS restored", (str(copy),))
        connection.execute("BEGIN")
        replace_rows(connection, place)
        connection.execute("COMMIT")
    seal_file(fresh)
    return fresh
