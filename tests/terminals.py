"""Pages as text, and sittings on a pseudo-terminal, seen as a terminal shows them."""

import contextlib
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from signals import ENDING

from tvp_quiz.terminal.page import Page, lay_out

# A page with a spinner is written anew without end
_MOST_READS = 300
HEIGHTS = {40: 20, 80: 24, 120: 40}


def draw(page: Page, width: int = 80, height: int = 0, offset: int | None = None) -> str:
    """Return a page as plain text, without blanks at the ends of lines."""
    console = Console(
        width=width,
        height=height or HEIGHTS[width],
        file=StringIO(),
        color_system=None,
        force_terminal=True,
        legacy_windows=False,
        _environ={},
    )
    frame = lay_out(page, console, offset)
    assert len(frame.lines) == console.height
    assert all(line.cell_len <= width for line in frame.lines)
    with console.capture() as capture:
        for line in frame.lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return re.sub(" +$", "", capture.get(), flags=re.MULTILINE)


@dataclass
class Terminal:
    """A sitting on a pseudo-terminal, seen as a terminal shows it."""

    child: "pexpect.spawn[bytes]"
    screen: pyte.Screen
    stream: pyte.ByteStream
    log: Path
    raw: bytes = b""

    def wait_for(self, text: str) -> None:
        """Read output until the screen shows the text."""
        for _ in range(_MOST_READS):
            if self.shows(text):
                return
            self.read()
        raise AssertionError("\n".join([f"{text!r} is not shown, but:", *self.screen.display]))

    def shows(self, text: str) -> bool:
        return any(text in line for line in self.screen.display)

    def read(self) -> None:
        chunk = self.child.read_nonblocking(4096, timeout=20)
        self.raw += chunk
        self.stream.feed(chunk)

    def resize(self, width: int, height: int) -> None:
        self.screen.resize(height, width)
        self.child.setwinsize(height, width)

    def finish(self) -> int:
        """Read what is left and return the exit code."""
        with contextlib.suppress(pexpect.EOF):
            while True:
                self.read()
        self.child.close()
        status: int | None = self.child.exitstatus
        assert status is not None, self.child.signalstatus
        return status

    def read_log(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def set_signals(hang_up: signal.Handlers) -> None:
    """Handle the signals that end a program as a shell would have it, whatever the tests were started with."""
    for number in ENDING:
        signal.signal(number, hang_up if number == signal.SIGHUP else signal.SIG_DFL)


@contextlib.contextmanager
def open_terminal(
    tmp_path: Path, *forms: str, plain: bool = False, nohup: bool = False, **environment: str
) -> Iterator[Terminal]:
    log = tmp_path / "log"
    drive = Path(__file__).parent / "drive.py"
    settings = {"TERM": "xterm-256color", "PYTHONPATH": str(drive.parent.parent), "PYTHONUTF8": "1", **environment}
    if plain:
        settings["PLAIN"] = "1"
    arguments = [str(drive), str(log), *forms]
    hang_up = signal.SIG_IGN if nohup else signal.SIG_DFL
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable, arguments, env=settings, dimensions=(24, 80), preexec_fn=lambda: set_signals(hang_up)
    )
    screen = pyte.Screen(80, 24)
    try:
        yield Terminal(child, screen, pyte.ByteStream(screen), log)
    finally:
        child.close(force=True)
