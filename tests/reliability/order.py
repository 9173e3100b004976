"""The system calls of a drill, seen by strace: whether each answer was on the disk before its verdict was drawn."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reliability.histories import make_bank
from reliability.victims import ENVIRONMENT

ANSWERS = 30
TRACE = ["strace", "-f", "-qq", "-y", "-s", "40", "-e", "trace=pwrite64,fdatasync,fsync,write"]
CALL = re.compile(r"(pwrite64|fdatasync|fsync|write)\((\d+)<(.*?)>(?:, \"(.*?)\"\S*, .*)?\)\s+= ")
VERDICT = re.compile(r"(?:\\n)*(?:Right|Wrong)\.")
SYNCS = {"fsync", "fdatasync"}
OUTPUT = "1"


class Call(NamedTuple):
    """A system call: what it does, the descriptor and the path it does it to, and how what it writes begins."""

    what: str
    descriptor: str
    path: str
    text: str


def trace_drill(folder: Path) -> list[Call] | None:
    """Return the writes and syncs of a drill on a new history, or None where there is no strace."""
    if not shutil.which(TRACE[0]):
        return None
    (folder / "content").mkdir()
    (folder / "content" / "killed.yaml").write_text(make_bank({n: [f"e{n}"] for n in range(60)}), encoding="utf-8")
    program = [sys.executable, "-m", "tvp_quiz", "--content", "content", "--db", "history.db", "drill", "--plain"]
    typed = "a\n\n" * ANSWERS + ":q\n"
    log = folder / "calls"
    command = [*TRACE, "-o", str(log), *program]
    subprocess.run(command, input=typed, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    calls = (CALL.search(line) for line in log.read_text(encoding="utf-8").splitlines())
    return [Call(call[1], call[2], call[3], call[4] or "") for call in calls if call]


def count_verdicts(calls: list[Call]) -> int:
    """Return how often a verdict was drawn."""
    return sum(is_verdict(call) for call in calls)


def is_verdict(call: Call) -> bool:
    """Tell whether a call draws a verdict."""
    return call.what == "write" and call.descriptor == OUTPUT and bool(VERDICT.match(call.text))


def list_disorders(calls: list[Call], folder: Path) -> Iterator[str]:
    """Yield verdicts that were drawn before the log was written and synced, and the name of the log once."""
    written = synced = False
    for number, call in enumerate(calls):
        if call.path.endswith("-wal"):
            written, synced = written or call.what == "pwrite64", call.what in SYNCS
        elif is_verdict(call):
            if not (written and synced):
                yield f"Call {number} draws a verdict: written {written}, synced {synced}."
            written = synced = False
    names = [number for number, call in enumerate(calls) if call.what in SYNCS and call.path == str(folder)]
    first = next((number for number, call in enumerate(calls) if is_verdict(call)), 0)
    if not names or names[0] > first:
        yield "The first verdict is drawn before the name of the log is on the disk."
