"""The drill as a learner has it: the program on a real pseudo-terminal, several days of it, signals and all."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pexpect
import pyte
import pytest

ROOT = Path(__file__).parent.parent


class Terminal:
    """A terminal of so many columns and rows, on which the drill runs."""

    def __init__(self, database: Path, words: list[str], size: tuple[int, int], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.program = pexpect.spawn(
            sys.executable,
            ["-m", "tvp_quiz", "--db", str(database), *words],
            dimensions=(size[1], size[0]),
            timeout=30,
            cwd=str(ROOT),
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
        )

    def read(self) -> str:
        """Take in what has been written, and return the screen as text."""
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            self.stream.feed(self.program.read_nonblocking(65536, timeout=0.05))
        return self.show()

    def show(self) -> str:
        """Return the screen as text."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def await_text(self, pattern: str) -> str:
        """Read until the screen shows a pattern, and return the screen."""
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            shown = self.read()
            if re.search(pattern, shown):
                return shown
        raise AssertionError(f"{pattern!r} never came up; the screen shows:\n{self.read()}")

    def press(self, keys: str, pattern: str) -> str:
        """Press keys and read until the screen shows a pattern."""
        self.program.send(keys)
        return self.await_text(pattern)

    def end(self) -> int:
        """Wait for the program's end and return its exit code."""
        self.program.expect(pexpect.EOF)
        self.stream.feed(self.program.before or b"")
        self.program.close()
        return -1 if self.program.exitstatus is None else self.program.exitstatus

    def hang_up(self) -> None:
        """Close the terminal under the program and wait until that has ended."""
        self.program.ptyproc.fileobj.close()
        self.program.ptyproc.closed = self.program.closed = True
        ends = time.monotonic() + 20
        while self.program.ptyproc.isalive() and time.monotonic() < ends:
            time.sleep(0.02)
        assert not self.program.ptyproc.isalive()


@contextmanager
def drill(
    database: Path, *words: str, size: tuple[int, int] = (80, 24), environment: dict[str, str] | None = None
) -> Iterator[Terminal]:
    """Run the drill, and end it whatever happens."""
    terminal = Terminal(database, ["drill", *words], size, environment or {})
    try:
        yield terminal
    finally:
        terminal.program.close(force=True)


def ask_program(database: Path, *words: str) -> object:
    """Return what a command prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "tvp_quiz", "--db", str(database), *words, "--json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def count_reviews(database: Path) -> int:
    stats = ask_program(database, "stats")
    assert isinstance(stats, dict)
    return int(stats["reviews_today"])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def test_two_keys_answer_a_card_and_the_question_stays_in_view(database: Path) -> None:
    with drill(database, "tvp-questions", "--seed", "1") as terminal:
        question = terminal.await_text("a c f g answer")
        stem = question.splitlines()[3].strip()
        assert "0 done · 10 left" in question
        feedback = terminal.press("a", r"1 Again .*2 Hard .*3 Good .*4 Easy")
        assert stem in feedback
        assert re.search("Right|Wrong", feedback)
        assert "Source: Thread vs. Process" in feedback
        terminal.press("4", "1 done · 9 left")
        terminal.program.send("q")
        assert terminal.end() == 0
        assert "1 answer" in terminal.show()
        assert "Tomorrow" in terminal.show()
    assert count_reviews(database) == 1


def test_an_answer_is_kept_as_soon_as_its_feedback_shows_even_if_the_program_is_killed(database: Path) -> None:
    with drill(database, "tvp-questions") as terminal:
        terminal.await_text("answer .*u undo")
        terminal.press("a", "4 Easy")
        terminal.program.kill(signal.SIGKILL)
        terminal.program.wait()
    assert count_reviews(database) == 1


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_sitting_in_order(database: Path, sign: signal.Signals) -> None:
    with drill(database, "tvp-questions") as terminal:
        terminal.await_text("answer .*u undo")
        terminal.press("a", "4 Easy")
        terminal.program.kill(sign)
        assert terminal.end() == 130
        assert "kept" in terminal.show()
    assert count_reviews(database) == 1


def test_ctrl_c_and_ctrl_d_end_it_too(database: Path) -> None:
    for key, code in (("\x03", 130), ("\x04", 0)):
        with drill(database, "tvp-questions") as terminal:
            terminal.await_text("q end")
            terminal.program.send(key)
            assert terminal.end() == code


def test_a_closed_terminal_ends_it_with_everything_kept(database: Path) -> None:
    with drill(database, "tvp-questions") as terminal:
        terminal.await_text("answer .*u undo")
        terminal.press("a", "4 Easy")
        terminal.hang_up()
    assert count_reviews(database) == 1


def test_undo_history_and_keys_in_a_terminal(database: Path) -> None:
    with drill(database, "tvp-questions", "--seed", "1") as terminal:
        first = terminal.await_text("a c f g answer").splitlines()[3]
        assert "suspend" in terminal.press("?", "bury")
        terminal.press(" ", "a c f g answer")
        terminal.press("a", "4 Easy")
        terminal.press("\r", "1 done|0 done · 10 left\n(?s:.)*answer")
        shown = terminal.press("u", "Taken back")
        assert first in shown
        assert "0 done · 10 left" in shown
        terminal.press("i", "tvp-questions/")
        terminal.press("x", "a c f g answer")
        terminal.press("s", "Suspended")
        terminal.press("u", "Taken back")
        terminal.press("b", "Buried")
        terminal.program.send("q")
        assert terminal.end() == 0
    cards = ask_program(database, "cards", "tvp-questions")
    assert isinstance(cards, list)
    assert [card["state"] for card in cards if card["state"] != "new"] == ["buried"]


def test_a_resized_window_is_drawn_anew(database: Path) -> None:
    with drill(database, "tvp-questions", size=(120, 40)) as terminal:
        terminal.await_text("q end")
        terminal.screen.resize(20, 40)
        terminal.screen.reset()
        terminal.program.setwinsize(20, 40)
        shown = terminal.await_text("q end")
        assert max(map(len, shown.splitlines())) <= 40
        assert len(shown.splitlines()) <= 20


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_poor_terminals_can_be_drilled_on(database: Path, environment: dict[str, str]) -> None:
    with drill(database, "tvp-questions", environment=environment) as terminal:
        shown = terminal.await_text("letter|answer")
        if "TERM" in environment:
            assert "[tvp-questions/" in shown
            terminal.press(":q\r", "Tomorrow")
        elif "NO_COLOR" in environment:
            colours = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()}
            assert colours == {"default"}
        else:
            assert shown.isascii()
