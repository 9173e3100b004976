"""Four processes with three threads each have four memory spaces: one for each process."""

import json
import os
import threading

written: list[int] = []  # each thread of each process writes its number into this list
all_there = threading.Barrier(3)
hear, tell = os.pipe()
gate, key = os.pipe()


def write_and_look() -> None:
    me = threading.get_native_id()  # the number that the system gave to this thread
    written.append(me)
    all_there.wait()  # opens when all three threads of this process have written
    os.write(tell, (json.dumps([os.getpid(), me, sorted(written)]) + "\n").encode())


def be_a_process_with_three_threads() -> None:
    others = [threading.Thread(target=write_and_look) for _ in range(2)]
    for thread in others:
        thread.start()
    write_and_look()  # the main thread is the third
    for thread in others:
        thread.join()


for _ in range(4):
    if os.fork() == 0:
        os.close(key)
        be_a_process_with_three_threads()
        os.read(gate, 1)  # returns when the parent closes the key: until then, all go on running
        os._exit(0)
with open(hear, encoding="ascii") as lines:
    heard = sorted(json.loads(lines.readline()) for _ in range(4 * 3))
os.close(key)
for _ in range(4):
    os.wait()

print("Each thread wrote its number into the global list. What it saw there:")
for process, thread, seen in heard:
    print(f"  process {process}, thread {thread}: {seen}")
spaces = {tuple(seen) for _, _, seen in heard}  # those who see the same list are in one memory
facts = {
    "processes": len({process for process, _, _ in heard}),
    "threads": len({thread for _, thread, _ in heard}),
    "memory_spaces": len(spaces),
    "threads_in_one_memory": max(map(len, spaces)),
    "memories_of_one_thread": max(sum(thread in seen for seen in spaces) for _, thread, _ in heard),
}
says = f"{facts['processes']} processes, {facts['threads']} threads, {facts['memory_spaces']} memory spaces"
print(json.dumps({"says": says, **facts}))
