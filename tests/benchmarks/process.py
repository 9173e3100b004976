"""A command in, milliseconds out: until it has shown something, and until it has ended."""

import os
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from select import select
from subprocess import DEVNULL, PIPE, Popen, run
from time import perf_counter

ENVIRONMENT = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.defpath}
SIZE = (24, 80)
"""Lines and columns."""
FOOTER = b"q end"
TYPING = b":q end"
"""What the footer says where letters are typed, so that a command begins with a colon."""
PATIENCE_SECONDS = 60


def find_program() -> Path:
    """Return the console script that belongs to this interpreter."""
    return Path(sys.executable).with_name("tvp-quiz")


def time_drill(command: Sequence[str]) -> tuple[float, float]:
    """Return the time until the first question's last line is on a terminal, and from q until the program is gone."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, SIZE)
    begun = perf_counter()
    with Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=ENVIRONMENT, start_new_session=True) as process:
        os.close(theirs)
        shown = read_until(ours, FOOTER)
        asked = perf_counter()
        os.write(ours, b":q\r" if TYPING in shown else b"q")
        read_until(ours, None)
        process.wait()
        ended = perf_counter()
    os.close(ours)
    return (asked - begun) * 1000, (ended - asked) * 1000


def read_until(terminal: int, mark: bytes | None) -> bytes:
    """Return what a terminal shows until the mark is there, or until its program has ended where there is no mark."""
    shown = b""
    while mark is None or mark not in shown:
        if not select([terminal], [], [], PATIENCE_SECONDS)[0]:
            raise TimeoutError(f"Nothing more came after {shown!r}.")
        try:
            shown += os.read(terminal, 65536)
        except OSError as error:
            # so Linux tells that nobody writes to this terminal any more
            if mark is None:
                return shown
            raise EOFError(f"The program ended after {shown!r}.") from error
    return shown


def time_line(command: Sequence[str]) -> float:
    """Return the time until a command has written its first line into a pipe."""
    begun = perf_counter()
    with Popen(command, stdout=PIPE, env=ENVIRONMENT) as process:
        line = process.stdout.readline() if process.stdout else b""
        written = perf_counter()
    if not line or process.returncode:
        raise EOFError(f"{command} ended without a line.")
    return (written - begun) * 1000


def time_run(command: Sequence[str]) -> float:
    """Return the time until a command has ended."""
    begun = perf_counter()
    run(command, check=True, env=ENVIRONMENT, stdin=DEVNULL, stdout=DEVNULL)
    return (perf_counter() - begun) * 1000
