"""A condition variable lets a thread sleep until it is told; polling keeps it awake."""

import json
import threading
import time
from collections.abc import Callable

BAKING = 0.05  # seconds until the bread is ready
shelf: list[str] = []  # in the memory that the threads have in common
ready = threading.Condition()
looking = threading.Event()
looks: list[str] = []
waiters: set[str] = set()


def look() -> bool:
    looks.append("bread" if shelf else "nothing")
    looking.set()
    return bool(shelf)


def wait_until_told() -> None:
    with ready:
        ready.wait_for(look)  # looks, sleeps, and looks again when it is told


def poll() -> None:
    while not look():
        pass


def hand_over(wait: Callable[[], None]) -> int:
    """Put bread on the shelf while a thread waits for it; return how often it looked."""
    shelf.clear()
    looks.clear()
    looking.clear()
    waiter = threading.Thread(target=wait)
    waiter.start()
    looking.wait()
    time.sleep(BAKING)  # the core is free for the waiter all this time
    with ready:
        shelf.append("bread")
        ready.notify()
    waiter.join()
    waiters.add(waiter.name)
    return len(looks)


polled = [hand_over(poll) for _ in range(3)]
told = [hand_over(wait_until_told) for _ in range(3)]

print(f"A thread waits {BAKING * 1000:.0f} ms for bread, three times in each way. It looks:")
print(f"  with polling              {', '.join(map(str, polled))} times")
print(f"  with a condition variable {', '.join(map(str, told))} times: it saw {', then '.join(looks)}")
facts = {
    "polling": "keeps looking" if min(polled) > 2 else "sleeps",
    "condition_variable": "sleeps" if max(told) == 2 else "keeps looking",
    "waiter_goes_on": "when told" if max(told) == 2 < min(polled) else "when the core is free",
    "memory": "common" if looks[-1] == "bread" else "separate",
    "threads_used_again": len(waiters) < len(polled + told),  # each wait had a thread of its own
}
print(json.dumps({"says": f"{max(told)} looks when told, {min(polled)} when polling", **facts}))
