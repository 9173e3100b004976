"""A database and the files of other histories in; what it gains by them out, merged or only foreseen."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from tvp_quiz.domain.gain import Gain
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import Reason, has_content, keep_backup
from tvp_quiz.storage.disk import open_workspace
from tvp_quiz.storage.file import find_path
from tvp_quiz.storage.guard import lift_limit
from tvp_quiz.storage.moving.joins import ContradictionError
from tvp_quiz.storage.moving.sources import COPY, copy_files, open_source, prepare_copy
from tvp_quiz.storage.moving.uniting import settle, unite
from tvp_quiz.storage.store import Store, open_store

if TYPE_CHECKING:
    from tvp_quiz.storage.moving.balances import Balance


def merge_files(database: str, learner: str, paths: Sequence[Path], now: datetime) -> list[Gain]:
    """Add to a history all that the files hold, after backing it up, and return what everybody gained.

    All is done, or nothing. Whoever merges the same histories has the same afterwards, in whatever order. Raises
    DatabaseError, which names the file, where one of them is no history, or contradicts this one.
    """
    with ExitStack() as stack:
        sources = open_sources(stack, paths)
        keep_backup(database, Reason.MERGE, now)
        store = stack.enter_context(open_store(database, learner, now))
        return unite_all(store, sources, now)


def foresee_merge(database: str, learner: str, paths: Sequence[Path], now: datetime) -> list[Gain]:
    """Return what `merge_files` would, and leave the history as it is."""
    with ExitStack() as stack:
        sources = open_sources(stack, paths)
        path = find_path(database)
        if path:
            folder = stack.enter_context(open_workspace())
            if has_content(path):
                prepare_copy(copy_files(path, folder), path)
            database = str(folder / COPY)
            stack.enter_context(named_after(path, database))
        store = stack.enter_context(open_store(database, learner, now))
        return unite_all(store, sources, now, keep=False)


@contextmanager
def named_after(path: Path, copy: str) -> Iterator[None]:
    """Let what is said of a copy be said of the file that it is a copy of: the copy is gone by then."""
    try:
        yield
    except DatabaseError as error:
        raise DatabaseError(str(error).replace(copy, str(path))) from error


def open_sources(stack: ExitStack, paths: Iterable[Path]) -> list[tuple[Path, Session]]:
    """Open files of histories until the stack is closed."""
    return [(path, stack.enter_context(Session(stack.enter_context(open_source(path))))) for path in paths]


def unite_all(store: Store, sources: Iterable[tuple[Path, Session]], now: datetime, *, keep: bool = True) -> list[Gain]:
    """Add to a history what others hold, and return what everybody gained; without `keep`, it is undone again."""
    with store.writing() as session:
        # What was backed up or copied just now is known to be whole
        driver = session.connection().connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            lift_limit(driver)
        balances: dict[str, Balance] = {}
        for path, source in sources:
            try:
                unite(session, source, balances, now)
            except ContradictionError as error:
                raise DatabaseError(
                    f"{path} and this history contradict each other in {error}, so nothing was changed: "
                    "one of them is forged or damaged, which `tvp-quiz data verify` may tell."
                ) from error
        gains = settle(session, balances)
        if not keep:
            session.rollback()
    return gains
