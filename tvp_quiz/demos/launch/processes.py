"""The processes that a run consists of, as the kernel lists them, and their end."""

import contextlib
import os
import signal
import stat
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOMENT = 0.001
ENDED = "Z"
# What the kernel calls shared memory without a name
SHARED = "/dev/zero (deleted)"
MANY = 1000
# Some thousand lines; Python by itself has some hundred
MOST_MAPPED = 1 << 19


class Process(NamedTuple):
    """One process: processor `seconds` include those of its ended children, `resident` is in bytes.

    `place` is the folder in which the kernel tells of its memory and files.
    """

    place: str
    threads: int
    seconds: float
    resident: int


def list_descendants(pid: int) -> Iterator[int]:
    """Yield all that descend from a process, as far as they can be seen in one look."""
    todo = [pid]
    while todo:
        children = list(list_children(todo.pop()))
        yield from children
        todo += children


def list_children(pid: int) -> Iterator[int]:
    """Yield the children of a process, whichever of its threads started them."""
    for task in list_names(f"/proc/{pid}/task"):
        yield from map(int, read(f"/proc/{pid}/task/{task}/children").split())


def look_at(pid: int) -> Process | None:
    """Return what is known of a process, None if it is gone."""
    fields = read_fields(f"/proc/{pid}")
    if not fields:
        return None
    seconds = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    place = find_living(pid) if fields[0] == ENDED else f"/proc/{pid}"
    return Process(place, max(1, int(fields[17])), seconds, measure_resident(place))


def find_living(pid: int) -> str:
    """Return the folder of a thread that goes on after the first one, which no longer tells of memory and files."""
    places = [f"/proc/{pid}/task/{task}" for task in list_names(f"/proc/{pid}/task")]
    return next((place for place in places if read_fields(place)[:1] != [ENDED]), f"/proc/{pid}")


def read_fields(place: str) -> list[str]:
    """Return what the kernel says of a process or thread from its state on, nothing if it is gone."""
    # The name before it, in parentheses, can hold anything
    return read(f"{place}/stat").rpartition(")")[2].split()


def measure_share(process: Process) -> int:
    """Return the bytes that a process holds, those that it shares divided among the sharers."""
    # It may have ended just now, or may not be looked into
    return read_size(f"{process.place}/smaps_rollup", "Pss:") or measure_resident(process.place)


def measure_resident(place: str) -> int:
    """Return the bytes that a process holds, shared or not; 0 if it is gone."""
    fields = read_fields(place)
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


def measure_shared_memory() -> int:
    """Return the bytes that all processes of the machine share without a file on a disk."""
    return read_size("/proc/meminfo", "Shmem:")


def read_size(path: str, name: str) -> int:
    """Return the bytes that a line of the kernel's names, 0 if there is none."""
    found = (line.split()[1] for line in read(path).splitlines() if line.startswith(name))
    return int(next(found, 0)) * 1024


class Held(NamedTuple):
    """What processes hold that no folder lists: bytes of files, a number of sockets, and whether they share memory."""

    size: int
    sockets: int
    shares: bool


def measure_held(family: Iterable[Process], folder: str, largest: int) -> Held:
    """Return what processes hold; a removed file of a folder that is mapped, but open no more, counts as `largest`.

    Raises ValueError where one has mapped so much that looking at it would take too long.
    """
    sizes, sockets, shares = {}, set(), False
    for found in (found for process in family for found in list_open(process.place)):
        if stat.S_ISSOCK(found.st_mode):
            sockets.add(found.st_ino)
        elif stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
            sizes[found.st_ino] = found.st_blocks * 512
    for process in family:
        text = read(f"{process.place}/maps", MOST_MAPPED)
        if len(text) == MOST_MAPPED:
            raise ValueError(process.place)
        shares = shares or SHARED in text
        for line in text.splitlines():
            if line.endswith(" (deleted)") and (words := line.split(None, 5))[5].startswith(folder):
                sizes.setdefault(int(words[4]), largest)
    return Held(sum(sizes.values()), len(sockets), shares)


def list_open(place: str) -> Iterator[os.stat_result]:
    """Yield what a process has open."""
    for number in list_names(f"{place}/fd"):
        with contextlib.suppress(OSError):
            yield os.stat(f"{place}/fd/{number}")


def list_names(folder: str) -> list[str]:
    """Return what a folder of the kernel's lists, nothing if there is none."""
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []


def count_tasks(uid: int) -> int:
    """Return how many processes and threads a user has."""
    count = 0
    for pid in list_all():
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{pid}").st_uid == uid:
                count += len(list_names(f"/proc/{pid}/task"))
    return count


def list_all() -> list[int]:
    """Return all processes, where the kernel lists them."""
    return [int(name) for name in list_names("/proc") if name.isdecimal()]


def end_strays(folder: str) -> None:
    """End the processes that have a run's folder for their home, or work in it, after its launcher was ended."""
    # They may have started others meanwhile, and take a moment to be gone
    for _ in range(MANY):
        strays = [pid for pid in list_all() if is_stray(pid, folder)]
        if not strays:
            return
        for pid in strays:
            send(pid, signal.SIGKILL)
        time.sleep(MOMENT)


def is_stray(pid: int, folder: str) -> bool:
    """Tell whether a process has a folder for its home, or works in it."""
    with contextlib.suppress(OSError):
        return f"HOME={folder}\0" in read(f"/proc/{pid}/environ") or os.readlink(f"/proc/{pid}/cwd") == folder
    return False


def read(path: str, most: int = -1) -> str:
    """Return the text of a file of the kernel's, up to so many characters, empty if there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(most)
    except OSError:
        return ""


def end_descendants(first: int) -> None:
    """End the first process, the group it leads, and all that descends from this process, until nothing is left.

    Those who are stopped keep their place among the processes that their user may have, so that those who go on
    starting others soon can't: only then are all of them ended.
    """
    while True:
        for pid in stop_descendants():
            send(pid, signal.SIGKILL)
        # Where the kernel lists no descendants this is all that can be done
        with contextlib.suppress(OSError):
            os.killpg(first, signal.SIGKILL)
        if not reap()[1]:
            return
        time.sleep(MOMENT)


def stop_descendants() -> set[int]:
    """Stop all that descend from this process and return them."""
    stopped: set[int] = set()
    while new := set(list_descendants(os.getpid())) - stopped:
        for pid in new:
            send(pid, signal.SIGSTOP)
        stopped |= new
    return stopped


def reap() -> tuple[dict[int, int], bool]:
    """Return children that have ended, with exit codes (negative for signals), and whether there are more."""
    ended: dict[int, int] = {}
    try:
        # Others may end as fast as they are asked for
        while len(ended) < MANY and (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended[found[0]] = os.waitstatus_to_exitcode(found[1])
    except ChildProcessError:
        return ended, False
    return ended, True


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone."""
    with contextlib.suppress(OSError):
        os.kill(pid, number)
