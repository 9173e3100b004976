"""Words of the command line in, a process of the program out, to talk with and to kill at some moment of its work."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from select import select
from threading import Thread
from typing import NamedTuple

PATIENCE_SECONDS = 60.0
GLANCE_SECONDS = 0.0002
ORPHANED_SECONDS = 1.0
GONE = -1
SIZE = (24, 80)
"""Lines and columns."""
ENVIRONMENT = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1", "TZ": "UTC"}
PASSED_ON = ("PATH", "PYTHONPATH", "HOME")
FRESH_EVERY = 5
"""One in so many begins as from a shell; the others are forked from a process that has loaded the program."""


@dataclass
class Victim:
    """A process that runs the program; `said` is all that it has shown, of which all before `heard` was looked at."""

    group: int
    """The id of the group of processes that it leads."""
    process: int
    """A descriptor that stands for the process, whatever becomes of its id."""
    keyboard: int
    screen: int
    said: str = ""
    heard: int = 0
    killed: bool = False
    is_survived: bool = False

    def hear(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the first match in what is said since one was heard last, or None where the process ends before."""
        while True:
            if found := pattern.search(self.said, self.heard):
                self.heard = found.end()
                return found
            if not self.read():
                return None

    def read(self) -> bool:
        """Take in what is said next; False where the process has ended and nothing is left."""
        if not select([self.screen], [], [], PATIENCE_SECONDS)[0]:
            raise TimeoutError(f"Nothing more came after {self.said[-2000:]!r}.")
        try:
            chunk = os.read(self.screen, 65536)
        except OSError:
            # so Linux tells that nobody writes to a terminal any more
            return False
        self.said += chunk.decode(errors="replace")
        return bool(chunk)

    def type(self, text: str) -> None:
        """Give the process some input; one that has ended takes none."""
        with suppress(BrokenPipeError):
            os.write(self.keyboard, text.encode())

    def hang_up(self) -> None:
        """End the input."""
        os.close(self.keyboard)
        self.keyboard = GONE

    def has_ended(self, seconds: float = 0) -> bool:
        """Tell whether the process ends within some seconds."""
        return bool(select([self.process], [], [], seconds)[0])

    def kill(self) -> None:
        """End the process as nothing can prevent, unless it has ended by itself."""
        with suppress(ProcessLookupError):
            self.killed = self.killed or not self.has_ended()
            signal.pidfd_send_signal(self.process, signal.SIGKILL)

    def finish(self) -> str:
        """Read all that is left, wait for the end, and return all that was said."""
        while self.is_silent() is False and self.read():
            pass
        if not self.has_ended(PATIENCE_SECONDS):
            raise TimeoutError("A process goes on without an output.")
        return self.said

    def is_silent(self) -> bool:
        """Tell whether the process has ended, and what it began lives on, and says nothing."""
        if select([self.screen, self.process], [], [], PATIENCE_SECONDS)[0] == [self.process]:
            self.is_survived = not select([self.screen], [], [], ORPHANED_SECONDS)[0]
        return self.is_survived


class Moment(NamedTuple):
    """When a process is killed: so many seconds after its start, or once so many changes of its files were seen."""

    seconds: float = 0
    changes: int = 0

    def strike(self, victim: Victim, folder: Path) -> None:
        """Wait for the moment, and kill."""
        if not self.changes:
            victim.has_ended(self.seconds)
            victim.kill()
            return
        seen, left = look(folder), self.changes
        while left > 0 and not victim.has_ended(GLANCE_SECONDS):
            now = look(folder)
            left -= len(now ^ seen)
            seen = now
        victim.kill()


def look(folder: Path) -> set[tuple[str, int, int]]:
    """Return what can be seen of all files of a folder and those in it without opening them."""
    found: set[tuple[str, int, int]] = set()
    # Any of them may be gone by the time it is looked at
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat()
            found.add((entry.path, status.st_size, status.st_mtime_ns))
            if entry.is_dir():
                found |= look(Path(entry.path))
    return found


class Nursery:
    """Where processes of the program are begun."""

    def __init__(self, asking: socket.socket) -> None:
        """Ask a nursery.py at the other end."""
        self._asking = asking
        self._count = 0

    @contextmanager
    def bear(
        self, words: list[str], folder: Path, *, fresh: bool | None = None, terminal: bool = False
    ) -> Iterator[Victim]:
        """Begin a process that runs these words in a folder, and see that it is gone at the end.

        One in FRESH_EVERY is fresh where that is left open. On a terminal it has one of SIZE; else pipes.
        """
        self._count += 1
        fresh = self._count % FRESH_EVERY == 0 if fresh is None else fresh
        (keyboard, screen), theirs = open_terminal() if terminal else open_pipes()
        message = json.dumps([words, str(folder), fresh]).encode()
        socket.send_fds(self._asking, [message], [theirs[0], theirs[1], theirs[1]])
        for descriptor in set(theirs):
            os.close(descriptor)
        child = int(self._asking.recv(20))
        process = os.pidfd_open(child)
        victim = Victim(child, process, keyboard, screen)
        try:
            yield victim
        finally:
            victim.kill()
            victim.has_ended(PATIENCE_SECONDS)
            if victim.is_survived:
                os.killpg(victim.group, signal.SIGKILL)
            for descriptor in {process, victim.keyboard, screen} - {GONE}:
                os.close(descriptor)

    def run(self, words: list[str], folder: Path) -> str:
        """Run words to their end, without any input, and return what they said."""
        with self.bear(words, folder) as victim:
            victim.hang_up()
            return victim.finish()

    @contextmanager
    def doom(
        self, words: list[str], folder: Path, moment: Moment, *, fresh: bool | None = None, terminal: bool = False
    ) -> Iterator[Victim]:
        """Begin a process that is killed at a moment; whatever it was saying then is there to be read."""
        with self.bear(words, folder, fresh=fresh, terminal=terminal) as victim:
            killer = Thread(target=moment.strike, args=(victim, folder))
            killer.start()
            yield victim
            killer.join()


def open_pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Return our ends, to write and to read, and theirs, to read and to write."""
    (their_input, keyboard), (screen, their_output) = os.pipe(), os.pipe()
    return (keyboard, screen), (their_input, their_output)


def open_terminal() -> tuple[tuple[int, int], tuple[int, int]]:
    """Return our end of a pseudo-terminal, and theirs, twice each."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, SIZE)
    return (ours, ours), (theirs, theirs)


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """Begin the process that all others come from."""
    ours, theirs = socket.socketpair()
    environment = ENVIRONMENT | {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    script = Path(__file__).with_name("nursery.py")
    command = [sys.executable, str(script), str(theirs.fileno())]
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment) as process:
        theirs.close()
        try:
            yield Nursery(ours)
        finally:
            ours.close()
            process.wait(PATIENCE_SECONDS)


def find_memory() -> str | None:
    """Return a folder that is kept in memory, or None: where only content counts, nobody has to wait for a disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - what is made in it has a name of its own
