"""A database's name in, an engine for it out, whose schema is the newest that this program knows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, inspect, text

from tvp_quiz.storage.engine import connect, explain_errors, hide_password, refuse_restored
from tvp_quiz.storage.file import (
    HEAD,
    REVISIONS,
    explain_file_errors,
    find_path,
    find_revision,
    keep_log,
    open_file,
)
from tvp_quiz.storage.releases import make_unknown


def open_engine(database: str, now: datetime) -> Engine:
    """Return an engine for a path or URL, after creating what is missing and migrating what is older.

    An older file is backed up first, as of `now`. Raises DatabaseError where it can't be used, or was written by a
    newer program.
    """
    engine = connect(database)
    path = find_path(database)
    if path:
        revision, version = prepare_file(path)
        refuse_restored(engine, path, version)
    else:
        revision = read_revision(engine, database)
    if revision != HEAD:
        from tvp_quiz.storage.migration import migrate  # noqa: PLC0415 - Alembic is slow to load and rarely needed

        migrate(database, now)
    return engine


def prepare_file(path: Path) -> tuple[str | None, int]:
    """Return a SQLite file's revision and version, after giving it a write-ahead log if it is ours."""
    with explain_file_errors(path), closing(open_file(path)) as connection:
        revision = find_revision(connection, path)
        keep_log(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return revision, version


def read_revision(engine: Engine, database: str) -> str | None:
    """Return the revision of a server's database, or None where it has no tables yet."""
    with explain_errors(database), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        if revision not in REVISIONS:
            has_needed = inspect(connection).has_table("release")
            needed = connection.execute(text("SELECT needed FROM release")).scalar() if has_needed else None
            raise make_unknown(hide_password(database), revision, needed)
    return str(revision)


@contextmanager
def open_query(database: str, now: datetime) -> Iterator[Callable[[str, Mapping[str, str]], Sequence[Row[Any]]]]:
    """Yield a function that answers a query in SQL with named values."""
    engine = open_engine(database, now)
    try:
        with explain_errors(database), engine.connect() as connection:
            yield lambda sql, values: connection.execute(text(sql), values).all()
    finally:
        engine.dispose()
