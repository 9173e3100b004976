"""Fork processes of the program from one that has loaded it: words and descriptors in through a socket, ids out.

A process that begins so spends its life at work and not at loading, so that a kill meets it there. Run by victims.py.
"""

import json
import os
import pkgutil
import signal
import socket
import sys
import traceback
from importlib import import_module

import tvp_quiz
from tvp_quiz.__main__ import main

SKIPPED = ("tvp_quiz.storage.migrations", "tvp_quiz.demos.launch")
LONGEST = 65536


def load_all() -> None:
    """Load every module of the program but those that begin to work when they are loaded."""
    for module in pkgutil.walk_packages(tvp_quiz.__path__, "tvp_quiz."):
        if not module.name.startswith(SKIPPED):
            import_module(module.name)


def bear(words: list[str], folder: str, descriptors: list[int], *, fresh: bool) -> int:
    """Return the id of a process that runs these words in a folder with descriptors as its input, output and errors.

    A fresh one begins as from a shell: with a new interpreter, and nothing loaded.
    """
    child = os.fork()
    if child:
        return child
    os.setsid()
    os.chdir(folder)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    os.closerange(len(descriptors), 256)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if fresh:
        os.execv(sys.executable, [sys.executable, "-m", "tvp_quiz", *words])  # noqa: S606 - in this process's place
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - to the end
        for number, mode in enumerate(("r", "w", "w"))
    )
    sys.argv[1:] = words
    try:
        main()
    finally:
        # It ends its process itself, unless it fails
        traceback.print_exc()
        os._exit(1)


def serve(asked: socket.socket) -> None:
    """Bear what is asked for until nobody asks any more."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, LONGEST, 3)
        if not message:
            return
        words, folder, fresh = json.loads(message)
        child = bear(words, folder, descriptors, fresh=fresh)
        for descriptor in descriptors:
            os.close(descriptor)
        asked.send(b"%d" % child)


if __name__ == "__main__":
    load_all()
    # Nobody here waits for a child: whoever asked for it sees it end
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as asking:
        serve(asking)
