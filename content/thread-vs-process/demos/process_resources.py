"""Memory, folder, environment and open files belong to a process, and its threads share them."""

import json
import os
import sys
import threading
from traceback import walk_stack
from types import FrameType

os.chdir(os.path.dirname(__file__))
start, notes = os.getcwd(), ["as before"]
file, (pipe, _) = os.open(__file__, os.O_RDONLY), os.pipe()
stacks: list[dict[FrameType, int]] = []
together = threading.Barrier(2)


def change_everything() -> None:
    notes[0] = "changed"
    os.chdir("/")
    os.environ["MOOD"] = "changed"
    os.dup2(pipe, file)  # the number that stood for the open file now stands for the pipe


def find_changes() -> dict[str, bool]:
    seen = notes[0] == "changed", os.getcwd() != start, "MOOD" in os.environ, os.path.sameopenfile(file, pipe)
    return dict(zip(("global_variables", "working_directory", "environment", "open_files"), seen, strict=True))


def look_at_stack() -> None:
    together.wait()
    stacks.append(dict(walk_stack(sys._getframe())))  # its calls, each with the line it has come to


def fork_and_change() -> tuple[int, str]:
    local = "own"  # a local variable lies on the stack
    if os.fork() == 0:
        change_everything()
        local = "common"
        os._exit(sum(find_changes().values()))
    return os.waitstatus_to_exitcode(os.wait()[1]), local


seen_by_child, stack_of_process = fork_and_change()
seen_by_parent = sum(find_changes().values())
threads = [threading.Thread(target=task) for task in (change_everything, look_at_stack)]
for thread in threads:
    thread.start()
look_at_stack()
for thread in threads:
    thread.join()
changes, calls = find_changes(), len(stacks[0] | stacks[1])
print("Four things are changed. How many of the changes are seen?")
print(f"  A child has changed them:   the child sees {seen_by_child}, its parent {seen_by_parent}")
print(f"  A thread has changed them:  the main thread sees {sum(changes.values())}")
print(f"Calls on the stacks of two threads: {len(stacks[0])} and {len(stacks[1])}; different ones: {calls}")
facts = {
    "thread": "shares" if all(changes.values()) else "has its own",
    "process": "has its own" if seen_by_child == 4 and seen_by_parent == 0 else "shares",
    **{name: "common" if is_seen else "own" for name, is_seen in changes.items()},
    "call_stacks": "own" if calls == len(stacks[0]) + len(stacks[1]) else "common",
    "places_in_code": "own" if [*stacks[0].values()] != [*stacks[1].values()] else "common",
    "stack_of_process": stack_of_process,
}
print(json.dumps({"says": f"a thread {facts['thread']}, a process {facts['process']}", **facts}))
