"""Tries what no demo may, with a file and a process that were put there for it, and says whether all was refused."""

import json
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

FAMILIES = ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG")


def is_refused(attempt: Callable[[], object]) -> bool:
    """Tell whether the system refuses an attempt."""
    try:
        attempt()
    except OSError:
        return True
    return False


def list_attempts(outside: Path, process: int) -> dict[str, Callable[[], object]]:
    """Return what must be refused, by its name."""
    link = Path("link")
    link.symlink_to(outside)
    return {
        "read": outside.read_bytes,
        "read by link": link.read_bytes,
        "list": lambda: list(outside.parent.iterdir()),
        "write": lambda: outside.write_bytes(b""),
        "truncate": lambda: os.truncate(outside, 0),
        "create": outside.with_name("new").touch,
        "rename": lambda: outside.rename(outside.with_name("moved")),
        "change": lambda: outside.chmod(0o600),
        "environment": Path(f"/proc/{process}/environ").read_bytes,
        "signal": lambda: os.kill(process, signal.SIGKILL),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, process, 19),
        "program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must not run
        "terminal": lambda: os.open("/dev/tty", os.O_RDWR),
        **{name: partial(socket.socket, getattr(socket, name)) for name in FAMILIES if hasattr(socket, name)},
    }


def report(outside: str, process: int) -> None:
    """Print what wasn't refused, and the one fact whether a program is held."""
    attempts = list_attempts(Path(outside), process)
    open_ways = [name for name, attempt in attempts.items() if not is_refused(attempt)]
    print(*open_ways)  # noqa: T201 - a demo prints what it found
    print(json.dumps({"held": not open_ways}))  # noqa: T201 - the same
