"""A write to a global by a thread is seen by all threads, one by a child process by it alone."""

import json
import os
import socket
import subprocess
import sys
import threading

number = 1  # the global that everybody below sets to 5


def write() -> int:
    global number  # noqa: PLW0603 - a global is what this is about
    number = 5
    return number


if sys.argv[1:] == ["child"]:  # this file was started again, as a fresh program: see below
    print(write())
    raise SystemExit
if not hasattr(os, "fork") or not hasattr(os, "sched_setaffinity"):
    print("This system has no fork, or does not let a process choose its core.", file=sys.stderr)
    raise SystemExit(77)
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core for all of them: does it help?

here, there = socket.socketpair()
child = os.fork()
if child == 0:  # from here on there are two processes, and this is the new one
    there.sendall(str(write()).encode())
    os._exit(0)
os.waitpid(child, 0)
sent_by_child, after_child = int(here.recv(100)), number

fresh = subprocess.run([sys.executable, __file__, "child"], check=True, capture_output=True)
sent_by_program, after_program = int(fresh.stdout), number

written = threading.Event()
seen_by_sibling: list[int] = []


def look() -> None:
    written.wait()
    seen_by_sibling.append(number)


sibling, thread = threading.Thread(target=look), threading.Thread(target=write)
sibling.start()  # it is there before the other one writes
thread.start()
thread.join()
written.set()
sibling.join()

print("On one core, everybody sets a global from 1 to 5. Who sees the 5?\n")
print(f"  forked child:   it has {sent_by_child}, as a socket tells; its parent sees {after_child}")
print(f"  fresh program:  it has {sent_by_program}, as its output tells; its parent sees {after_program}")
print(f"  thread:         its sibling sees {seen_by_sibling[0]}, the main thread {number}")
facts = {
    "thread": "seen" if seen_by_sibling[0] == number == 5 else "not seen",
    "process": "seen" if 5 in {after_child, after_program} else "not seen",
    "sent_through_socket": "seen" if sent_by_child == 5 else "not seen",
}
facts["process_on_the_same_core"] = facts["process"] if len(os.sched_getaffinity(0)) == 1 else "not tried"
print(json.dumps({"says": f"thread's write {facts['thread']}, child's {facts['process']}", **facts}))
