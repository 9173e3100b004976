"""The life of a thread in a pool, from its creation to its second task."""

import contextlib
import json
import queue
import sys
import threading
import time

if not hasattr(time, "pthread_getcpuclockid"):
    print("This system does not tell how much one thread computes.", file=sys.stderr)
    raise SystemExit(77)

tasks: queue.SimpleQueue[str | None] = queue.SimpleQueue()
done: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
diary: list[str] = []


def work() -> None:
    while (task := tasks.get()) is not None:
        done.put((task, threading.get_native_id()))


def is_idle(thread: threading.Thread) -> bool:
    """Look from outside: is it alive, with nothing to do, and its CPU time stands still."""
    for _ in range(100):
        if not thread.is_alive() or thread.ident is None:
            return False
        clock = time.pthread_getcpuclockid(thread.ident)
        before = time.clock_gettime(clock)
        time.sleep(0.02)
        if tasks.empty() and time.clock_gettime(clock) == before:
            return True
    return False


worker = threading.Thread(target=work)
worker.start()
number = worker.native_id
if worker.is_alive() and done.empty():
    diary.append("created_before_any_task")
if is_idle(worker):
    diary.append("idle_before_any_task")

for name in ("first", "second"):
    tasks.put(f"{name} task")
    with contextlib.suppress(queue.Empty):  # in case that nobody is there any more
        task, doer = done.get(timeout=1)
        if doer == number:  # it was that very thread, not a new one
            diary.append(f"does_{name}_task")
    if is_idle(worker):
        diary.append(f"idle_after_{name}_task")

outlives = worker.is_alive()
tasks.put(None)
worker.join()

print(f"What was seen of thread {number}:")
print(*(f"  {step}. {event.replace('_', ' ')}" for step, event in enumerate(diary, 1)), sep="\n")
expected = ["created_before_any_task", "idle_before_any_task", "does_first_task", "idle_after_first_task"]
facts = {event: diary.index(event) + 1 if event in diary else 0 for event in [*expected, "does_second_task"]}
end = "outlives its task" if outlives else "ends with its task"
print(json.dumps({"says": f"one thread, which {end}", "worker": end, **facts}))
