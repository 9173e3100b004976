"""A run's temporary folder: how much lies in it, and its removal, whatever that is."""

import errno
import itertools
import os
from collections.abc import Iterator
from typing import NamedTuple

DEEPEST = 64
BLOCK = 512
PRIVATE = 0o700


class Content(NamedTuple):
    """What a folder holds: bytes on disk, and files and folders."""

    size: int
    files: int


def measure_folder(top: str, most: int) -> Content:
    """Return what a folder holds; looks no further than `most` files, and counts folders too deep as too many.

    Raises OSError where it can't be looked into.
    """
    size = files = 0
    todo = [(top, 0)]
    while todo and files <= most:
        path, depth = todo.pop()
        if depth > DEEPEST:
            return Content(size, most + 1)
        for entry, is_folder in list_entries(path, most + 1):
            size += measure_entry(entry)
            files += 1
            if is_folder:
                todo.append((entry.path, depth + 1))
    return Content(size, files)


def measure_entry(entry: os.DirEntry[str]) -> int:
    """Return the bytes on disk of a file that may be gone."""
    try:
        return entry.stat(follow_symlinks=False).st_blocks * BLOCK
    except FileNotFoundError:
        return 0


def list_entries(place: str | int, most: int | None = None) -> list[tuple[os.DirEntry[str], bool]]:
    """Return what lies in a folder that may be gone, up to so many, and whether each is a folder and no link to one."""
    try:
        with os.scandir(place) as entries:
            return [(entry, entry.is_dir(follow_symlinks=False)) for entry in itertools.islice(entries, most)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def remove_folder(top: str) -> None:
    """Remove a folder in which nobody is at work any more; links in it are not followed.

    Folders in folders are moved to the top first: a path may be too long for the system.
    """
    place = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    free = map(".moved-{}".format, itertools.count())
    try:
        os.fchmod(place, PRIVATE)
        while found := empty_folder(place):
            for name in found:
                lift_folders(name, place, free)
    finally:
        os.close(place)
    os.rmdir(top)


def empty_folder(place: int) -> list[str]:
    """Remove all but the folders from an open folder, and return those, opened up for their owner."""
    folders = []
    for entry, is_folder in list_entries(place):
        if is_folder:
            os.chmod(entry.name, PRIVATE, dir_fd=place)
            folders.append(entry.name)
        else:
            os.unlink(entry.name, dir_fd=place)
    return folders


def lift_folders(name: str, top: int, free: Iterator[str]) -> None:
    """Remove a folder from the top after its own folders have moved there."""
    place = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for inner in empty_folder(place):
            move_folder(inner, place, top, free)
    finally:
        os.close(place)
    os.rmdir(name, dir_fd=top)


def move_folder(name: str, place: int, top: int, free: Iterator[str]) -> None:
    """Move a folder to the top, under a name that nothing has there."""
    for other in free:
        try:
            os.rename(name, other, src_dir_fd=place, dst_dir_fd=top)
        except (FileExistsError, NotADirectoryError):
            continue
        except OSError as error:
            if error.errno == errno.ENOTEMPTY:
                continue
            raise
        return
