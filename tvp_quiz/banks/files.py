"""Files in: which ones are banks, and their bytes; nothing that blocks, grows without bound or lies outside."""

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tvp_quiz.domain.problem import Problem
from tvp_quiz.errors import ContentError

MAX_BYTES = 4 * 1024 * 1024
MAX_FILES = 1_000
SUFFIXES = (".yaml", ".yml")
SOURCES = "sources.yaml"
DEMOS = "demos"
UNQUOTED = frozenset({"link-outside", "more-problems", "not-a-file", "too-big", "too-many-files", "unreadable"})
"""The rules of problems with a file as such: no line of it is to be read, let alone shown."""
Stamp = tuple[int, ...]


class UnreadableError(Exception):
    """A file can't be taken; carries the rule, what is wrong and what to do."""

    def __init__(self, rule: str, message: str, remedy: str, line: int = 1, column: int = 1) -> None:
        """Take what a problem says; line and column count from 1."""
        super().__init__(message)
        self.rule, self.message, self.remedy = rule, message, remedy
        self.line, self.column = line, column

    def locate(self, path: Path) -> Problem:
        """Return it as a problem in a file."""
        return Problem(path, self.line, self.column, self.rule, self.message, self.remedy)


@dataclass(frozen=True, slots=True)
class Files:
    """The bank files, the lists of references and the folders of demos below a folder, and what can't be entered."""

    banks: list[Path] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)
    demos: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_files(folder: Path) -> Files:
    """Return what is below a folder, sorted by path; raises ContentError if it is not there or not readable."""
    _check_folder(folder)
    root = folder.resolve()
    files = Files()
    for entry in _walk(folder, files):
        path = Path(entry.path)
        if entry.is_symlink() and not path.exists():
            said = "This link leads nowhere, or to itself.", "Copy the file here instead, or delete the link."
            files.problems.append(Problem(path, 1, 1, "unreadable", *said))
        elif entry.is_symlink() and not path.resolve().is_relative_to(root):
            files.problems.append(_refuse_link(path))
        else:
            (files.sources if entry.name == SOURCES else files.banks).append(path)
    for found in (files.banks, files.sources, files.demos):
        found.sort()
        if len(found) > MAX_FILES:
            files.problems.append(_refuse_rest(found[MAX_FILES]))
            del found[MAX_FILES:]
    return files


def read_regular(path: Path, limit: int, flags: int = 0) -> bytes:
    """Return the bytes of a regular file, never waiting for one; raises UnreadableError.

    `limit` is in bytes, `flags` are more of those that files are opened with.
    """
    try:
        # Without O_NONBLOCK, opening a FIFO would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | flags)
        try:
            return _read(handle, limit)
        finally:
            os.close(handle)
    except OSError as error:
        message = f"This file can't be read: {error.strerror}."
        raise UnreadableError("unreadable", message, "Make it readable, or remove it.") from error


def stamp_file(path: Path) -> Stamp:
    """Return what changes when a file is written or replaced; nothing for a file that is not there."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_line(path: Path, line: int) -> str:
    """Return a line, counted from 1, of a file, without its end; nothing where there is none that can be read."""
    lines = _read_lines(path)
    return lines[line - 1].decode(errors="replace") if 1 <= line <= len(lines) else ""


# Problems come file by file, and a file may have a thousand.
@lru_cache(maxsize=1)
def _read_lines(path: Path) -> list[bytes]:
    try:
        return read_regular(path, MAX_BYTES).removeprefix(BOM_UTF8).splitlines()
    except UnreadableError:
        return []


def _read(handle: int, limit: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("not-a-file", "This is no ordinary file.", "Rename it, or move it elsewhere.")
    with open(handle, "rb", closefd=False) as file:
        data = file.read(min(status.st_size, limit) + 1)
    if len(data) > limit:
        message = f"This file is larger than {limit >> 20} MB."
        raise UnreadableError("too-big", message, "Split it into several banks.")
    return data


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        raise ContentError(f"There is no folder {folder}; name the folder that holds your banks with --content.")
    if not folder.is_dir():
        raise ContentError(f"{folder} is not a folder; name the folder that holds your banks with --content.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise ContentError(f"The folder {folder} can't be read; change its permissions, or name another one.")


def _walk(folder: Path, files: Files) -> Iterator[os.DirEntry[str]]:
    """Yield what is named like a bank file, and note the folders of demos; links to folders are not followed."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        for entry in _scan(here, files.problems):
            if entry.name.startswith("."):
                continue
            if entry.name.endswith(SUFFIXES):
                yield entry
            elif entry.is_dir(follow_symlinks=False):
                (files.demos if entry.name == DEMOS else waiting).append(Path(entry.path))


def _scan(folder: Path, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        message = f"This folder can't be read: {error.strerror}."
        problems.append(Problem(folder, 1, 1, "unreadable", message, "Make it readable, or move it elsewhere."))
        return []


def _refuse_link(path: Path) -> Problem:
    return Problem(
        path,
        1,
        1,
        "link-outside",
        "This link leads out of the content folder, so it is not followed.",
        "Copy the file here instead.",
    )


def _refuse_rest(path: Path) -> Problem:
    return Problem(
        path,
        1,
        1,
        "too-many-files",
        f"There are more than {MAX_FILES:,} files of this kind; this one and those after it are not read.",
        "Name the folder that holds your banks with --content, or keep fewer files in it.",
    )
