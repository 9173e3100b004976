"""An exported history's file in, its records out; or one sentence with the line that is wrong."""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from io import BufferedReader
from pathlib import Path

from pydantic import ValidationError

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.moving.exchange import describe, parse, write_text
from tvp_quiz.storage.moving.export import FORMAT, LONGEST_LINE, VERSION
from tvp_quiz.storage.moving.records import RECORDS, Record
from tvp_quiz.storage.releases import RELEASE

LONGEST_HEAD = 1000
READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read it. Raises DatabaseError for what is none: a device has no end."""
    try:
        with ExitStack() as exits:
            stream = exits.enter_context(os.fdopen(os.open(path, READING), "rb"))
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise DatabaseError(f"{path} is not a regular file: name the file of a history.")
            # Some that the system makes up call themselves regular, and can't be read
            stream.peek(1)
            exits.pop_all()
    except OSError as error:
        raise DatabaseError(f"{path} can't be read ({error.strerror}): name the file of a history.") from error
    return stream


def read_lines(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield the records of an export, each with its place.

    Raises DatabaseError, whose sentence names the line, for a file that is not whole or not right.
    """
    with open_regular(path) as stream:
        check_head(path, stream.readline(LONGEST_HEAD))
        number = 1
        while True:
            number += 1
            said = read_line(stream, path, number)
            if said.get("type") == "end":
                break
            yield f"{path}:{number}", check_line(said, path, number)
        if write_text(said) != write_text({"type": "end", "lines": number}):
            raise refuse(path, number, f"it should say that the file has {number} lines")
        if stream.read(1):
            raise refuse(path, number + 1, "there is more after the end")


def check_head(path: Path, line: bytes) -> None:
    """Raise DatabaseError where a file's first line is no header of ours, or that of another version."""
    head = None
    with suppress(ValueError):
        head = parse(line.decode())
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise DatabaseError(f"{path} is no exported history: make one with `tvp-quiz data export`.")
    version, program = head.get("version"), head.get("program")
    if type(version) is int and version > VERSION:
        is_known = isinstance(program, str) and RELEASE.fullmatch(program)
        what = f"needs tvp-quiz {program} or newer" if is_known else "was written by a newer tvp-quiz"
        raise DatabaseError(f"{path} {what}, so nothing was changed: update this program.")
    if list(head) != ["format", "version", "program"] or type(version) is not int or version < 1:
        raise refuse(path, 1, "it is no header of ours")


def read_line(stream: BufferedReader, path: Path, number: int) -> dict[str, object]:
    """Return what a line says. Raises DatabaseError where it is not one whole line with an object of JSON."""
    line = stream.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise refuse(path, number, "it is longer than any line of ours")
    if not line.endswith(b"\n"):
        raise refuse(path, number, "the file ends here, but is not whole")
    try:
        said = parse(line.decode())
    except ValueError as error:
        raise refuse(path, number, f"it can't be read ({error})") from None
    if not isinstance(said, dict):
        raise refuse(path, number, "it is no object of JSON")
    return said


def check_line(said: dict[str, object], path: Path, number: int) -> Record:
    """Return the record that a line says. Raises DatabaseError where that can't be."""
    try:
        return RECORDS.validate_python(said)
    except ValidationError as error:
        raise refuse(path, number, describe(error)) from None


def refuse(path: Path, number: int, what: str) -> DatabaseError:
    """Return what is said of a line that is wrong."""
    return refuse_at(f"{path}:{number}", what)


def refuse_at(place: str, what: str) -> DatabaseError:
    """Return what is said of a place where something is wrong."""
    return DatabaseError(f"{place}: {what}, so nothing was changed: make the file anew with `tvp-quiz data export`.")
