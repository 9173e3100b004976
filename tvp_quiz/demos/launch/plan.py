"""What crosses from the program to the launcher: one run, described."""

import json
from typing import NamedTuple

# Why a run ended that somebody wanted to end
STOPPED = "it was stopped"

MIB = 1024 * 1024
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - nothing is made there by name


class Limits(NamedTuple):
    """How much one run may use: seconds of wall clock and of processor time, bytes, and numbers of things.

    `processor_each`, `address_space`, `file_size` and `open_files` are for each process, the rest for all together.
    """

    seconds: float = 10.0
    processor: float = 20.0
    processor_each: int = 10
    memory: int = 512 * MIB
    address_space: int = 512 * MIB
    processes: int = 64
    output: int = 256 * 1024
    file_size: int = 16 * MIB
    files_size: int = 64 * MIB
    files: int = 1000
    open_files: int = 256


class Plan(NamedTuple):
    """One run: `program` (a file's name) lies in `folder`, its own; `bwrap` is the path of bubblewrap or empty.

    `locked` asks for Landlock and seccomp; `abi` caps the version of Landlock that is used. `uid` and `capability` are
    what root becomes and keeps (-1: nothing).
    """

    folder: str
    program: str
    environment: dict[str, str]
    limits: Limits
    locked: bool
    bwrap: str = ""
    abi: int = 99
    uid: int = -1
    capability: int = -1


def write_plan(plan: Plan) -> str:
    """Return a plan as one line."""
    return json.dumps(plan._asdict())


def read_plan(line: str) -> Plan:
    """Return the plan that was written as a line."""
    words = json.loads(line)
    return Plan(**words | {"limits": Limits(*words["limits"])})


class Report(NamedTuple):
    """How a run ended: the exit code, negative for a signal, or why the launcher ended it, or why it never began."""

    code: int
    reason: str
    error: str
    seconds: float
