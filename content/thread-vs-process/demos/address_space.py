"""A new thread adds a stack to the memory that is there; a new process has memory of its own."""

import json
import os
import sys
import threading
from resource import RUSAGE_CHILDREN, getpagesize, getrusage

PAGE = getpagesize() // 1024  # all sizes are in KiB
gate, key = os.pipe()


def measure() -> tuple[int, int]:
    """Return the size of this process's address space, and how much memory it uses."""
    with open("/proc/self/statm", encoding="ascii") as numbers:
        space, used, *_ = numbers.read().split()
    return int(space) * PAGE, int(used) * PAGE


def hold_threads(stack: int) -> tuple[int, int]:
    """Return what each of ten threads with such a stack adds to the address space and to its use."""
    threading.stack_size(stack * 1024)
    end = threading.Event()
    threads = [threading.Thread(target=end.wait) for _ in range(10)]
    space, used = measure()
    for thread in threads:
        thread.start()
    space_then, used_then = measure()
    end.set()
    for thread in threads:
        thread.join()
    return (space_then - space) // 10, (used_then - used) // 10


if not os.path.exists("/proc/self/statm"):
    print("This system does not tell in /proc/self/statm how much memory is in use.", file=sys.stderr)
    raise SystemExit(77)
_, used = measure()
given = getrusage(RUSAGE_CHILDREN).ru_minflt  # the pages that ended children were given
for _ in range(10):
    if os.fork() == 0:
        os.close(key)
        os.read(gate, 1)  # returns when the parent closes the key
        os._exit(0)
added = (measure()[1] - used) // 10
os.close(key)
for _ in range(10):
    os.wait()
process = (getrusage(RUSAGE_CHILDREN).ru_minflt - given) * PAGE // 10
hold_threads(128)  # for the first ones the C library makes room: they don't count
space, thread = hold_threads(1024)

print(f"A thread with a stack of 1024 KiB adds {space} KiB to the address space")
print(f"of its process, and {thread} KiB to the memory in use.")
print(f"A child process is given {process} KiB; to its parent's, that adds {added} KiB.")
facts = {
    "thread": "less" if thread < process else "more",
    "process": "more" if thread < process else "less",
    "new_thread_adds": "stack" if 1024 <= space < 1152 else "nothing" if space < 128 else "more",
    "filled_by_process": "its own memory" if added < process // 2 else "other memory",
}
print(json.dumps({"says": f"a thread uses {thread} KiB, a process {process}", **facts}))
