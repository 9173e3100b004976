"""What the isolation of processes gives, and what it costs."""

import ctypes
import json
import mmap
import os
import resource

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # leave no file about the crash
SIZE = 8 * 1024  # KiB
table = mmap.mmap(-1, SIZE * 1024, mmap.MAP_PRIVATE)  # ordinary memory, which nobody has filled yet
said: list[str] = []
(hear, tell), (gate, key) = os.pipe(), os.pipe()


def get_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in KiB, at most so far


def be_process(number: int) -> None:
    before = get_memory()
    for place in range(0, len(table), 1024):
        table[place] = number  # all three do this, at the same time
    taken = get_memory() - before
    if number == 1:
        ctypes.string_at(0)  # reads where nobody has any memory: it crashes
    os.read(gate, 1)  # returns when the parent closes the key, after the crash
    report = json.dumps([number, taken, sorted(set(table[::1024]))])
    said.append(report)  # does the parent get to know by this ...
    os.write(tell, f"{report}\n".encode())  # ... or by this?


for number in (3, 2, 1):
    child = os.fork()
    if child == 0:
        os.close(key)
        be_process(number)
        os._exit(0)
os.waitpid(child, 0)  # number 1 has crashed
os.close(key)
os.close(tell)
with open(hear, encoding="ascii") as lines:
    heard = sorted(json.loads(line) for line in lines)
os.wait()
os.wait()

print(f"Three processes fill {SIZE} KiB, each with its number. Number 1 crashes.")
for number, taken, found in heard:
    print(f"  {number} goes on; took {taken} KiB for it, and finds there: {found}")
print(f"  Their parent finds {sorted(set(table[:]))}. Reports by pipe: {len(heard)}, by variable: {len(said)}")
survived = len(heard) == 2
closed = set(table[:]) == {0}
apart = all(found == [number] for number, _, found in heard)
facts = {
    "processes_are": "isolated" if survived and closed and apart else "connected",
    "neighbours_of_a_crash": "survived" if survived else "ended",
    "data_of_each": "closed off" if closed else "open",
    "changes_at_the_same_time": "kept apart" if apart else "in conflict",
    "each_takes": "memory" if apart and all(taken > SIZE / 2 for _, taken, _ in heard) else "nothing",
    "reports_came_by": "IPC" if len(heard) > len(said) else "a variable",
}
print(json.dumps({"says": f"{len(heard)} of 2 survived a neighbour's crash, each with its own memory", **facts}))
