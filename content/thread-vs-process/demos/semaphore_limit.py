"""A mutex lets in one thread at a time, a semaphore so many; some other things keep out nobody."""

import json
import os
import sys
import threading
import time
from collections.abc import Callable

mutex, semaphore, condition = threading.Lock(), threading.Semaphore(3), threading.Condition()
reader, writer = os.pipe()
common: list[str] = []


def wait_until_free(taken: list[str]) -> None:
    with condition:
        condition.wait_for(lambda: not taken)  # sleep until another thread has cleared the list
        taken.append("by me")


def set_free() -> None:
    with condition:
        common.clear()
        condition.notify()  # wake one that waits


doors: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {  # to enter, to leave
    "nothing": (lambda: None, lambda: None),
    "mutex": (mutex.acquire, mutex.release),
    "semaphore_of_3": (semaphore.acquire, semaphore.release),
    "condition_variable": (lambda: wait_until_free(common), set_free),
    "pipe": (lambda: os.write(writer, b"one is inside"), lambda: os.read(reader, 13)),
    "stack": (lambda: wait_until_free([]), lambda: None),  # a list from the thread's own stack
    "priority": (lambda: os.nice(1), lambda: None),  # on Linux the calling thread alone steps back
}
inside, all_here = list[str](), threading.Barrier(8)
counts: dict[str, list[int]] = {name: [] for name in doors}


def visit() -> None:
    for name, (enter, leave) in doors.items():
        all_here.wait()
        enter()
        inside.append(name)
        counts[name].append(len(inside))
        time.sleep(0.02)  # stay for a while, so that others may come in, too
        inside.pop()
        leave()


visitors = [threading.Thread(target=visit) for _ in range(8)]
for visitor in visitors:
    visitor.start()
for visitor in visitors:
    visitor.join()
most = {name: max(numbers) for name, numbers in counts.items()}
print("Eight threads want to get in. At the same time, there were at most:")
for name, number in most.items():
    print(f"{number:4}  with {name.replace('_', ' ')} at the door")
if most["nothing"] <= 3:
    print("The threads hardly met here, so no limit was put to the test.", file=sys.stderr)
    raise SystemExit(77)
facts = {name: f"admits {number}" if number <= 3 else "admits any number" for name, number in most.items()}
print(json.dumps({"says": f"at once, mutex: {most['mutex']}, semaphore of 3: {most['semaphore_of_3']}", **facts}))
