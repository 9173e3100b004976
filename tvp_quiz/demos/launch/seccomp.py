"""seccomp: which system calls a process and all it starts may still make."""

import ctypes
import errno
import os
import struct
from typing import NamedTuple

from tvp_quiz.demos.launch import syscalls
from tvp_quiz.demos.launch.kernel import PR_SET_SECCOMP, control

LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
KILL, ALLOW = 0x80000000, 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
UNKNOWN = 0x00050000 | errno.ENOSYS
# The data that a filter looks at: number, architecture, instruction pointer, six arguments of 64 bits
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
X32 = 0x40000000
MODE_FILTER = 2
ALL_BITS = 0xFFFFFFFF

UNIX, STREAM, SEQPACKET, SOCKET_TYPE = 1, 1, 5, 0xF
NEW_NAMESPACES = 0x7E020000
# A thread with open files of its own would hide them
FILES, THREAD = 0x400, 0x10000
SET_DUMPABLE = 4
SET_OWNER, SET_OWNER_EX = 8, 15
# FIOSETOWN and SIOCSPGRP send signals, TIOCSTI and TIOCLINUX type, the last two change a file's flags
REQUESTS = (0x8901, 0x8902, 0x5412, 0x541C, 0x40086602, 0x401C5820)
IO_PROCESS_OR_GROUP = (1, 2)
TRUNCATING = os.O_TRUNC | os.O_ACCMODE

Instruction = tuple[int, int, int, int]
Block = list[Instruction]


class Reach(NamedTuple):
    """What else guards a process: `alone`, no process of others can be reached; `scoped`, signals don't get out.

    `mounted`: everything but its own is mounted read-only; `truncates`: the kernel itself guards truncation.
    """

    alone: bool
    scoped: bool
    mounted: bool
    truncates: bool


def refuse_calls(reach: Reach) -> None:
    """Refuse this process all that it doesn't need; raises OSError where there is no filter for the machine."""
    code = write_filter(reach)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    control(PR_SET_SECCOMP, MODE_FILTER, program)


def write_filter(reach: Reach) -> bytes:
    """Return the filter for this process as the kernel takes it; raises OSError if there is none for the machine."""
    # It knows its first process, which may do to itself what it may not do to others
    return b"".join(struct.pack("=HBBI", *step) for step in make_filter(reach, os.uname().machine, os.getpid()))


def make_filter(reach: Reach, machine: str, process: int) -> Block:
    """Return the filter for a machine; raises OSError if none is known."""
    if machine not in syscalls.ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no filter for {machine}")
    column = syscalls.MACHINES.index(machine)
    code = [load(ARCHITECTURE_AT), (JUMP_EQUAL, 1, 0, syscalls.ARCHITECTURES[machine]), end(KILL), load(NUMBER_AT)]
    if machine == "x86_64":
        code += [(JUMP_AT_LEAST, 0, 1, X32), end(KILL)]
    code += [(JUMP_AT_LEAST, 0, 1, syscalls.UNHEARD_OF), end(UNKNOWN)]
    for name, block in list_blocks(reach, process).items():
        if (number := syscalls.NUMBERS[name][column]) is not None:
            code += [(JUMP_EQUAL, 0, len(block), number), *block]
    return [*code, end(ALLOW)]


def list_blocks(reach: Reach, process: int) -> dict[str, Block]:
    """Return what is decided for each system call that isn't simply allowed; each block ends in a decision."""
    refusal = [end(REFUSE)]
    blocks: dict[str, Block] = dict.fromkeys(syscalls.REFUSED, refusal) | {
        "clone3": [end(UNKNOWN)],
        "clone": [*demand(0, 0, NEW_NAMESPACES), *allow_only(0, (0, FILES, FILES | THREAD), FILES | THREAD)],
        "socketpair": [*demand(0, UNIX), *allow_only(1, (STREAM, SEQPACKET), SOCKET_TYPE)],
        "prctl": refuse_only(0, (SET_DUMPABLE,)),
        "ioctl": refuse_only(1, REQUESTS),
    }
    if not reach.mounted:
        blocks |= dict.fromkeys(syscalls.CHANGING, refusal)
    if not reach.truncates:
        blocks |= list_truncating()
    if not reach.alone:
        blocks |= list_reaching(process)
    if not (reach.alone or reach.scoped):
        blocks |= list_signalling(process)
    return blocks


def list_truncating() -> dict[str, Block]:
    """Return what older kernels leave open: truncation by path, and by opening for reading alone."""
    fine = tuple(range(4)) + tuple(os.O_TRUNC | mode for mode in range(1, 4))
    return {
        "truncate": [end(REFUSE)],
        "openat2": [end(UNKNOWN)],
        "open": allow_only(1, fine, TRUNCATING),
        "openat": allow_only(2, fine, TRUNCATING),
    }


def list_reaching(process: int) -> dict[str, Block]:
    """Return which processes may be named: 0, oneself, and the first one."""
    own = (0, process)
    # Both can also name all processes of a user
    return dict.fromkeys(syscalls.NAMING, allow_only(0, own)) | {
        "setpriority": [*demand_any(0, (os.PRIO_PROCESS, os.PRIO_PGRP)), *allow_only(1, own)],
        "ioprio_set": [*demand_any(0, IO_PROCESS_OR_GROUP), *allow_only(1, own)],
    }


def list_signalling(process: int) -> dict[str, Block]:
    """Return who may be signalled: the first process and its group; asking whether a process lives is no signal."""
    asking = [load_argument(1), (JUMP_EQUAL, 0, 1, 0), end(ALLOW)]
    to_first = allow_only(0, (process,))
    return {
        "kill": [*asking, *allow_only(0, (0, process, -process & ALL_BITS))],
        "tkill": to_first,
        "tgkill": to_first,
        "rt_sigqueueinfo": to_first,
        "rt_tgsigqueueinfo": to_first,
        "pidfd_send_signal": [end(REFUSE)],
        "fcntl": refuse_only(1, (SET_OWNER, SET_OWNER_EX)),
    }


def load(offset: int) -> Instruction:
    """Load 32 bits of the data."""
    return (LOAD, 0, 0, offset)


def load_argument(index: int) -> Instruction:
    """Load the lower half of an argument; both machines are little-endian."""
    return load(ARGUMENTS_AT + 8 * index)


def end(decision: int) -> Instruction:
    """Decide."""
    return (RETURN, 0, 0, decision)


def demand_any(index: int, values: tuple[int, ...], mask: int = ALL_BITS) -> Block:
    """Go on if an argument's masked bits are one of the values, else refuse."""
    tests: Block = [(JUMP_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [load_argument(index), (AND, 0, 0, mask), *tests, end(REFUSE)]


def demand(index: int, value: int, mask: int = ALL_BITS) -> Block:
    """Go on if an argument's masked bits are this value, else refuse."""
    return demand_any(index, (value,), mask)


def allow_only(index: int, values: tuple[int, ...], mask: int = ALL_BITS) -> Block:
    """Allow a call if an argument's masked bits are one of the values."""
    return [*demand_any(index, values, mask), end(ALLOW)]


def refuse_only(index: int, values: tuple[int, ...]) -> Block:
    """Refuse a call if an argument is one of the values."""
    tests: Block = [(JUMP_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [load_argument(index), *tests, end(ALLOW), end(REFUSE)]
