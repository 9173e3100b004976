"""A process with eight threads has eight stacks in its one memory: one for each thread."""

import ctypes
import itertools
import json
import os
import sys
import threading

libc = ctypes.CDLL(None)
if not hasattr(libc, "pthread_getattr_np"):
    print("The C library here does not tell where the stack of a thread is.", file=sys.stderr)
    raise SystemExit(77)
libc.pthread_self.restype = ctypes.c_size_t
all_there = threading.Barrier(8)
found: list[tuple[int, int, int]] = []  # in the memory of the process
seen: list[int] = []


def find_stack() -> tuple[int, int]:
    """Ask the C library from where to where the stack of this thread reaches."""
    attributes, low, size = ctypes.create_string_buffer(256), ctypes.c_size_t(), ctypes.c_size_t()
    libc.pthread_getattr_np(ctypes.c_size_t(libc.pthread_self()), attributes)
    libc.pthread_attr_getstack(attributes, ctypes.byref(low), ctypes.byref(size))
    libc.pthread_attr_destroy(attributes)
    return low.value, low.value + size.value


def live() -> None:
    found.append((*find_stack(), os.getpriority(os.PRIO_PROCESS, 0)))  # on Linux that of this thread
    all_there.wait()  # opens when all eight have come to it: so all of the stacks exist at once
    seen.append(len(found))


threading.stack_size(256 * 1024)  # for the new ones
seven = [threading.Thread(target=live) for _ in range(7)]
for thread in seven:
    thread.start()
live()  # the main thread is the eighth
for thread in seven:
    thread.join()

print("Eight threads at one moment, and the stack of each:")
for low, high, niceness in sorted(found):
    print(f"  from {low:#014x} to {high:#014x}, {(high - low) // 1024:5} KiB; niceness {niceness}")
print(f"So many entries of the common list each one sees: {seen}")
stacks = sorted({(low, high) for low, high, _ in found})
is_apart = all(high <= next_low for (_, high), (next_low, _) in itertools.pairwise(stacks))
facts = {
    "threads": len(found),
    "stacks": len(stacks) if is_apart else 1,
    "stack_of_a_new_thread": "its own" if is_apart and len(stacks) == len(found) else "a sibling's",
    "memory": "common" if seen == [len(found)] * len(found) else "handed over",
    "priority_of_a_new_thread": "the same" if len({niceness for _, _, niceness in found}) == 1 else "higher",
}
print(json.dumps({"says": f"{len(found)} threads, {facts['stacks']} stacks", **facts}))
