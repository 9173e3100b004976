"""What follows from the one memory of threads: quick exchange, damage, conflicts, a common end."""

import ctypes
import json
import os
import resource
import threading
from collections.abc import Callable

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # leave no file about the crash
news = ["rain", "snow"]
received: list[list[str]] = []
savings = ctypes.c_int(100)
visitors = 0
processes: set[int] = set()
both_looked = threading.Barrier(2)


def run_threads(*tasks: Callable[[], object]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def visit() -> None:
    global visitors  # noqa: PLW0603 - threads that change one global are what this is about
    received.append(news)
    processes.add(os.getpid())
    before = visitors
    both_looked.wait()  # the other one looks at the number as well, and then both of them change it
    visitors = before + 1


hear, tell = os.pipe()
if os.fork() == 0:  # the crash takes place in a process of its own
    run_threads(lambda: ctypes.string_at(0))  # it reads where nobody has memory
    os.write(tell, b"survived")  # written by the sibling of the thread that has crashed
    os._exit(0)
os.close(tell)
os.wait()
sibling = os.read(hear, 10).decode() or "ended"
run_threads(visit, visit)
run_threads(lambda: ctypes.memset(ctypes.addressof(savings), 0, 4))  # a stray pointer

is_same = all(found is news for found in received)
print(f"Two threads are given a list. Is it the very one, and no copy? {is_same}")
print(f"A stray pointer of a thread makes the savings of 100 into {savings.value}.")
print(f"Two threads count one visitor each, at the same time: {visitors} in all.")
print(f"A thread crashes. Its sibling {sibling}.")
facts = {
    "exchange": "in place" if is_same else "as a copy",
    "data_of_a_sibling": "as before" if savings.value == 100 else "damaged",
    "two_visitors_counted_without_a_lock": visitors,
    "sibling_after_a_crash": sibling,
    "processes_that_they_are_in": len(processes),
}
print(json.dumps({"says": f"exchange {facts['exchange']}; after a crash the sibling {sibling}", **facts}))
