"""A history in, its lines out, to a file that is there once it is whole."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from tvp_quiz.errors import DatabaseError, UsageError
from tvp_quiz.storage.disk import sync_folder
from tvp_quiz.storage.moving.exchange import read_records, write_text
from tvp_quiz.storage.store import Store

FORMAT = "tvp-quiz history"
VERSION = 1
OPENING = write_text({"format": FORMAT})[:-1]
# More than any paper of ours, and little enough to be read at once
LONGEST_LINE = 16 * 1024 * 1024


def write_lines(store: Store, program: str) -> Iterator[str]:
    """Yield the lines of everybody's history, as it is at one moment; `program` is the release that writes them.

    Raises DatabaseError where it holds what this program never writes.
    """
    yield write_text({"format": FORMAT, "version": VERSION, "program": program})
    count = 2
    with store.reading() as session:
        for record in read_records(session):
            line = write_text(record.model_dump(mode="json"))
            if len(line) >= LONGEST_LINE // 4 and len(line.encode()) >= LONGEST_LINE:
                raise DatabaseError(f"A {record.type} is longer than a line may be: `tvp-quiz data verify` says more.")
            yield line
            count += 1
    yield write_text({"type": "end", "lines": count})


def write_export(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a file, for its owner alone, and return how many; the file appears, or changes, once it is whole.

    Raises UsageError where something else than an export is there already.
    """
    check_place(path)
    descriptor, name = mkstemp(".part", "tvp-quiz-", path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            count = sum(stream.write(f"{line}\n") > 0 for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    # Not all systems can open a folder
    with suppress(OSError):
        sync_folder(path.parent)
    return count


def check_place(path: Path) -> None:
    """Raise UsageError where a file can't be written without harm."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent} is no folder: create it, or name a file in another.") from None
        return
    except OSError as error:
        raise UsageError(f"{path} can't be written ({error.strerror}): name another file.") from error
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{path} is not a regular file, and was left as it is: name another.")
    with path.open("rb") as stream:
        if found.st_size and not stream.read(len(OPENING)).startswith(OPENING.encode()):
            raise UsageError(f"{path} is there already and is no export of a history: name another file.")
