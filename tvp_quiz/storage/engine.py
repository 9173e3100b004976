"""A database's name in, a SQLAlchemy engine out; what goes wrong while it is used, as one sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm.exc import FlushError

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.file import STRANGE, begin_writing, check_identity, explain, find_path, identify_file, open_file
from tvp_quiz.storage.guard import limit_work


@contextmanager
def explain_errors(database: str) -> Iterator[None]:
    """Raise the errors of a database as DatabaseError, but for those that only a programmer can mend."""
    try:
        yield
    except DBAPIError as error:
        path = find_path(database)
        raise (explain(error.orig, path) if path else explain_server(error, database)) or error from error
    except sqlite3.Error as error:
        # This comes from what is said to the driver itself
        raise explain(error, find_path(database)) or error from error
    except (TypeError, ValueError, OverflowError) as error:
        raise explain(error, find_path(database) or hide_password(database)) or error from error
    except FlushError as error:
        # A row that was read has no key: something else has written it
        place = find_path(database) or hide_password(database)
        raise DatabaseError(STRANGE.format(place=place, error="a row without a key")) from error


def explain_server(error: DBAPIError, url: str) -> DatabaseError:
    """Return what a failure of a database server means to the learner."""
    reason = str(error.orig).partition("\n")[0]
    return DatabaseError(
        f"{hide_password(url)} can't be used ({reason}), so this change was not kept, but all before it was: "
        "see that the server runs and can be reached, then try again."
    )


def hide_password(url: str) -> str:
    """Return the URL of a database as it may be shown."""
    return make_url(url).render_as_string(hide_password=True)


def connect(database: str) -> Engine:
    """Return an engine for a path or URL; nothing is opened yet. Raises DatabaseError where it is neither."""
    path = find_path(database)
    if path is None:
        return connect_server(database)
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=partial(open_file, path))
    event.listen(engine, "begin", lambda connection: limit_work(connection.connection.driver_connection, path))
    event.listen(engine, "begin", begin)
    return engine


def connect_server(url: str) -> Engine:
    """Return an engine for any database but SQLite."""
    try:
        return create_engine(url)
    except (ArgumentError, ValueError) as error:
        scheme = url.partition("://")[0]
        raise DatabaseError(f"{scheme}:// begins no URL of a known database: name a file with --db.") from error
    except ModuleNotFoundError as error:
        raise DatabaseError(f"That kind of database needs the Python package {error.name}: install it.") from error


def begin(connection: Connection) -> None:
    """Begin a transaction, which the driver leaves to us.

    One that will write says so at once: SQLite may refuse to go from reading to writing, whatever the timeout.
    """
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection) and connection.get_execution_options().get("writes"):
        begin_writing(driver)
    else:
        connection.exec_driver_sql("BEGIN")


def refuse_restored(engine: Engine, path: Path, version: int) -> None:
    """Have every transaction refused once a backup is restored over a database, whose version is another one then."""
    identity = identify_file(path)

    def check_version(connection: Connection) -> None:
        # A repair may have put another file there while this transaction waited for its turn
        check_identity(path, identity)
        if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != version:
            raise DatabaseError(
                f"A backup of {path} was restored while it was in use, so this change was not kept: start again."
            )

    event.listen(engine, "begin", check_version)


def for_writing(engine: Engine) -> Engine:
    """Return the engine with transactions that write from their beginning."""
    return engine.execution_options(writes=True)
