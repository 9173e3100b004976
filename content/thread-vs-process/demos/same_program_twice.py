"""One program that runs twice is two processes, each with memory and threads of its own."""

import json
import os
import subprocess
import sys
import threading

total = 0  # a global of the program: who adds to the same one?
end = threading.Event()


def add(number: int) -> None:
    global total  # noqa: PLW0603 - the global is what is looked at
    total += number
    print(json.dumps([os.getpid(), threading.get_native_id(), total]), flush=True)
    end.wait()  # the thread stays until its run ends


def tell_whether_there(number: int) -> str:
    try:
        os.getpgid(number)  # the system tells the group of each process and thread that there is
    except ProcessLookupError:
        return "gone"
    return "still there"


if sys.argv[1:] == ["run"]:  # this file was started as a program of its own, see below
    for line in sys.stdin:
        threading.Thread(target=add, args=[int(line)]).start()
    end.set()
    raise SystemExit

print("The same program runs twice. In each run, new threads add to a total:\n")
command = [sys.executable, __file__, "run"]
runs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
processes, threads, memories = set(), set(), 0
for number, run in zip((10, 1, 10, 1), runs * 2, strict=True):
    print(number, file=run.stdin, flush=True)
    process, thread, total = json.loads(run.stdout.readline() if run.stdout else "")
    processes.add(process)
    threads |= {process, thread}  # the number of the main thread is that of its process
    memories += total == number  # nothing was in this memory before
    print(f"  process {process}, thread {thread} adds {number:2}; total: {total:2}")
if tell_whether_there(thread) == "gone":
    print("This system can't be asked here which threads there are.", file=sys.stderr)
    raise SystemExit(77)
for run in runs:
    run.communicate()  # closes the input of the run, with which it ends
what = {1: "all runs of a program", 2: "a run of a program"}  # of this, there would be so many here
facts = {
    "process": what.get(len(processes), "part of a run"),
    "thread": what.get(len(threads), "part of a run"),
    "processes": len(processes),
    "threads": len(threads),
    "memories": memories,
    "memory": "own" if memories == len(processes) else "common",
    "process_after_the_end": tell_whether_there(process),
    "thread_after_the_end": tell_whether_there(thread),
    "program_after_the_end": "still there" if os.path.exists(__file__) else "gone",
}
print("\nAfter the end of both:", ", ".join(f"{key} {facts[f'{key}_after_the_end']}" for key in ("process", "program")))
says = f"one program, {len(processes)} processes, {len(threads)} threads, {memories} memories"
print(json.dumps({"says": says, **facts}))
