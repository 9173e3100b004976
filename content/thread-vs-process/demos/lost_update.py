"""Two threads that change one number lose updates, unless a mutex lets in one at a time."""

import contextlib
import json
import sys
import threading
import time

EACH = 50  # how often each thread adds one
number = {"value": 0}  # in the memory that the threads have in common


def add(guard: contextlib.AbstractContextManager[object]) -> None:
    for _ in range(EACH):
        with guard:
            seen = number["value"]  # read
            time.sleep(0.000_01)  # the other thread may come in between
            number["value"] = seen + 1  # write, even if what was seen is out of date


def count_with(threads: int, guard: contextlib.AbstractContextManager[object]) -> int:
    number["value"] = 0
    adders = [threading.Thread(target=add, args=(guard,)) for _ in range(threads)]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    return number["value"]


no_guard = contextlib.nullcontext()
mutex = threading.Lock()

alone = count_with(1, no_guard)
guarded = [count_with(2, mutex) for _ in range(5)]  # five times: it must never fail
unguarded = 2 * EACH
for _ in range(50):  # without a mutex it is a matter of luck: try until it happens
    unguarded = count_with(2, no_guard)
    if unguarded < 2 * EACH:
        break

print(f"Each thread adds one {EACH} times to the same number.")
print(f"  one thread                   {alone:4}  of {EACH}")
print(f"  two threads without a mutex  {unguarded:4}  of {2 * EACH}")
print(f"  two threads with a mutex     {min(guarded):4}  of {2 * EACH}, five times over")
if alone != EACH:
    print("Even a single thread miscounts here, so nothing can be told.", file=sys.stderr)
    raise SystemExit(77)

lost, lost_with_mutex = 2 * EACH - unguarded, 2 * EACH - min(guarded)
facts = {
    "without_mutex": "loses updates" if lost else "loses none",
    "with_mutex": "loses updates" if lost_with_mutex else "loses none",
    # Both threads' additions came together in one number, so it was not a copy for each.
    "memory": "common" if max(guarded) > EACH else "copies",
    "common_memory_needs": "synchronisation" if lost and not lost_with_mutex else "nothing",
}
says = f"of {2 * EACH} updates, {lost} lost without a mutex, {lost_with_mutex} with it"
print(json.dumps({"says": says, **facts}))
