"""A database's name in, a SQLAlchemy engine out; what goes wrong while it is used, as one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.file import explain, find_path, open_file


@contextmanager
def explain_errors(database: str) -> Iterator[None]:
    """Raise the errors of a database as DatabaseError, but for those that only a programmer can mend."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        path = find_path(database)
        raise (explain(error.orig, path) if path else explain_server(error, database)) or error from error
    except (TypeError, ValueError) as error:
        raise explain(error, find_path(database) or hide_password(database)) or error from error


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
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def for_writing(engine: Engine) -> Engine:
    """Return the engine with transactions that write from their beginning."""
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
