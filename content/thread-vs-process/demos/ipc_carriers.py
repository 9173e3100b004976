"""What carries a message from one process to another, and what does not."""

import json
import mmap
import os
import socket
import sys
from multiprocessing import Pipe

if not hasattr(os, "fork"):
    print("This system cannot fork, so there is no child to send anything.", file=sys.stderr)
    raise SystemExit(77)

MESSAGE = b"tea at five"
reader, writer = os.pipe()
here, there = socket.socketpair()
take_out, put_in = Pipe(duplex=False)  # a line of messages: multiprocessing's Queue is made of it
region = mmap.mmap(-1, 100)  # memory that the system lets parent and child see
global_list: list[bytes] = []


def send_from_child() -> bytes:
    """Let a child send the message by all ways, and return what is on the parent's stack then."""
    local = b""  # a variable of this call, so it belongs to the stack
    child = os.fork()
    if child == 0:
        os.write(writer, MESSAGE)
        there.sendall(MESSAGE)
        for word in MESSAGE.split():
            put_in.send_bytes(word)  # three messages wait in line, each one whole
        region.write(MESSAGE)
        global_list.append(MESSAGE)
        local = MESSAGE
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)  # where nobody can send any more, nobody waits in vain
    there.close()
    put_in.close()
    return local


on_stack = send_from_child()
received = {
    "pipe": os.read(reader, 100),
    "socket": here.recv(100),
    "message_queue": b" ".join(take_out.recv_bytes() for _ in MESSAGE.split()),
    "shared_memory": region[: len(MESSAGE)].rstrip(b"\0"),
    "global_variable": b"".join(global_list),
    "stack": on_stack,
}
print(f"A child process sends {MESSAGE.decode()!r} in six ways. Its parent gets:")
for name, message in received.items():
    print(f"  by {name.replace('_', ' '):18}{message.decode()!r}")
facts = {name: "carries" if message == MESSAGE else "carries nothing" for name, message in received.items()}
carriers = [name.replace("_", " ") for name, found in facts.items() if found == "carries"]
facts["exchange"] = "possible" if carriers else "impossible"
print(json.dumps({"says": "carried by " + ", ".join(carriers), **facts}))
