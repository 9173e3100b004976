"""Coroutines share one thread and switch at await alone; threads are interrupted anywhere."""

import asyncio
import json
import threading
import time

PATIENCE = 0.2  # seconds that each one watches out for the other
rounds = {"a": 0, "b": 0}  # how far each one is, in memory that both can see
os_threads: set[int] = set()  # the numbers that the system gave to its threads
interrupted: set[str] = set()  # who saw the other one get on in the middle of its own loop
gave_way: set[str] = set()  # who saw the other one get on during its await


def loop(me: str, other: str) -> None:
    """Compute without a pause, until the other one has got on or patience is at an end."""
    os_threads.add(threading.get_native_id())
    before, end = rounds[other], time.monotonic() + PATIENCE
    while rounds[other] == before and time.monotonic() < end:
        rounds[me] += 1
    if rounds[other] > before:
        interrupted.add(me)


async def coroutine(me: str, other: str) -> None:
    loop(me, other)
    before = rounds[other]
    await asyncio.sleep(0)  # here, and only here, it gives way
    if rounds[other] > before:
        gave_way.add(me)


async def two_coroutines() -> None:
    await asyncio.gather(coroutine("a", "b"), coroutine("b", "a"))


def two_threads() -> None:
    threads = [threading.Thread(target=loop, args=names) for names in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


asyncio.run(two_coroutines())
anywhere, at_await, threads = bool(interrupted), bool(gave_way), len(os_threads)
interrupted.clear()
for _ in range(5):  # on a very busy machine one of them may not get its turn in time
    if not interrupted:
        two_threads()

print(f"Two coroutines ran in {threads} thread(s). Did one get on while the other one")
print(f"  computed without a pause? {anywhere}. Was at an await? {at_await}.")
print(f"Did one of two threads, while the other computed without a pause? {bool(interrupted)}.")
facts = {
    "coroutine_gives_way": "anywhere" if anywhere else "at await" if at_await else "never",
    "coroutine_managed_by": "system" if anywhere or threads > 1 else "application",
    "coroutine_memory": "common" if at_await else "separate",  # one saw how far the other was
    "threads_of_two_coroutines": threads,
    "thread_gives_way": "anywhere" if interrupted else "at the end",
    "thread_managed_by": "system" if interrupted else "application",
}
says = f"coroutines give way {facts['coroutine_gives_way']}, threads {facts['thread_gives_way']}"
print(json.dumps({"says": says, **facts}))
