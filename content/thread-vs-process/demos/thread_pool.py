"""Four threads made in advance do a hundred tasks, at less cost than a hundred new threads."""
# alone: it measures how long a hundred tasks take

import json
import os
import queue
import sys
import threading
from statistics import median
from timeit import timeit

tasks: queue.Queue[str] = queue.Queue()
doers: list[tuple[str, int]] = []  # for each task, the thread that did it, and its process


def do_task() -> None:
    doers.append((threading.current_thread().name, os.getpid()))


def work() -> None:
    while tasks.get() != "end":  # idle in here until something comes in
        do_task()
        tasks.task_done()


def use_pool() -> None:
    doers.clear()
    for _ in range(100):
        tasks.put("task")
    tasks.join()  # returns when all of them are done


def use_new_threads() -> None:
    for _ in range(100):
        newcomer = threading.Thread(target=do_task)
        newcomer.start()
        newcomer.join()


workers = [threading.Thread(target=work) for _ in range(4)]
for worker in workers:
    worker.start()
ready = sum(worker.is_alive() for worker in workers)  # before there is any task
times = [(timeit(use_new_threads, number=1), timeit(use_pool, number=1)) for _ in range(9)]  # in turns
left = sum(worker.is_alive() for worker in workers)  # after all those tasks
for _ in workers:
    tasks.put("end")

new, pool = (median(column) * 1000 for column in zip(*times, strict=True))
used = len(set(doers))
print(f"100 small tasks take {pool:.2f} ms by a pool, {new:.2f} ms by a new thread for each.")
print(f"{used} thread(s) of the pool did the last 100. Workers before: {ready}, after: {left}.")
if max(new, pool) < 1.3 * min(new, pool):
    print("The two times are too close together to tell.", file=sys.stderr)
    raise SystemExit(77)
facts = {
    "pool": "cheaper" if pool < new else "dearer",
    "threads_for_100_tasks": "at most 4" if used <= 4 else "more than 4",
    "tasks_done": len(doers),
    "workers_made": "in advance" if ready == 4 else "on demand",
    "workers_are": "threads of one process" if {pid for _, pid in doers} == {os.getpid()} else "processes",
    "after_a_task_workers": "are used again" if left == 4 else "have ended",
}
print(json.dumps({"says": f"a pool, {new / pool:.0f} times cheaper than new threads", **facts}))
