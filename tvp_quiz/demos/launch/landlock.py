"""Landlock: what a process and all it starts may still open, by path; needs Linux 5.13."""

import contextlib
import errno
import os
import stat
import struct
from collections.abc import Iterable

from tvp_quiz.demos.launch.kernel import call

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
TCP = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

# From these versions on it knows a right more, TCP, and signals
ABI_TRUNCATE, ABI_TCP, ABI_SCOPE = 3, 4, 6


def find_abi() -> int:
    """Return the version of Landlock that this kernel has; 0 is none."""
    with contextlib.suppress(OSError):
        return call(CREATE_RULESET, None, 0, ASK_VERSION)
    return 0


def list_rights(abi: int) -> int:
    """Return all rights on files that a version can withhold."""
    known = 13 + (abi >= 2) + (abi >= ABI_TRUNCATE) + (abi >= 5)  # noqa: PLR2004 - versions that add one
    return (1 << known) - 1


def restrict(rights: Iterable[tuple[str, int]], abi: int) -> None:
    """Withhold everything that the kernel can from this process, except these rights beneath these paths.

    Raises OSError, also where the kernel has no version of it.
    """
    if not abi:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    handled = list_rights(abi)
    ruleset = create_ruleset(handled, abi)
    for path, right in rights:
        allow(ruleset, path, right & handled)
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def create_ruleset(handled: int, abi: int) -> int:
    """Return a set of rules that allows nothing yet, as a file descriptor."""
    attributes = struct.pack("=Q", handled)
    if abi >= ABI_TCP:
        attributes += struct.pack("=Q", TCP)
    if abi >= ABI_SCOPE:
        attributes += struct.pack("=Q", ABSTRACT_SOCKETS_AND_SIGNALS)
    return call(CREATE_RULESET, attributes, len(attributes), 0)


def allow(ruleset: int, path: str, rights: int) -> None:
    """Allow so much beneath a path, if there is one."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= OF_A_FILE
    call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    os.close(place)
