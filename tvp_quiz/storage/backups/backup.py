"""A database in use in; a checked, compressed copy of it in the folder beside it out, and those from before."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from filecmp import cmp
from pathlib import Path
from time import sleep
from typing import NamedTuple

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.copying import check_schema, check_structure, copy_database, count_reviews
from tvp_quiz.storage.backups.keeping import choose_kept
from tvp_quiz.storage.backups.packing import count_packed, pack
from tvp_quiz.storage.disk import sync_folder
from tvp_quiz.storage.file import find_path
from tvp_quiz.storage.holes import find_log

INTERVAL = timedelta(minutes=30)
SECOND = timedelta(seconds=1)
# A change that the copy misses has a later time than one before this was waited for: clocks of files tick so often
TICK_SECONDS = 0.02
STAMP = "%Y-%m-%dT%H-%M-%SZ"
UNFINISHED = re.compile(r"[a-z]+\.part(-journal|-wal|-shm)?")
COPY, PACKED, LOCK = "copy.part", "packed.part", "lock"


class Reason(StrEnum):
    """Why a backup was made: by itself, because it was asked for, or before what changes a history at large."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    MIGRATION = "migration"
    MERGE = "merge"
    RESTORE = "restore"
    REPAIR = "repair"


class Backup(NamedTuple):
    """A backup; `made_at` is in UTC, to the second, and no two of one history have the same."""

    path: Path
    made_at: datetime
    reason: Reason

    @property
    def reviews(self) -> int | None:
        """Return how many reviews it holds, None where it doesn't say."""
        return count_packed(self.path)

    @property
    def size(self) -> int:
        """Return its size in bytes."""
        return self.path.stat().st_size


NAME = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.({'|'.join(Reason)})\.db\.gz", re.ASCII)


def find_folder(path: Path) -> Path:
    """Return the folder of a database's backups: one beside it, that no other database has."""
    return path.with_suffix(".backups") if path.suffix == ".db" else path.with_name(f"{path.name}-backups")


def list_backups(path: Path) -> list[Backup]:
    """Return the backups of a database, newest first. Raises DatabaseError where their folder can't be read."""
    folder = find_folder(path)
    with explain_folder_errors(folder):
        backups = [read_name(file) for file in folder.iterdir()] if folder.is_dir() else []
    return sorted(filter(None, backups), key=lambda backup: backup.made_at, reverse=True)


def read_name(path: Path) -> Backup | None:
    """Return the backup that a file is by its name, or None for any other file."""
    found = NAME.fullmatch(path.name)
    if not found:
        return None
    try:
        made_at = datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, made_at, Reason(found[2]))


def is_due(database: str, now: datetime) -> bool:
    """Tell whether a history changed since its last backup, and that was half an hour ago or more."""
    path = find_path(database)
    if path is None or not has_content(path):
        return False
    backups = list_backups(path)
    if any(now - INTERVAL < backup.made_at <= now for backup in backups):
        return False
    with explain_folder_errors(find_folder(path)):
        state = find_state(path)
        return all(backup.path.stat().st_mtime_ns != state for backup in backups)


def has_content(path: Path) -> bool:
    """Tell whether there is a database that holds anything."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def find_state(path: Path) -> int:
    """Return when a database was last written, itself or its log: its backup has the same time.

    A change after it was read may have the same time for as long as the clock of files stands still.
    """
    written = [path.stat().st_mtime_ns]
    with suppress(FileNotFoundError):
        status = find_log(path).stat()
        written += [status.st_mtime_ns] if status.st_size else []
    return max(written)


def keep_backup(database: str, reason: Reason, now: datetime) -> Path | None:
    """Back a history up, while it is in use, and return the file: checked, compressed, and on the disk.

    None for a server's database, one that isn't there or holds nothing yet; an automatic one also where another process
    makes one. It is the last backup where an automatic one would hold the same. Then old backups are thinned.
    Raises DatabaseError where it can't be made.
    """
    path = find_path(database)
    if path is None or not has_content(path):
        return None
    with explain_refusal(reason), hold_folder(path, wait=reason is not Reason.AUTOMATIC) as is_held:
        return make_backup(path, reason, now) if is_held else None


@contextmanager
def explain_refusal(reason: Reason) -> Iterator[None]:
    """Have a DatabaseError say that nothing was changed, where a change waits for the backup."""
    try:
        yield
    except DatabaseError as error:
        if reason in {Reason.AUTOMATIC, Reason.MANUAL}:
            raise
        raise DatabaseError(f"Nothing was changed, for it could not be backed up. {error}") from error


@contextmanager
def hold_folder(path: Path, *, wait: bool) -> Iterator[bool]:
    """Keep other processes from a database's backups meanwhile, and sweep away what killed ones have left there.

    Yields False where another process holds them and it was not to be waited for. Raises DatabaseError.
    """
    folder = find_folder(path)
    with explain_folder_errors(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            sweep(folder)
            try:
                yield True
            finally:
                sweep(folder)
        finally:
            os.close(lock)


def sweep(folder: Path) -> None:
    """Delete the unfinished files of whoever held the folder last."""
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


@contextmanager
def explain_folder_errors(folder: Path) -> Iterator[None]:
    """Raise the system's errors as DatabaseError."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"No backup can be kept in {folder} ({error.strerror}): make it writable and see that its disk has room."
        ) from error


def make_backup(path: Path, reason: Reason, now: datetime) -> Path | None:
    """Do what `keep_backup` does, in a folder that is held."""
    folder = find_folder(path)
    copy, packed = folder / COPY, folder / PACKED
    state = find_state(path)
    sleep(TICK_SECONDS)
    copy_database(path, copy)
    # What is to be repaired is kept as it is, however that is
    if reason is not Reason.REPAIR and check_schema(copy, path) is None:
        return None
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most commands make no backup

    with ThreadPoolExecutor(1) as beside:
        packing = beside.submit(pack, copy, packed, count_reviews(copy))
        if reason is not Reason.REPAIR:
            check_structure(copy, path)
        packing.result()
    os.utime(packed, ns=(state, state))
    backups = list_backups(path)
    if reason is Reason.AUTOMATIC and (same := find_same(packed, backups)):
        os.utime(same, ns=(state, state))
        return same
    backup = folder / make_name({backup.made_at for backup in backups}, reason, now)
    packed.replace(backup)
    sync_folder(folder)
    thin(path, now)
    return backup


def find_same(packed: Path, backups: list[Backup]) -> Path | None:
    """Return the last backup where it holds the same as a new one."""
    return next((backup.path for backup in backups[:1] if cmp(backup.path, packed, shallow=False)), None)


def make_name(taken: set[datetime], reason: Reason, now: datetime) -> str:
    """Return the name of a backup made `now`, or in the first second after it that no other has."""
    made_at = now.astimezone(UTC).replace(microsecond=0)
    while made_at in taken:
        made_at += SECOND
    return f"{made_at:{STAMP}}.{reason}.db.gz"


def thin(path: Path, now: datetime) -> None:
    """Delete the backups that are not to be kept any longer; one that can't be deleted does no harm."""
    backups = list_backups(path)
    kept = choose_kept((backup.made_at for backup in backups), now)
    for backup in backups:
        if backup.made_at not in kept:
            with suppress(OSError):
                backup.path.unlink()
