"""A database and the files of other histories in; what it gains by them out, merged or only foreseen."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlmodel import Session

from tvp_quiz.domain.gain import Gain
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import Reason, has_content, keep_backup
from tvp_quiz.storage.file import find_path
from tvp_quiz.storage.guard import lift_limit
from tvp_quiz.storage.moving.joins import ContradictionError
from tvp_quiz.storage.moving.sources import copy_files, open_source, prepare_copy
from tvp_quiz.storage.moving.uniting import settle, unite
from tvp_quiz.storage.store import Store, open_store

if TYPE_CHECKING:
    from tvp_quiz.storage.moving.tallies import Tally


def merge_files(database: str, learner: str, paths: Sequence[Path], now: datetime) -> list[Gain]:
    """Add to a history all that the files hold, after backing it up, and return what everybody gained.

    All is done, or nothing. Whoever merges the same histories has the same afterwards, in whatever order. Raises
    DatabaseError, which names the file, where one of them is no history, or contradicts this one.
    """
    with ExitStack() as stack:
        sources = [(path, stack.enter_context(Session(stack.enter_context(open_source(path))))) for path in paths]
        keep_backup(database, Reason.MERGE, now)
        store = stack.enter_context(open_store(database, learner, now))
        return unite_all(store, sources, now)


def foresee_merge(database: str, learner: str, paths: Sequence[Path], now: datetime) -> list[Gain]:
    """Return what `merge_files` would, and leave the history as it is."""
    with ExitStack() as stack:
        sources = [(path, stack.enter_context(Session(stack.enter_context(open_source(path))))) for path in paths]
        path = find_path(database)
        if path:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tvp-quiz-")))
            if has_content(path):
                prepare_copy(copy_files(path, folder), path)
            database = str(folder / "copy.db")
        store = stack.enter_context(open_store(database, learner, now))
        return unite_all(store, sources, now, keep=False)


def unite_all(store: Store, sources: Iterable[tuple[Path, Session]], now: datetime, *, keep: bool = True) -> list[Gain]:
    """Add to a history what others hold, and return what everybody gained; without `keep`, it is undone again."""
    with store.writing() as session:
        # What was backed up or copied just now is known to be whole
        driver = session.connection().connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            lift_limit(driver)
        tallies: dict[str, Tally] = {}
        for path, source in sources:
            try:
                unite(session, source, tallies, now)
            except ContradictionError as error:
                raise DatabaseError(
                    f"{path} and this history contradict each other in {error}, so nothing was changed: "
                    "one of them is forged or damaged, which `tvp-quiz data verify` may tell."
                ) from error
        gains = settle(session, tallies)
        if not keep:
            session.rollback()
    return gains
