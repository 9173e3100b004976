"""What a confined program may open: Python's own files, what every program needs, and its temporary folder."""

import os
import sys

from tvp_quiz.demos.launch.landlock import EXECUTE, MAKE_BLOCK, MAKE_CHAR, READ, READ_FILE, WRITE_FILE
from tvp_quiz.demos.launch.plan import SHARED_MEMORY

LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
SYSTEM = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/sys/devices/system/cpu",
)
DEVICES = ("/dev/zero", "/dev/random", "/dev/urandom")
EVERYTHING = -1 & ~(MAKE_CHAR | MAKE_BLOCK)


def find_interpreter() -> str:
    """Return the path of the running interpreter without links, under which it finds its own files."""
    return os.path.realpath(sys.executable)


def list_python() -> list[str]:
    """Return the interpreter and what belongs to it."""
    prefixes = dict.fromkeys((sys.prefix, sys.base_prefix, sys.base_exec_prefix))
    folders = [os.path.join(prefix, "lib" + size) for prefix in prefixes for size in ("", "64")]
    folders += [os.path.dirname(os.__file__)]
    if sys.base_prefix.startswith("/nix/store/"):
        folders.append("/nix/store")
    return list(filter(os.path.exists, [find_interpreter(), os.path.join(sys.prefix, "pyvenv.cfg"), *folders]))


def list_rights(folder: str, process: str, *, shared_memory: bool) -> list[tuple[str, int]]:
    """Return what Landlock is to allow: paths with rights; `process` is the path of what it may know of processes."""
    return [
        *((path, READ | EXECUTE) for path in (*list_python(), *LIBRARIES)),
        *((path, READ) for path in (*SYSTEM, process)),
        *((path, READ_FILE) for path in DEVICES),
        ("/dev/null", READ_FILE | WRITE_FILE),
        (folder, EVERYTHING),
        *([(SHARED_MEMORY, EVERYTHING)] if shared_memory else []),
    ]
