"""Between threads an object is passed by reference, between processes as a copy of its contents."""

import json
import os
import pickle
import queue
import sys
import threading
from multiprocessing import Pipe

if not hasattr(os, "fork"):
    print("This system has no fork.", file=sys.stderr)
    raise SystemExit(77)

basket = ["apple", "pear"]

# A process: the list is turned into bytes, carried by a pipe, and built anew on the other side
take, hand_over = Pipe(duplex=False)
take_back, hand_back = Pipe(duplex=False)
child = os.fork()
if child == 0:
    received = take.recv()
    received.append("plum")
    hand_back.send(received)
    os._exit(0)
hand_over.send(basket)
back = take_back.recv()
os.waitpid(child, 0)
same_from_process = back is basket
after_process = list(basket)
size = len(pickle.dumps(basket))

# A thread: what passes through the queue is a reference to the one list
counter: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
counter_back: queue.SimpleQueue[list[str]] = queue.SimpleQueue()


def work() -> None:
    received = counter.get()
    received.append("plum")
    counter_back.put(received)


thread = threading.Thread(target=work)
thread.start()
counter.put(basket)
from_thread = counter_back.get()
thread.join()
same_from_thread = from_thread is basket

print("A list is handed over, a plum is put into it there, and it is handed back.\n")
print(f"  process: has {back}")
print(f"           and the sender has {after_process}; {size} bytes were carried")
print(f"  thread:  has {from_thread}")
print(f"           and the sender has {basket}; none were carried")

facts = {
    "thread": "a reference" if same_from_thread else "a copy",
    "process": "a reference" if same_from_process else "a copy",
    "change_by_thread": "seen" if "plum" in basket else "not seen",
    "change_by_process": "seen" if "plum" in after_process else "not seen",
}
print(json.dumps({"says": f"a thread gets {facts['thread']}, a process {facts['process']}", **facts}))
