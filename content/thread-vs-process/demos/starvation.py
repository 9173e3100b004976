"""A scheduler that goes by priority alone starves a thread; with fairness, each gets its share."""

import json
import threading
from collections.abc import Callable

ROUNDS = 300
priorities = {"background": 1, "normal": 5, "urgent": 9}  # three threads that always want to run
turns = dict.fromkeys(priorities, 0)
core_for = {name: threading.Semaphore(0) for name in priorities}  # by this a thread is given the core
core_is_free = threading.Semaphore(0)
is_over = threading.Event()


def by_priority() -> str:
    return max(priorities, key=lambda name: priorities[name])


def by_fairness() -> str:
    return min(turns, key=lambda name: turns[name])  # the one that has had the fewest turns


def live(name: str) -> None:
    while core_for[name].acquire() and not is_over.is_set():  # it is runnable, but it needs the core
        turns[name] += 1
        core_is_free.release()


def schedule(choose: Callable[[], str]) -> tuple[str, dict[str, int]]:
    """Let a scheduler of our own choose again and again: return its first choice and all turns."""
    turns.update(dict.fromkeys(turns, 0))
    first = choose()
    for _ in range(ROUNDS):
        core_for[choose()].release()
        core_is_free.acquire()
    print(f"  {choose.__name__.replace('_', ' '):14}{turns}")
    return first, dict(turns)


threads = [threading.Thread(target=live, args=[name]) for name in priorities]
for thread in threads:
    thread.start()
print(f"{ROUNDS} times, a scheduler gives the core to one of three runnable threads:")
found = {"priority": schedule(by_priority), "fairness": schedule(by_fairness)}
still_runnable = all(thread.is_alive() for thread in threads)
is_over.set()
for name, thread in zip(priorities, threads, strict=True):
    core_for[name].release()
    thread.join()

important_first = [rule for rule, (first, _) in found.items() if first == "urgent"]
due_share = [rule for rule, (_, had) in found.items() if min(had.values()) == ROUNDS // len(had)]
passed_over = found["priority"][1]["background"] == 0 and still_runnable
facts = {
    "important_ones_go_first_by": " and ".join(important_first) or "neither",
    "each_gets_its_share_by": " and ".join(due_share) or "neither",
    "priority_alone_leads_to": "starvation" if passed_over else "delay",
}
says = f"by priority alone, the background thread got {found['priority'][1]['background']} of {ROUNDS} turns"
print(json.dumps({"says": says, **facts}))
