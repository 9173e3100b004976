"""The scheduler interrupts processes that would never give way themselves."""
# alone: it counts how often processes leave a core

import json
import os
import resource
import sys
import time

if not hasattr(os, "sched_setaffinity"):
    print("This system cannot tie processes to one core.", file=sys.stderr)
    raise SystemExit(77)

WINDOW = 0.3  # seconds
core = min(os.sched_getaffinity(0))
os.sched_setaffinity(0, {core})  # children inherit it
rounds = 0  # each process counts its own rounds in this global


def be_process(*, sleepy: bool, start: float) -> list[int]:
    """Return the rounds, and how often this process left the core: by itself, interrupted."""
    global rounds  # noqa: PLW0603 - to see that it is another one in each process
    time.sleep(max(0.0, start - time.monotonic()))
    before = resource.getrusage(resource.RUSAGE_SELF)
    while time.monotonic() < start + WINDOW:
        rounds += 1
        if sleepy:
            time.sleep(0.005)  # gives way of its own accord
    after = resource.getrusage(resource.RUSAGE_SELF)
    return [rounds, after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw]


hear, tell = os.pipe()
start = time.monotonic() + 0.05
for name, sleepy in (("busy one", False), ("busy two", False), ("sleepy", True)):
    if os.fork() == 0:
        os.write(tell, (json.dumps([name, *be_process(sleepy=sleepy, start=start)]) + "\n").encode())
        os._exit(0)
os.close(tell)
with open(hear, encoding="ascii") as lines:
    busy_one, busy_two, sleepy_one = sorted(json.loads(line) for line in lines)
for _ in range(3):
    os.wait()

print(f"Three processes on core {core}, {WINDOW * 1000:.0f} ms:")
print("                  rounds   left the core by itself   interrupted")
for found in (busy_one, busy_two, sleepy_one):
    print("  {:10}{:12}{:14}{:22}".format(*found))
print(f"Their parent has the global, too. It counted {rounds} rounds.")
busy = [busy_one, busy_two]
got_on = sum(counted > 0 for _, counted, _, _ in busy)
interrupted = sum(times > 0 for _, _, _, times in busy)
facts = {
    "busy_ones_that_got_on": got_on,
    "busy_ones_interrupted": interrupted,
    "sleepy_one_leaves": "by itself" if sleepy_one[2] > 0 else "when interrupted",
    "has_its_own_memory_and_scheduling": "process" if rounds == 0 and got_on == interrupted == 2 else "nothing",
}
print(json.dumps({"says": f"the busy ones were interrupted {busy_one[3]} and {busy_two[3]} times", **facts}))
