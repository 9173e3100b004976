"""A file that SQLite may not be able to open in; a time in which nobody writes to it, and another in its place, out."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from tvp_quiz.errors import BusyError
from tvp_quiz.storage.backups.backup import STAMP
from tvp_quiz.storage.disk import sync_folder
from tvp_quiz.storage.file import BUSY, BUSY_SECONDS, PAUSE_SECONDS
from tvp_quiz.storage.holes import copy_file

# The byte of the log's index that SQLite locks to write, by its manual: https://www.sqlite.org/walformat.html, 2.3.1
WRITE_LOCK = 120
LOGS = ("-wal", "-journal")


@contextmanager
def hold_writers(path: Path) -> Iterator[None]:
    """Keep those that have a file open from writing to it meanwhile. Raises BusyError where one of them goes on.

    One that waits for this is to look at what stands at the path by then.
    """
    index = path.with_name(f"{path.name}-shm")
    if not index.exists():
        # Nobody has the file open
        yield
        return
    descriptor = os.open(index, os.O_RDWR | os.O_CLOEXEC)
    try:
        ends = monotonic() + BUSY_SECONDS
        while not try_to_hold(descriptor):
            if monotonic() >= ends:
                raise BusyError(BUSY.format(place=path))
            sleep(PAUSE_SECONDS)
        yield
    finally:
        os.close(descriptor)


def try_to_hold(descriptor: int) -> bool:
    """Lock the open index of a log as one that writes, or return False where another program writes."""
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, WRITE_LOCK)
    except (BlockingIOError, PermissionError):
        return False
    return True


def put_in_place(fresh: Path, path: Path) -> None:
    """Replace a file by another one that is on the disk."""
    # A new file with the log of an old one beside it would be damaged by it
    for suffix in ("-shm", *LOGS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    fresh.replace(path.resolve())
    sync_folder(path.resolve().parent)


def keep_damaged(path: Path, now: datetime) -> Path:
    """Copy a damaged file and its log beside it, onto the disk, and return the copy."""
    aside = path.with_name(f"{path.name}.damaged-{now:{STAMP}}")
    for suffix in ("", *LOGS):
        source, target = path.with_name(path.name + suffix), aside.with_name(aside.name + suffix)
        if source.is_file():
            target.touch(mode=0o600)
            copy_file(source, target)
    sync_folder(path.parent)
    return aside
