"""A file or a folder in; what was written to it is on the disk after that. And folders for what need not last."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from tvp_quiz.storage.file import explain_file_errors

PREFIX = "tvp-quiz-copy-"
# Between making a folder and holding it, little time goes by
GRACE_SECONDS = 3600


@contextmanager
def open_workspace() -> Iterator[Path]:
    """Yield a folder for copies of histories, and sweep those away that killed processes have left."""
    with TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with hold_workspace(folder):
            made = folder.stat()
            for other in folder.parent.glob(f"{PREFIX}*"):
                # Others' folders, links, and what another process sweeps or holds are left alone
                with suppress(OSError):
                    found = other.lstat()
                    if found.st_uid == made.st_uid and found.st_mtime < made.st_mtime - GRACE_SECONDS:
                        with hold_workspace(other):
                            rmtree(other)
            yield folder


@contextmanager
def hold_workspace(folder: Path) -> Iterator[None]:
    """Keep other processes from sweeping a folder meanwhile. Raises OSError where another one holds it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk. Raises OSError, also where folders can't be opened."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal_file(path: Path) -> None:
    """Have a database whole in its file, without a log, on the disk; nobody else may have it open.

    Raises DatabaseError, and OSError.
    """
    with explain_file_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb+") as file:
        os.fsync(file.fileno())
