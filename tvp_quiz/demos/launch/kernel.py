"""Calls to the Linux kernel that Python has no function for; each raises OSError."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
AMBIENT_RAISE = 2

CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAP_SETGID = 6
CAP_SETUID = 7
CAPABILITY_VERSION = 0x20080522

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000

Argument = int | bytes | ctypes.Array[ctypes.c_char] | None


def check(result: int) -> int:
    """Return what a call returned, or raise what it failed with."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def call(number: int, *arguments: Argument) -> int:
    """Make a system call by its number."""
    return check(LIBC.syscall(ctypes.c_long(number), *map(_convert, arguments)))


def control(option: int, *arguments: Argument) -> int:
    """Call prctl; what isn't said is 0."""
    words = [*arguments, 0, 0, 0, 0][:4]
    return check(LIBC.prctl(option, *map(_convert, words)))


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    check(LIBC.unshare(flags))


def mount(source: bytes, target: bytes, kind: bytes, flags: int, data: bytes = b"") -> None:
    """Mount a file system."""
    check(LIBC.mount(source, target, kind, ctypes.c_ulong(flags), data))


def keep_capability(capability: int) -> None:
    """Drop all capabilities but one, which then lasts over every exec; -1 drops them all."""
    bits = 1 << capability if capability >= 0 else 0
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    # Effective, permitted, inheritable; the upper 32 capabilities follow
    data = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)
    check(LIBC.capset(header, data))
    if bits:
        control(PR_CAP_AMBIENT, AMBIENT_RAISE, capability)


def _convert(argument: Argument) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument
