"""While some threads of a process wait, another one works and makes what they wait for."""

import json
import os
import select
import threading

reader, writer = os.pipe()
all_here = threading.Barrier(4)
received: dict[str, str] = {}


def wait(name: str) -> None:
    all_here.wait()
    ready, _, _ = select.select([reader], [], [], 5)  # as if for a disk, five seconds at most
    received[name] = os.read(reader, 10).decode().strip() if ready else "nothing"


def work() -> list[str]:
    all_here.wait()
    results = [str(sum(range(top))) for top in (10_000, 20_000, 30_000)]  # its siblings wait meanwhile
    for result in results:
        os.write(writer, f"{result:10}".encode())  # this is what they wait for
    return results


waiting = [threading.Thread(target=wait, args=[name]) for name in ("first", "second", "third")]
for thread in waiting:
    thread.start()
results = work()
for thread in waiting:
    thread.join()

print("Three threads wait at a pipe, a fourth one computes and writes into it.")
for name, result in sorted(received.items()):
    print(f"  the {name} one has waited and received {result}")
worked = sorted(received.values()) == sorted(results)
facts = {"sibling_of_a_waiting_thread": "runs" if worked else "is held up"}
print(json.dumps({"says": f"while three waited, a sibling made {len(results)} results", **facts}))
