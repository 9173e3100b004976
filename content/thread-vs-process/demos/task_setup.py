"""A task costs least to hand to an idle thread, more to a new thread, most to a new process."""
# alone: it measures how long it takes until a task is done

import json
import os
import queue
import sys
import threading
from itertools import pairwise
from statistics import median
from timeit import repeat

tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
done: queue.SimpleQueue[str] = queue.SimpleQueue()


def work() -> None:
    while tasks.get() != "end":  # idle until there is a task
        done.put("done")


def idle_thread_of_pool() -> None:
    tasks.put("task")
    done.get()


def new_thread() -> None:
    thread = threading.Thread(target=done.put, args=["done"])
    thread.start()
    thread.join()
    done.get()


def new_process() -> None:
    if os.fork() == 0:
        os._exit(0)  # its task is to end well
    os.wait()


times: dict[str, list[float]] = {"idle_thread_of_pool": [], "new_thread": [], "new_process": []}
for _ in range(7):  # in turns, so that a busy moment hits all three
    times["new_process"] += repeat(new_process, number=1, repeat=15)
    times["new_thread"] += repeat(new_thread, number=1, repeat=15)
    worker = threading.Thread(target=work)
    worker.start()  # made in advance: this is not measured
    times["idle_thread_of_pool"] += repeat(idle_thread_of_pool, number=1, repeat=15)
    tasks.put("end")
    worker.join()

cost = {way: median(times[way]) for way in sorted(times, key=lambda way: median(times[way]))}
print("One small task, from its coming in until it is done; medians in us:")
print(*(f"  {way.replace('_', ' '):20}{cost[way] * 1e6:8.0f}" for way in cost), sep="\n")
if any(dearer < 1.15 * cheaper for cheaper, dearer in pairwise(cost.values())):
    print("Two of these are too close together to tell.", file=sys.stderr)
    raise SystemExit(77)
says = ", then ".join(cost).replace("_", " ")
print(json.dumps({"says": says, **{way: place for place, way in enumerate(cost, start=1)}}))
