"""A bank's folder and a name in, the demo out, or what is wrong with it."""

import os
import re
import stat
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from tvp_quiz.banks.files import DEMOS, UnreadableError, read_regular
from tvp_quiz.banks.synonyms import find_meant
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.card import Choice, Question
from tvp_quiz.domain.demo import PROGRAM, Demo

MAX_DEMO = 64 * 1024
MAX_LISTED = 1_000
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
SUFFIX = ".py"
TITLE = re.compile(r"""\A(?:\s|#[^\n]*\n)*[rR]?(\"{3}|'{3}|"|')(.*?)(?:\1|\n|\Z)""")
ALONE = re.compile(r"^# alone\b", re.MULTILINE)


def read_demo(name: str, bank: Path, root: Path) -> Demo:
    """Return the demo that an entry of the bank file `bank` below the content folder `root` names.

    Raises UnreadableError for one that is not there, or that a link leads to.
    """
    folder = find_folder(bank, root)
    path = folder / f"{name}{SUFFIX}" if folder else None
    if folder is None or path is None or not NAME.fullmatch(name) or not os.path.lexists(path):
        raise _report_unknown(name, _list_names(folder, folder.lstat().st_mtime_ns) if folder else ())
    for place in (folder, path):
        if stat.S_ISLNK(place.lstat().st_mode):
            message = f"`{shorten(name)}` is reached by a link, which may lead anywhere."
            raise UnreadableError("demo-link", message, f"Copy the program itself into the folder {DEMOS}.")
    return read_file(path)


def read_file(path: Path) -> Demo:
    """Return the demo in a file that is no link, not even since it was looked at. Raises UnreadableError."""
    return make_demo(path.stem, path, read_regular(path, MAX_DEMO, os.O_NOFOLLOW))


def make_demo(name: str, path: Path, source: bytes) -> Demo:
    """Return a demo; its title is the first line of its docstring."""
    text = source.decode(errors="replace")
    title = TITLE.match(text)
    said = title[2].strip() if title else name
    return Demo(name, said, path, source, sha256(source).hexdigest(), bool(ALONE.search(text)))


def make_program(question: Question, bank: Path) -> Demo | None:
    """Return the program that a question shows as a demo of its own."""
    if isinstance(question, Choice) and question.program:
        return make_demo(PROGRAM, bank, f"{question.program}\n".encode())._replace(title="The program of the question")
    return None


def find_folder(bank: Path, root: Path) -> Path | None:
    """Return the folder of demos that holds for a bank: beside it, or the next one up."""
    for folder in bank.parents:
        if os.path.lexists(folder / DEMOS):
            return folder / DEMOS
        if folder == root:
            break
    return None


def list_files(folder: Path) -> list[Path]:
    """Return the programs in a folder of demos, none where it can't be read; of very many, the first in no order."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, MAX_LISTED)]
    except OSError:
        return []
    return sorted(folder / name for name in names if name.endswith(SUFFIX))


# A bank may name thousands that are not there
@lru_cache(maxsize=4)
def _list_names(folder: Path, changed: int) -> tuple[str, ...]:
    """Return the names of the demos in a folder that was last changed then."""
    del changed
    return tuple(path.stem for path in list_files(folder))


def _report_unknown(name: str, known: Iterable[str]) -> UnreadableError:
    meant = find_meant(name, known)
    otherwise = f"Write it as {DEMOS}/{shorten(name)}{SUFFIX} beside the bank, or name another."
    remedy = f"Did you mean `{shorten(meant)}`?" if meant else otherwise
    return UnreadableError("unknown-demo", f"There is no demo `{shorten(name)}`.", remedy)
