"""Of two busy processes on one core, the nicer one gets less CPU, but not none."""
# alone: it measures shares of CPU time

import json
import os
import statistics
import sys
import time

if not hasattr(os, "fork") or not hasattr(os, "sched_setaffinity") or os.nice(0) > 9:
    print("This takes Linux, and a program that is not given low priority already.", file=sys.stderr)
    raise SystemExit(77)

WINDOW = 0.2  # seconds in which the two compete
core = min(os.sched_getaffinity(0))
os.sched_setaffinity(0, {core})  # children inherit it


def compete(niceness: int, megabytes: int, start: float) -> tuple[int, int]:
    """Start a process that is busy from beginning to end; it reports its CPU time in microseconds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        load = b"x" * (megabytes * 1024 * 1024)
        os.nice(niceness)  # a nicer process is one of lower priority
        time.sleep(max(0.0, start - time.monotonic()))
        before = time.process_time()
        while time.monotonic() < start + WINDOW:
            pass
        used = time.process_time() - before
        os.write(writer, str(int(used * 1e6)).encode())
        os._exit(0 if load else 1)
    os.close(writer)
    return child, reader


shares: dict[str, list[int]] = {"nicer": [], "other": []}
for _ in range(3):
    start = time.monotonic() + 0.05
    # The nicer one has far more memory, in case that is what counts.
    rivals = {"nicer": compete(10, 20, start), "other": compete(0, 1, start)}
    for name, (child, reader) in rivals.items():
        shares[name].append(int(os.read(reader, 20)))
        os.close(reader)
        os.waitpid(child, 0)

cpu = {name: statistics.median(values) / 1e6 for name, values in shares.items()}
print(f"Two busy processes on core {core}, {WINDOW * 1000:.0f} ms, three times; median CPU time:")
print(f"  niceness 10, 20 MiB of memory  {cpu['nicer'] * 1000:6.1f} ms")
print(f"  niceness  0,  1 MiB of memory  {cpu['other'] * 1000:6.1f} ms")
if sum(cpu.values()) > 1.2 * WINDOW:
    print("They were not kept on one core, so they did not compete.", file=sys.stderr)
    raise SystemExit(77)

ratio = cpu["other"] / max(cpu["nicer"], 1e-6)
compared = "less CPU" if ratio > 1.5 else "more CPU" if ratio < 0.67 else "as much CPU"
facts = {
    "nicer_gets": compared,
    "nicer_is": "not starved" if min(shares["nicer"]) > 0 else "starved",
    "memory_decides": compared == "more CPU",
    "one_core_serves": "both in turns" if min(cpu.values()) > 0 else "one at a time to its end",
}
print(json.dumps({"says": f"the nicer one got {100 / (1 + ratio):.0f} % of the CPU time of both", **facts}))
