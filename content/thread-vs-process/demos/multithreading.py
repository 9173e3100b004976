"""On one core, several threads of one process get on during the same stretch of time."""

import json
import os
import sys
import threading
import time

if not hasattr(os, "sched_setaffinity"):
    print("This system cannot tie a process to one core.", file=sys.stderr)
    raise SystemExit(77)

PATIENCE = 2.0  # seconds that each thread watches out for the others
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

NAMES = ("red", "green", "blue")
rounds = dict.fromkeys(NAMES, 0)  # in the one memory that all of them use
noticed: dict[str, set[str]] = {name: set() for name in NAMES}
cores: set[int] = set()
processes: set[int] = set()


def compute(name: str) -> None:
    """Compute without a pause until both others have got on in the middle of it."""
    cores.update(os.sched_getaffinity(0))
    processes.add(os.getpid())
    before, end = dict(rounds), time.monotonic() + PATIENCE
    while sum(len(others) for others in noticed.values()) < 6 and time.monotonic() < end:
        rounds[name] += 1
        noticed[name].update(other for other in NAMES if other != name and rounds[other] > before[other])


threads = [threading.Thread(target=compute, args=(name,)) for name in NAMES]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

together = sum(len(others) == 2 for others in noticed.values())
print(f"Three threads, each computing without a pause, on {len(cores)} core(s):")
for name in NAMES:
    print(f"  {name:6} {rounds[name]:8} rounds; saw {' and '.join(sorted(noticed[name])) or 'nobody'} get on meanwhile")
facts = {
    "cores": len(cores),
    "threads_that_got_on_together": together,
    "processes": len(processes),
    # All three numbers were written to one memory, or the main thread would find zeros.
    "memories": "one" if all(rounds.values()) else "several",
    "order": "side by side" if together == len(NAMES) else "one after another",
}
print(json.dumps({"says": f"{together} threads got on together on {len(cores)} core(s)", **facts}))
