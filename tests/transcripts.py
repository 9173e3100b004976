"""Sittings in plain lines, whose input was given beforehand."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from tvp_quiz.terminal.lines import LineReader
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.plain import Plain


@dataclass
class Transcript:
    """A plain front whose input was given beforehand, and what it has written."""

    front: Plain
    file: IO[bytes]

    def read(self) -> str:
        self.file.seek(0)
        return self.file.read().decode("utf-8")


@contextmanager
def sit(typed: str, encoding: str = "utf-8", *, echoes: bool = False) -> Iterator[Transcript]:
    read_end, write_end = os.pipe()
    os.write(write_end, typed.encode(encoding))
    os.close(write_end)
    try:
        with TemporaryFile() as file:
            front = Plain(
                LineReader(read_end, encoding), Output(file.fileno(), encoding), echoes=echoes, idle=lambda: None
            )
            with front:
                yield Transcript(front, file)
    finally:
        os.close(read_end)
