"""Two processes compute at the same time on two cores; two threads do if the interpreter lets them."""
# alone: it needs two cores for itself

import json
import mmap
import os
import sys
import threading
import time
from collections.abc import Callable

cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
if len(cores) < 2:
    print("This takes two cores, and a system that can tie work to them.", file=sys.stderr)
    raise SystemExit(77)

board = mmap.mmap(-1, 2)  # a number for each of the two, and both of them see both


def play(me: int, core: int, end: float) -> int:
    """Compute all the time; whenever it is my turn, change my number. Return how often that was."""
    os.sched_setaffinity(0, {core})  # of the thread that calls
    moves = 0
    while time.monotonic() < end:
        if (board[0] == board[1]) == (me == 0):  # one makes them different, the other one equal again
            board[me] ^= 1
            moves += 1
    return moves


def two_processes(core: int, other_core: int) -> int:
    end = time.monotonic() + 0.03  # seconds
    child = os.fork()
    if child == 0:
        play(1, other_core, end)
        os._exit(0)
    moves = play(0, core, end)
    os.waitpid(child, 0)
    return moves


def two_threads(core: int, other_core: int) -> int:
    end = time.monotonic() + 0.03
    sibling = threading.Thread(target=play, args=[1, other_core, end])
    sibling.start()
    moves = play(0, core, end)
    sibling.join()
    return moves


def most(way: Callable[[int, int], int], core: int, other_core: int) -> int:
    return max(way(core, other_core) for _ in range(10))  # another program may be in the way at times


# Two that share a core get few moves: each move takes a switch. Two at the same time get very many.
in_turns = most(two_processes, cores[0], cores[0])
moves = {way.__name__: most(way, *cores[:2]) for way in (two_processes, two_threads)}
has_lock = getattr(sys, "_is_gil_enabled", lambda: True)()  # can be off from Python 3.13 on
print(f"Moves within 30 ms:\n  two processes on one core, in turns: {in_turns}")
print(*(f"  {name.replace('_', ' ')} on two cores: {count}" for name, count in moves.items()), sep="\n")
print(f"A lock of this interpreter lets one thread at a time compute: {has_lock}")
facts = {name: "at the same time" if count > 20 * in_turns else "in turns" for name, count in moves.items()}
says = ", ".join(f"{name.replace('_', ' ')} {fact}" for name, fact in facts.items())
print(json.dumps({"says": says, "interpreter_lock": has_lock, **facts}))
