"""A text and what is to be changed in it in, the changed text out: nothing beside that is touched."""

import os
import re
import shutil
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters from `start` up to `end` that something else takes the place of."""

    start: int
    end: int
    text: str


class Lines:
    """A text by lines, as YAML counts them; lines and columns are counted from 1."""

    def __init__(self, text: str) -> None:
        """Find where each line begins and ends."""
        self.text = text
        breaks = [(found.start(), found.end()) for found in BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]
        self.newline = text[slice(*breaks[0])] if breaks else "\n"

    def __len__(self) -> int:
        """Return how many lines there are; a text that ends with a line break has an empty one at its end."""
        return len(self._starts)

    def get(self, line: int) -> str:
        """Return a line without its end, nothing where there is none."""
        return self.text[self._starts[line - 1] : self._ends[line - 1]] if 1 <= line <= len(self) else ""

    def locate(self, line: int, column: int = 1) -> int:
        """Return where in the text a place is."""
        return self._starts[line - 1] + column - 1

    def find_line(self, offset: int) -> int:
        """Return the line that a place in the text is on."""
        return bisect_right(self._starts, offset)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits that do not overlap."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])


def replace_file(path: Path, text: str) -> None:
    """Write a file anew, whole or not at all, with the permissions that it had; a link keeps leading to it."""
    target = path.resolve()
    with NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            shutil.copymode(target, file.name)
            Path(file.name).replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(file.name).unlink()
            raise
