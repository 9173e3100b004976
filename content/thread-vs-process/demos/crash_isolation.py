"""A memory fault in one thread ends its process with all its threads, and no other process."""

import ctypes
import json
import os
import sys
import threading
from collections.abc import Callable

if not hasattr(os, "fork") or not hasattr(os, "sched_setaffinity"):
    print("This system has no fork, or does not let a process choose its core.", file=sys.stderr)
    raise SystemExit(77)
memory = ["good"]
news, news_in = os.pipe()
gate, key = os.pipe()


def report_after(wait: Callable[[], object], name: str) -> None:
    wait()
    os.write(news_in, f"{name}: survived, memory {memory[0]}\n".encode())


def crash() -> None:
    memory[0] = "spoilt"  # the faulty thread spoils the data within its reach, and then
    ctypes.string_at(0)  # it reads at address 0, where nobody has memory: a memory fault


os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core for all of them
if os.fork() == 0:  # it all happens in other processes, so that this one can watch
    if os.fork() == 0:  # the neighbour waits at the gate until the crash is over
        report_after(lambda: os.read(gate, 1), "neighbour_process")
    elif os.fork() == 0:  # the faulty process has three threads
        over, faulty = threading.Event(), threading.Thread(target=crash)
        sibling = threading.Thread(target=report_after, args=[over.wait, "sibling_thread"])
        sibling.start()
        faulty.start()
        report_after(faulty.join, "main_thread")
        over.set()
        report_after(sibling.join, "faulty_process")
    else:
        report_after(os.wait, "parent_process")
    os._exit(0)
os.wait()
os.write(key, b"!")
os.close(news_in)
names = ("main_thread", "sibling_thread", "faulty_process", "parent_process", "neighbour_process")
with open(news, encoding="ascii") as lines:
    heard = dict.fromkeys(names, "ended") | dict(line.strip().split(": ") for line in lines)

print("One of three threads of a process spoils its memory and reads at address 0.\n")
for name, fate in heard.items():
    print(f"  {name:18} {fate}")
main, sibling_fate, _, *others = heard.values()
facts = {
    "thread": "takes its siblings along" if main == sibling_fate == "ended" else "ends alone",
    "process": "takes others along" if "ended" in others else "ends alone",
    **{name: fate.split(",")[0] for name, fate in heard.items()},
    "memory_of_others": "spoilt" if any("spoilt" in fate for fate in others) else "as before",
    "cores_for_all_of_them": len(os.sched_getaffinity(0)),
}
print(json.dumps({"says": f"a thread {facts['thread']}, a process {facts['process']}", **facts}))
