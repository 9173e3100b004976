"""A message to and fro: quick and in place between threads, slower and as a copy between processes."""
# alone: it measures how long a round trip takes

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import Pipe
from queue import SimpleQueue
from statistics import median

if not hasattr(os, "fork"):
    print("This system cannot fork, so there is no second process to talk to.", file=sys.stderr)
    raise SystemExit(77)
TABLE = list(range(50_000))  # the message


def echo(receive: Callable[[], object], send: Callable[[object], object]) -> None:
    while (message := receive()) != "end":
        send(message)


def measure(send: Callable[[object], object], receive: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    send(TABLE)
    answer = receive()
    return (time.perf_counter() - start) * 1_000_000, answer


here, there = Pipe()
child = os.fork()
if child == 0:
    echo(there.recv, there.send)
    os._exit(0)
# two queues in the memory that both threads see
to_sibling, from_sibling = SimpleQueue[object](), SimpleQueue[object]()
sibling = threading.Thread(target=echo, args=[to_sibling.get, from_sibling.put])
sibling.start()

by_thread, by_process = [], []
for _ in range(30):  # in turns, so that a busy moment hits both
    by_thread.append(measure(to_sibling.put, from_sibling.get))
    by_process.append(measure(here.send, here.recv))
to_sibling.put("end")
here.send("end")
sibling.join()
os.waitpid(child, 0)

print(f"A table of {len(TABLE)} numbers to and fro, medians of 30:")
costs, facts = {}, {}
for name, trips in {"thread": by_thread, "process": by_process}.items():
    costs[name] = median(microseconds for microseconds, _ in trips)
    # is what came back the very object that was sent, or another one that looks the same?
    facts[f"{name}_message"] = "in place" if trips[0][1] is TABLE else "as a copy"
    print(f"  {name:10}{costs[name]:8.0f} us   it came {facts[f'{name}_message']}")
quicker, slower = sorted(costs, key=lambda name: costs[name])
if costs[slower] < 1.5 * costs[quicker]:
    print("The two times are too close together to tell.", file=sys.stderr)
    raise SystemExit(77)
says = f"{quicker}, {costs[slower] / costs[quicker]:.0f} times quicker"
print(json.dumps({"says": says, quicker: "quicker", slower: "slower", **facts}))
