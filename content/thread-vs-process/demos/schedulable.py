"""The smallest unit that the system schedules, by a priority of its own, is a thread."""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable

if not sys.platform.startswith("linux") or os.nice(0) > 0:
    print("This takes Linux, and a program that is not given low priority already.", file=sys.stderr)
    raise SystemExit(77)


def choose(niceness: int) -> None:
    os.setpriority(os.PRIO_PROCESS, 0, niceness)  # on Linux for the calling thread alone


def keeps(niceness: int) -> bool:
    return os.getpriority(os.PRIO_PROCESS, 0) == niceness


def live_in_thread(niceness: int, all_chose: threading.Barrier) -> None:
    choose(niceness)
    all_chose.wait()  # opens when all threads of this process have chosen, each another niceness
    me = f"process {os.getpid()}, unit {threading.get_native_id()}"
    os.write(tell, f"  {me} keeps its niceness: {keeps(niceness)}\n".encode())


def start_process(threads: int) -> None:
    if os.fork() == 0:
        all_chose = threading.Barrier(threads)
        for niceness in range(1, threads):
            threading.Thread(target=live_in_thread, args=[niceness, all_chose]).start()
        live_in_thread(threads, all_chose)  # the main thread is one of them
        raise SystemExit  # when all of its threads have ended


def function(niceness: int, other: Callable[[], object] = bool) -> bool:
    choose(niceness)
    other()  # the other one chooses
    return keeps(niceness)


async def coroutine(niceness: int, *others: Awaitable[bool]) -> bool:
    choose(niceness)
    await asyncio.gather(*others)  # the other one chooses
    return keeps(niceness)


hear, tell = os.pipe()
start_process(threads=5)
start_process(threads=1)
os.wait()
os.wait()
units = sorted(os.read(hear, 1000).decode().splitlines())
own = {"function": function(6, lambda: function(7)), "coroutine": asyncio.run(coroutine(8, coroutine(9)))}
own["thread"] = all("True" in unit for unit in units)
print("Each chooses its niceness, in a process with five threads and one with one:", *units, sep="\n")
facts = {name: "own priority" if own[name] else "no own priority" for name in own}
print(*(f"A {name} has {facts[name]}." for name in own), sep="\n")
kept = sum("True" in unit for unit in units)
facts["smallest_unit"] = next((name for name in own if own[name]), "process")
print(json.dumps({"says": f"{kept} units in two processes", "units": kept, **facts}))
