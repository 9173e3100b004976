"""The card that a sitting has on show in, those that the learner's other sittings on the same history have on show out.

Each live sitting has a small file in a folder beside the database and holds a lock on it: one whose lock is free was
left by a process that is gone. Where there are no such folders and locks, as beside a database server, nobody is seen.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from tvp_quiz.storage.file import find_path

SUFFIX = ".card"
LONGEST = 65536
# Whoever chooses a card is done in a millisecond, or in some hundreds while a sitting begins
PATIENCE_SECONDS = 1.0
PAUSE_SECONDS = 0.001


class Seat:
    """A sitting's place among those of a learner that are live on the same history."""

    def __init__(self, database: str, learner: str) -> None:
        """Name the history; nothing is opened yet."""
        path = find_path(database)
        self._folder = Path(os.path.realpath(path)).with_suffix(".sittings") if path else None
        self._learner = learner
        self._own: tuple[str, int] | None = None

    @contextmanager
    def choosing(self) -> Iterator[frozenset[str]]:
        """Yield the cards that the learner's other sittings have on show; none of them takes another in the block."""
        with ExitStack() as exits:
            taken: frozenset[str] = frozenset()
            if self._folder:
                with suppress(OSError):
                    exits.enter_context(lock_folder(self._folder))
                    taken = frozenset(self._list_taken(self._folder))
            yield taken

    def _list_taken(self, folder: Path) -> Iterator[str]:
        own = self._own and self._own[0]
        for name in os.listdir(folder):  # noqa: PTH208 - pathlib is slow, and the first question waits for this
            if name.endswith(SUFFIX) and name != own:
                learner, _, card = read_live(f"{folder}/{name}").partition("\n")
                if card and learner == self._learner:
                    yield card

    def hold(self, card: str | None) -> None:
        """Have a card on show, or none; to be called in a block of `choosing`."""
        if self._folder is None:
            return
        with suppress(OSError):
            if self._own is None and card:
                self._own = take_file(self._folder)
            if self._own:
                os.ftruncate(self._own[1], 0)
                os.pwrite(self._own[1], f"{self._learner}\n{card or ''}".encode(), 0)

    def close(self) -> None:
        """Have nothing on show any more, and leave no folder behind."""
        if self._folder is None or not self._folder.exists():
            return
        with suppress(OSError), lock_folder(self._folder):
            if self._own:
                name, descriptor = self._own
                self._own = None
                os.close(descriptor)
                (self._folder / name).unlink(missing_ok=True)
            self._folder.rmdir()


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep other sittings out of a folder, which is made where it is missing, for its owner alone. Raises OSError."""
    ends = monotonic() + PATIENCE_SECONDS
    while True:
        for missing in (folder.parent, folder):
            missing.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            while not try_to_lock(descriptor):
                if monotonic() >= ends:
                    raise TimeoutError
                sleep(PAUSE_SECONDS)
            # The one that had it may have taken the folder away
            if is_at(folder, descriptor):
                yield
                return
        finally:
            os.close(descriptor)


def try_to_lock(descriptor: int) -> bool:
    """Lock an open file for this process alone, or return False where another one has it. Raises other OSErrors."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_at(folder: Path, descriptor: int) -> bool:
    """Tell whether what is open is still what stands at a path."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def take_file(folder: Path) -> tuple[str, int]:
    """Make a file that nobody has, and lock it; return its name and descriptor. Raises OSError."""
    for number in count():
        name = f"{number}{SUFFIX}"
        with suppress(FileExistsError):
            descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return name, descriptor
    raise AssertionError("numbers have no end")


def read_live(path: str) -> str:
    """Return what a live sitting has written; the file of one that is gone is removed. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if try_to_lock(descriptor):
            os.unlink(path)  # noqa: PTH108 - as above
            return ""
        return os.pread(descriptor, LONGEST, 0).decode("utf-8", "replace")
    finally:
        os.close(descriptor)
