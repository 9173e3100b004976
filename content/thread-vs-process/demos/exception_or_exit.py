"""An unhandled exception ends only its thread, os._exit ends the process with all of them."""

import json
import os
import threading
from collections.abc import Callable


def raise_exception() -> None:
    raise ValueError("nobody handles this")


def call_os_exit() -> None:
    os._exit(3)  # asks the system to end the process, at once


def live_in_three_threads(end: Callable[[], None], out: int) -> None:
    together = threading.Barrier(3)  # opens when all three threads have come to it

    def report(text: str) -> None:
        os.write(out, f"{text}\n".encode())

    def act() -> None:
        together.wait()
        report(f"{threading.active_count()} threads are there at once")
        end()
        report("the acting thread goes on")

    def go_on(name: str) -> None:
        together.wait()
        acting.join()  # returns when the acting thread is over
        report(f"{name} goes on")

    # Python hands an exception that its thread does not handle to this function
    threading.excepthook = lambda failure: report(f"{failure.exc_type.__name__} goes to the hook")
    acting = threading.Thread(target=act)
    sibling = threading.Thread(target=go_on, args=["its sibling"])
    acting.start()
    sibling.start()
    go_on("the main thread")
    sibling.join()


def try_in_child(end: Callable[[], None]) -> tuple[int, str]:
    """Let a thread of a child process end like this; return how many there were, and what ended."""
    hear, tell = os.pipe()
    if os.fork() == 0:
        live_in_three_threads(end, tell)
        os._exit(0)
    os.close(tell)
    with open(hear, encoding="ascii") as lines:
        heard = lines.read().splitlines()
    os.wait()
    print(f"{end.__name__}:", *heard, sep="\n  ")
    survivors = sum("goes on" in line for line in heard)
    return int(heard[0].split()[0]), {0: "the process", 2: "its thread"}.get(survivors, "nothing")


threads, exception_ends = try_in_child(raise_exception)
os_exit_ends = try_in_child(call_os_exit)[1]
facts = {"threads_at_once": threads, "exception_ends": exception_ends, "os_exit_ends": os_exit_ends}
print(json.dumps({"says": f"an exception ended {exception_ends}, os._exit {os_exit_ends}", **facts}))
