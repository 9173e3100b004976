"""Two locks taken in opposite order end in deadlock; taken in one order they do not."""

import json
import threading
import time

PATIENCE = 0.2  # seconds without any movement: then it is a standstill
QUESTION = ["a_locks_1", "b_locks_2", "a_waits_for_2", "b_waits_for_1", "frozen"]


def run(orders: dict[str, tuple[int, int]]) -> tuple[list[str], int, int]:
    """Let A and B take their locks in turns, A first: the diary, how many are stuck, how many are done."""
    locks = {1: threading.Lock(), 2: threading.Lock()}
    turn = {"a": threading.Semaphore(1), "b": threading.Semaphore(0)}
    diary: list[str] = []
    waiting: set[str] = set()
    done: list[str] = []

    def work(me: str, other: str) -> None:
        for lock in orders[me]:
            turn[me].acquire()
            free = locks[lock].acquire(blocking=False)
            diary.append(f"{me}_locks_{lock}" if free else f"{me}_waits_for_{lock}")
            turn[other].release()
            if not free:
                waiting.add(me)
                locks[lock].acquire()  # no time limit: it waits until the other one lets go
                waiting.remove(me)
        done.append(me)
        for lock in reversed(orders[me]):
            locks[lock].release()
        turn[other].release()

    # Daemon threads: a program may end although they are stuck.
    threads = [threading.Thread(target=work, args=names, daemon=True) for names in ("ab", "ba")]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        both_wait = len(waiting) == 2
        time.sleep(PATIENCE if both_wait else 0.01)
        if both_wait and len(waiting) == 2:
            diary.append("frozen")
            break
    return diary, sum(thread.is_alive() for thread in threads), len(done)


opposite, stuck, worked = run({"a": (1, 2), "b": (2, 1)})
same, same_stuck, same_worked = run({"a": (1, 2), "b": (1, 2)})

print("A takes lock 1, then 2; B takes lock 2, then 1:")
print(*(f"  {number}. {step}" for number, step in enumerate(opposite, 1)), sep="\n")
print(f"  {worked} did their work, {stuck} are alive and stuck")
print("Both take lock 1, then 2:")
print(*(f"  {number}. {step}" for number, step in enumerate(same, 1)), sep="\n")
print(f"  {same_worked} did their work, {same_stuck} are alive and stuck")
facts = {
    "opposite_order": "deadlock" if "frozen" in opposite else "no deadlock",
    "one_order": "deadlock" if "frozen" in same else "no deadlock",
    "stuck": stuck,  # alive, but waiting: nobody crashed
    "worked": worked,  # nobody got as far as the data that the locks guard
    # The steps by their number, 0 for one that did not happen.
    **{step: opposite.index(step) + 1 if step in opposite else 0 for step in QUESTION},
}
print(json.dumps({"says": f"opposite order: {stuck} stuck; one order: {same_stuck} stuck", **facts}))
