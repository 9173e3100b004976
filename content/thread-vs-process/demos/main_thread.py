"""A process has its main thread from the start; a zombie has none left and executes nothing."""

import json
import mmap
import os
import sys
import threading
import time


def count_threads() -> int:
    return os.stat("/proc/self/task").st_nlink - 2  # a folder with one folder for each, and two links


def look_at_self() -> list[int]:
    return [count_threads(), threading.get_native_id(), os.getpid()]


if not os.path.exists("/proc/self/task"):
    print("This system does not tell in /proc how many threads a process has.", file=sys.stderr)
    raise SystemExit(77)
found = {"this program": look_at_self()}  # it has not asked for a thread so far
counter = mmap.mmap(-1, 8)  # memory that parent and child see in common
hear, tell = os.pipe()
child = os.fork()
if child == 0:
    os.write(tell, json.dumps(look_at_self()).encode())
    for number in range(10_000):
        counter[:] = number.to_bytes(8, "big")
    os._exit(0)
found["its child"] = json.loads(os.read(hear, 100))
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # the child has ended, but is left a zombie
count = counter[:]
time.sleep(0.02)
executes = "something" if counter[:] != count else "nothing"
zombie = "listed" if os.getpgid(child) == os.getpgrp() else "not listed"  # what the system keeps of it
os.waitpid(child, 0)  # after this it is gone

finish = threading.Event()
threading.Thread(target=finish.wait).start()
with_another = count_threads()
finish.set()
if with_another != 2:
    print("Threads can't be counted in /proc here.", file=sys.stderr)
    raise SystemExit(77)

print("Two processes that have not asked for any thread:")
for name, (threads, thread, pid) in found.items():
    print(f"  {name:13} is process {pid}, has {threads} thread, runs in thread {thread}")
print(f"The child counted to {int.from_bytes(count, 'big')} and ended. As a zombie it is {zombie},")
print(f"  but it executes {executes}.")
counts = [threads for threads, _, _ in found.values()]
facts = {
    "least_threads": min(counts),
    "threads_at_start": max(counts),
    "first_thread": "there from the start" if min(counts) > 0 else "made on demand",
    "there_from_the_start": "thread" if min(counts) > 0 else "nothing",
    "main_thread_has_number_of_process": "yes" if all(me == pid for _, me, pid in found.values()) else "no",
    "zombie": zombie,
    "zombie_executes": executes,
}
print(json.dumps({"says": f"{max(counts)} thread at the start; a zombie executes {executes}", **facts}))
