"""A demo that runs: its plan goes out to the launcher; what it prints and what came of it come back."""

import contextlib
import json
import os
import selectors
import socket
import subprocess
import time
from typing import Self

from tvp_quiz.demos.launch.command import make_command
from tvp_quiz.demos.launch.folder import remove_folder
from tvp_quiz.demos.launch.plan import Plan, Report, write_plan
from tvp_quiz.demos.launch.processes import end_strays
from tvp_quiz.demos.printed import Printed
from tvp_quiz.demos.verdict import judge
from tvp_quiz.domain.demo import PROGRAM, Demo, Ending, Level, Outcome

# How long the launcher may take to end all that a demo started
GRACE = 10.0
PIECE = 65536


class RunningDemo:
    """A demo that runs; leaving it ends it, with all that it started."""

    def __init__(self, demo: Demo, level: Level, plan: Plan, python: str) -> None:
        """Start the launcher and hand it the plan; raises OSError."""
        self._level, self._plan = level, plan
        self._prints = demo.name == PROGRAM
        self._outcome: Outcome | None = None
        self._heard = b""
        self._printed = Printed(plan.limits.output, holds_back=not self._prints)
        self._began = time.monotonic()
        self._last = self._began + plan.limits.seconds + GRACE
        self._process, self._control = start_launcher(python)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._control, selectors.EVENT_READ, self._hear)
        self._pipes = [pipe for pipe in (self._process.stdout, self._process.stderr) if pipe]
        for pipe, add in zip(self._pipes, (self._printed.add_output, self._printed.add_errors), strict=True):
            self._selector.register(pipe, selectors.EVENT_READ, add)
        with contextlib.suppress(BrokenPipeError):
            self._control.sendall(write_plan(plan).encode() + b"\n")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs, and clean up."""
        self.stop()
        self.finish()

    def poll(self, seconds: float) -> str | None:
        """Wait up to so many seconds for more of what it prints for people; None once it has ended."""
        if self._outcome:
            return None
        text = self._take(seconds)
        if self._control not in self._selector.get_map():
            text += self._conclude()
        elif time.monotonic() > self._last:
            self._process.kill()
        return text

    def stop(self) -> None:
        """End it now, with all that it started."""
        if self._outcome is None:
            self._last = min(self._last, time.monotonic() + GRACE)
            # The launcher may just have ended
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)

    def finish(self) -> Outcome:
        """Wait until it has ended and return what came of it."""
        while self._outcome is None:
            self.poll(1)
        return self._outcome

    def _take(self, seconds: float) -> str:
        """Take in what has come, and return what people see of it."""
        text = ""
        for key, _ in self._selector.select(seconds):
            piece = read_piece(key.fd)
            if not piece:
                self._selector.unregister(key.fileobj)
            text += key.data(piece)
        if self._printed.overflows:
            self.stop()
        return text

    def _hear(self, piece: bytes) -> str:
        self._heard += piece
        return ""

    def _conclude(self) -> str:
        """Clean up after the launcher has ended, make the outcome, and return the last that people see."""
        text = ""
        while not self._printed.overflows and self._selector.select(0):
            text += self._take(0)
        self._process.wait()
        self._selector.close()
        self._control.close()
        for pipe in self._pipes:
            pipe.close()
        if not self._heard:
            end_strays(self._plan.folder)
        # The launcher has done so, if nothing ended it
        with contextlib.suppress(OSError):
            remove_folder(self._plan.folder)
        report = self._read_report()
        verdict = judge(report, self._printed, self._plan.limits, prints=self._prints)
        if verdict.ending is not Ending.RAN:
            text += self._printed.release()
        self._outcome = Outcome(
            verdict.ending, verdict.facts, self._printed.shown, verdict.reason, self._level, report.seconds
        )
        return text

    def _read_report(self) -> Report:
        """Return what the launcher reported, or that it was ended before it could."""
        if self._heard:
            report = Report(*json.loads(self._heard))
        else:
            report = Report(0, "its launcher was ended", "", time.monotonic() - self._began)
        if self._printed.overflows:
            return report._replace(reason=f"it printed more than {self._plan.limits.output // 1024} KiB")
        return report


def read_piece(source: int) -> bytes:
    """Return what can be read at once; nothing at the end."""
    try:
        return os.read(source, PIECE)
    except ConnectionResetError:
        return b""


def start_launcher(python: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the launcher in a session of its own; return it with the connection over which it is told what to do."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            return start_process(make_command(python), theirs), ours
        except OSError:
            ours.close()
            raise


def start_process(command: list[str], control: socket.socket) -> subprocess.Popen[bytes]:
    """Start a process whose standard input is a connection."""
    return subprocess.Popen(  # noqa: S603 - an interpreter and words of our own
        command,
        stdin=control.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        start_new_session=True,
    )
