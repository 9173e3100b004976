"""What a run uses of what it may."""

import contextlib
import os
import resource
from collections.abc import Sequence

from tvp_quiz.demos.launch.folder import measure_folder
from tvp_quiz.demos.launch.plan import MIB, SHARED_MEMORY, Limits, Plan
from tvp_quiz.demos.launch.processes import (
    Process,
    list_descendants,
    look_at,
    measure_held,
    measure_share,
    measure_shared_memory,
)

# bubblewrap's own processes
COMPANY = 3
# What may lie in one that nobody reads from
SOCKET = 256 * 1024


def find_excess(plan: Plan, seconds: float, shared: int) -> str:
    """Return what a run has used too much of, after so many seconds, as a clause; empty if nothing.

    `shared` is how many bytes the processes of the machine shared before.
    """
    limits = plan.limits
    if seconds >= limits.seconds:
        return f"it ran for more than {limits.seconds:g} seconds"
    family = [found for pid in list_descendants(os.getpid()) if (found := look_at(pid))]
    # Where there are too many of them, all else takes long to find out
    if crowd := find_crowd(family, limits):
        return crowd
    try:
        held = measure_held(family, plan.folder, limits.file_size)
    except ValueError:
        return "it mapped its memory in too many pieces"
    # Most of what is shared may be mapped no more, so that no process is seen to hold it
    if held.shares and measure_shared_memory() - shared > limits.memory:
        return f"the memory that programs share grew by more than {limits.memory // MIB} MiB while it ran"
    return find_hoard(family, held.sockets * SOCKET, limits) or find_litter(family, held.size, plan)


def find_crowd(family: Sequence[Process], limits: Limits) -> str:
    """Return whether there are too many processes, or they have computed for too long."""
    if sum(process.threads for process in family) > limits.processes + COMPANY:
        return f"it started more than {limits.processes} processes or threads"
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if sum(process.seconds for process in family) + ended.ru_utime + ended.ru_stime > limits.processor:
        return f"it used more than {limits.processor:g} seconds of processor time"
    return ""


def find_hoard(family: Sequence[Process], sockets: int, limits: Limits) -> str:
    """Return whether they hold too much memory; what they share is looked up only when it matters."""
    if sum(process.resident for process in family) + sockets <= limits.memory:
        return ""
    if sum(measure_share(process) for process in family) + sockets <= limits.memory:
        return ""
    return f"it used more than {limits.memory // MIB} MiB of memory"


def find_litter(family: Sequence[Process], unlisted: int, plan: Plan) -> str:
    """Return whether there are too many files, or they are too large."""
    limits = plan.limits
    try:
        content = measure_folder(plan.folder, limits.files)
    except OSError:
        return "it made a folder that can't be looked into"
    if content.files + count_shared_files(family) > limits.files:
        return f"it made more than {limits.files} files, or folders too deep in each other"
    if content.size + unlisted > limits.files_size:
        return f"it wrote more than {limits.files_size // MIB} MiB of files"
    return ""


def count_shared_files(family: Sequence[Process]) -> int:
    """Return how many files lie in the shared memory that some of them have for themselves."""
    for process in family:
        with contextlib.suppress(OSError):
            folder = f"{process.place}/root{SHARED_MEMORY}"
            if os.stat(folder).st_dev != os.stat(SHARED_MEMORY).st_dev:
                found = os.statvfs(folder)
                return found.f_files - found.f_ffree
    return 0
