"""Parent and child have different memory at the same address; neither can just read the other."""

import ctypes
import json
import mmap
import os
import signal
import sys

number = ctypes.c_int(1)  # a number that can be asked for its place in memory
answer, answer_in = os.pipe()
gate, key = os.pipe()


def read_at(address: int) -> int:
    """Follow a pointer: return the number at an address in the memory of this process."""
    return ctypes.c_int.from_address(address).value


def follow_in_a_process(address: int) -> str:
    """Follow a pointer where it may do harm: in a process made for that."""
    follower = os.fork()
    if follower == 0:
        os._exit(read_at(address))
    code = os.waitstatus_to_exitcode(os.waitpid(follower, 0)[1])
    return signal.Signals(-code).name if code < 0 else str(code)


if not hasattr(os, "fork"):
    print("This system has no fork.", file=sys.stderr)
    raise SystemExit(77)
child = os.fork()
if child == 0:
    os.close(key)
    number.value = 5
    block = mmap.mmap(-1, 64 * 1024 * 1024)  # new memory, asked for after the fork
    new = ctypes.c_int.from_buffer(block)
    new.value = 7
    told = [ctypes.addressof(number), read_at(ctypes.addressof(number)), ctypes.addressof(new), new.value]
    os.write(answer_in, json.dumps(told).encode())
    os.read(gate, 1)  # the child keeps its memory until the parent has looked
    os._exit(0)
childs_address, childs_number, new_address, new_number = json.loads(os.read(answer, 1000))
by_childs_pointer = read_at(childs_address)
by_new_pointer = follow_in_a_process(new_address)
os.close(key)
os.waitpid(child, 0)

print(f"The child has set the number at {childs_address:#x} to {childs_number};")
print(f"  the parent has its number at {ctypes.addressof(number):#x},")
print(f"  follows the child's pointer and finds {by_childs_pointer}.")
print(f"The child has put a {new_number} in new memory at {new_address:#x};")
print(f"  another process follows that pointer: {by_new_pointer}.")
facts = {
    "process": "same contents" if by_childs_pointer == childs_number else "other contents",
    "childs_address": "the same" if childs_address == ctypes.addressof(number) else "another",
    "by_pointer_to_childs_new_memory": "a fault" if by_new_pointer in {"SIGSEGV", "SIGBUS"} else "a number",
}
print(json.dumps({"says": f"at one address the child has {childs_number}, the parent {number.value}", **facts}))
