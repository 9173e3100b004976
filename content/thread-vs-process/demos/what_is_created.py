"""A new process duplicates what its parent has; a new thread adds a stack, and is faster to create."""
# alone: it measures how long creation takes

import json
import os
import sys
import threading
from statistics import median
from timeit import timeit

if not os.path.exists("/proc/self/statm"):
    print("This system does not tell in /proc/self/statm how big a process is.", file=sys.stderr)
    raise SystemExit(77)
notes = [f"written by {os.getpid()}"]  # a process that runs this file anew would write its own number
hear, tell = os.pipe()


def new_process() -> None:
    if os.fork() == 0:
        os.write(tell, f"{notes[0]}\n".encode())  # what does it find there?
        notes.append("written by a child")  # and does its parent see this?
        os._exit(0)
    os.wait()


def new_thread() -> None:
    thread = threading.Thread()
    thread.start()
    thread.join()


def add_thread(stack: int) -> int:
    """Return by how many KiB the process is bigger while it has one more thread with such a stack."""
    threading.stack_size(stack * 1024)
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    pages = []
    for step in (thread.start, end.set):
        with open("/proc/self/statm", encoding="ascii") as numbers:
            pages.append(int(numbers.read().split()[0]))
        step()
    thread.join()
    return (pages[1] - pages[0]) * os.sysconf("SC_PAGE_SIZE") // 1024


add_thread(128)  # with the first one, the C library makes room for itself: it doesn't count
added = add_thread(1024)
times = [(timeit(new_process, number=1), timeit(new_thread, number=1)) for _ in range(60)]  # in turns
process, thread = (median(column) * 1e6 for column in zip(*times, strict=True))
found = os.read(hear, 1000).decode().splitlines()[0]
print(f"new process: {process:7.0f} us; found a note {found}; {len(notes)} note(s) afterwards")
print(f"new thread:  {thread:7.0f} us; with a stack of 1024 KiB, it added {added} KiB")
if max(process, thread) < 1.3 * min(process, thread):
    print("The two times are too close together to tell.", file=sys.stderr)
    raise SystemExit(77)
facts = {
    "process_does": ("duplicates" if len(notes) == 1 else "shares") if found in notes else "starts anew",
    "resources_of": "parent" if found in notes else "nobody",
    "thread_adds": "stack" if 1024 <= added < 1536 else "something else",
    "thread_is": "faster" if thread < process else "slower",
}
print(json.dumps({"says": f"a thread, {process / thread:.0f} times faster to create", **facts}))
