"""A file that may be mostly holes in; where it holds anything, and a copy with the same holes, out."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BLOCK = 512
SMALL = 1 << 22
# Disks that compress make a history take a quarter of its room
HOLLOW_SHARE = 16
CHUNK = 1 << 20


def find_log(path: Path) -> Path:
    """Return where the write-ahead log of a database is, if it has one: beside the file that a link leads to."""
    return Path(f"{os.path.realpath(path)}-wal")


def is_hollow(path: Path) -> bool:
    """Tell whether nearly all of a database's file or of its log was never written: to read it would take for ever.

    The file is not opened, for to close it would take the locks away that SQLite has on it.
    """
    for file in (path, find_log(path)):
        try:
            found = os.stat(file)  # noqa: PTH116 - pathlib is slow, and the first question waits for this
        except OSError:
            continue
        if found.st_size > SMALL and found.st_size > HOLLOW_SHARE * BLOCK * found.st_blocks:
            return True
    return False


def list_stretches(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where each stretch of a file begins and ends in which something was written."""
    end, size = 0, os.fstat(file.fileno()).st_size
    while end < size:
        try:
            start = os.lseek(file.fileno(), end, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            return
        end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
        yield start, end


def copy_file(source: Path, target: Path) -> None:
    """Copy a file over another or to a new one, onto the disk; what was never written takes no room in the copy."""
    with source.open("rb") as origin, target.open("wb") as copy:
        for start, end in list_stretches(origin):
            for place in range(start, end, CHUNK):
                copy.seek(place)
                copy.write(os.pread(origin.fileno(), min(CHUNK, end - place), place))
        copy.truncate(os.fstat(origin.fileno()).st_size)
        copy.flush()
        os.fsync(copy.fileno())
