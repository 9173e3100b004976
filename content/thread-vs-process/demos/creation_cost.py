"""A thread is cheaper to create than a process, since it uses the memory that is there."""
# alone: it measures processor times

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

notes = ["a note from the creator"]
report, report_in = os.pipe()


def work() -> None:
    os.write(report_in, bytes([len(notes)]))  # how many notes are there for the new one?
    notes.append("a note from the new one")


def create_thread() -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def fork_process() -> None:
    if os.fork() == 0:
        work()
        os._exit(0)
    os.wait()


def start_program() -> None:
    subprocess.run([sys.executable, "-S", "-c", ""], check=True)


def measure(create: Callable[[], None]) -> float:  # in microseconds, here and in ended children
    here, there = time.process_time(), getrusage(RUSAGE_CHILDREN)
    create()
    here, after = time.process_time() - here, getrusage(RUSAGE_CHILDREN)
    return (here + after.ru_utime - there.ru_utime + after.ru_stime - there.ru_stime) * 1_000_000


memory = {}
for name, create in {"process": fork_process, "thread": create_thread}.items():
    create()
    found = os.read(report, 1)[0]
    memory[f"{name}_memory"] = "common" if len(notes) > 1 else "a copy" if found == 1 else "new"
turns = [[measure(way) for way in (create_thread, start_program, fork_process)] for _ in range(20)]
thread, program, fork = (median(times) for times in zip(*turns, strict=True))
print("Processor time for creating one, medians of 20:\n")
print(f"  thread       {thread:8.0f} us   its memory: {memory['thread_memory']}")
print(f"  fork         {fork:8.0f} us   its memory: {memory['process_memory']}")
print(f"  new program  {program:8.0f} us")
cost = {"thread": thread, "process": min(fork, program)}
cheaper, dearer = sorted(cost, key=lambda name: cost[name])
if cost[dearer] < 1.5 * cost[cheaper]:
    print("The times are too close to each other to tell.", file=sys.stderr)
    raise SystemExit(77)
says = f"{cheaper}, {cost[dearer] / cost[cheaper]:.0f} times cheaper"
print(json.dumps({"says": says, cheaper: "cheaper", dearer: "dearer", **memory}))
