"""terminal/lines.py: lines of any length, from a file"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.domain.review import LONGEST_ANSWER
from tvp_quiz.errors import Exit
from tvp_quiz.terminal.lines import TOO_LONG, LineReader, is_too_long

BANK = "bank: b\ntitle: B\nquestions:\n  - {id: what, type: typed, question: What?, answer: thread}\n"


@contextmanager
def read(folder: Path, content: bytes) -> Iterator[LineReader]:
    """Yield a reader of these bytes."""
    file = folder / "lines"
    file.write_bytes(content)
    fd = os.open(file, os.O_RDONLY)
    try:
        with LineReader(fd, "utf-8") as lines:
            yield lines
    finally:
        os.close(fd)


def test_lines_come_without_their_ends_and_then_none(tmp_path: Path) -> None:
    with read(tmp_path, b"a\n\nb\r\n\xc3\xa9\xff") as lines:
        assert [lines.read_line() for _ in range(6)] == ["a", "", "b", "é\N{REPLACEMENT CHARACTER}", None, None]


@pytest.mark.parametrize("length", [LONGEST_ANSWER, LONGEST_ANSWER + 1, 1_000_000])
def test_no_more_is_held_of_a_line_than_tells_that_it_is_too_long(tmp_path: Path, length: int) -> None:
    with read(tmp_path, b"a" * length + b"\nthread\n") as lines:
        while not lines.await_line(1):
            pass
        line = lines.read_line() or ""
        assert (len(line), is_too_long(line)) == (min(length, LONGEST_ANSWER + 1), length > LONGEST_ANSWER)
        assert [lines.read_line(), lines.read_line()] == ["thread", None]


def test_an_answer_that_is_too_long_is_refused_in_one_sentence_and_the_question_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    (desk.content / "b.yaml").write_text(BANK, encoding="utf-8")
    line = "a" * (LONGEST_ANSWER + 1)
    drilled = desk.drill(f"{line}\nthread\n\n", "drill", "--plain")
    assert (drilled.returncode, drilled.stdout.count(TOO_LONG), drilled.stdout.count("Right.")) == (Exit.DONE, 1, 1)
    sat = desk.drill(f"{line}\nthread\n:h\ny\n", "exam", "--plain", "--questions", "1")
    assert (sat.returncode, sat.stdout.count(TOO_LONG), "1 of 1" in sat.stdout) == (Exit.DONE, 1, True)
