"""What was made of bank files, on disk: bytes in, out again as long as the file and this code are the same.

There is a deck of a file, whose head alone is read at once, and what a check found in it, which is all head. A cache
file is one line (the code, the source's bytes, the source's place and times, the length and the check sum of the
head) and then what was made. Nothing in it is executed, and whatever is wrong with it only means that the source
is read again.
"""

import os
import stat
import weakref
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

from tvp_quiz.banks.deck import measure_head
from tvp_quiz.banks.files import UnreadableError, read_regular

CODE = (Path(__file__).parent, Path(__file__).parent.parent / "domain")
LABEL = 300
# No file of the size that is read makes more
LONGEST_HEAD = 64 * 1024 * 1024
# By others than its owner
WRITABLE = stat.S_IWGRP | stat.S_IWOTH
DECK, FINDINGS, UNFINISHED = ".deck", ".check", ".tmp"
# In seconds: nothing takes so long to write, and what nobody has read for so long, nobody misses
HOUR, MONTH = 3600, 30 * 24 * 3600
# Some file systems tell times no better than this: a source as new as its cache may have changed again since
TICK_NS = 2_000_000_000


class Kept:
    """A cache file, open for reading; it may describe a source that is no more."""

    def __init__(self, handle: int) -> None:
        """Take over an open file. Raises OSError or ValueError where it is no cache file of this code's."""
        weakref.finalize(self, os.close, handle)
        self._handle = handle
        status = os.fstat(handle)
        if status.st_uid != os.geteuid() or status.st_mode & WRITABLE:
            raise ValueError("anybody may have written it")
        label = os.pread(handle, LABEL, 0).partition(b"\n")[0]
        code, self._source, self._status, length, total = label.split(b" ")
        self._start = len(label) + 1
        self.head = self.fetch(0, min(int(length), status.st_size, LONGEST_HEAD))
        if code != _sum_code() or int(total) != crc32(self.head):
            raise ValueError("another code's, or damaged")

    def fetch(self, start: int, end: int) -> bytes:
        """Return the bytes of what was made from one place to another."""
        return os.pread(self._handle, end - start, self._start + start)

    def is_untouched(self, path: Path) -> bool:
        """Tell whether the source is the file that was read, not written or replaced since: its times say so."""
        try:
            status = path.stat()
        except OSError:
            return False
        old = max(status.st_mtime_ns, status.st_ctime_ns) + TICK_NS < os.fstat(self._handle).st_mtime_ns
        return old and self._status == _describe(status)

    def is_made_of(self, source: bytes) -> bool:
        """Tell whether it was made of these very bytes; if so, the source was not touched up to now."""
        same = self._source == _hash(source)
        if same:
            with suppress(OSError):
                os.utime(self._handle)
        return same


def recall_deck(folder: Path, path: Path) -> Kept | None:
    """Return what was kept of a file's deck, or None."""
    return _recall(_find_place(folder, path, DECK))


def keep_deck(folder: Path, path: Path, source: bytes, deck: bytes) -> None:
    """Write a deck, whole or not at all; a folder that takes no files is no failure."""
    _keep(_find_place(folder, path, DECK), path, source, deck, measure_head(deck))


def recall_findings(folder: Path, path: Path) -> Kept | None:
    """Return what was kept of a check of a file, or None."""
    return _recall(_find_place(folder, path, FINDINGS))


def keep_findings(folder: Path, path: Path, source: bytes, findings: bytes) -> None:
    """Write what a check found in a file, whole or not at all; a folder that takes no files is no failure."""
    _keep(_find_place(folder, path, FINDINGS), path, source, findings, len(findings))


def _find_place(folder: Path, path: Path, suffix: str) -> Path:
    # Two paths with one sum would only take turns
    return folder / f"{crc32(os.fsencode(os.path.abspath(path))):08x}{suffix}"  # noqa: PTH100 - keeps links


def _recall(place: Path) -> Kept | None:
    try:
        return Kept(os.open(place, os.O_RDONLY | os.O_NONBLOCK))
    except (OSError, ValueError):
        return None


def _keep(place: Path, path: Path, source: bytes, made: bytes, length: int) -> None:
    """Write what was made of a source, whose first `length` bytes are its head."""
    import tempfile  # noqa: PLC0415 - a start that finds its decks has no use for it

    with suppress(OSError, UnreadableError):
        status = path.stat()
        # Only then is it known that the source still holds what was made something of
        if read_regular(path, len(source)) != source:
            return
        label = _label(status, source, made[:length])
        # The mode is that of the last folder alone, and the history may come into the one above
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=UNFINISHED)
        _sweep(place.parent, int(os.fstat(handle).st_mtime // HOUR))
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
                file.write(label)
                file.write(made)
            os.replace(name, place)  # noqa: PTH105 - both are names
        except OSError:
            os.unlink(name)  # noqa: PTH108 - a name
            raise


@lru_cache(maxsize=1)
def _sweep(folder: Path, hour: int) -> None:
    """Delete what killed programs have not finished, and what was made of banks that nobody has any more.

    `hour` is now, as times of files are; of all that is written within one, only the first sweeps.
    """
    for suffix, kept in ((UNFINISHED, HOUR), (DECK, MONTH), (FINDINGS, MONTH)):
        for left in folder.glob(f"*{suffix}"):
            status = left.stat()
            if max(status.st_atime, status.st_mtime) < hour * HOUR - kept:
                left.unlink()


def _label(status: os.stat_result, source: bytes, head: bytes) -> bytes:
    parts = _sum_code(), _hash(source), _describe(status), b"%d" % len(head), b"%d" % crc32(head)
    return b" ".join(parts) + b"\n"


def _hash(data: bytes) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415 - loads OpenSSL, which an untouched bank has no use for

    return blake2b(data, digest_size=32).hexdigest().encode()


def _describe(status: os.stat_result) -> bytes:
    """Return what a file can't keep when it is written or replaced."""
    parts = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return "/".join(map(str, parts)).encode()


@cache
def _sum_code() -> bytes:
    """Return what stands for the code that makes decks: its sources, byte by byte."""
    total = 0
    for folder in CODE:
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - names alone
            if name.endswith(".py"):
                total = crc32((folder / name).read_bytes(), total)
    return b"%08x" % total
