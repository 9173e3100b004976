"""Nothing in, a busy core out: what a measurement must bear."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# It ends by itself where its parent is gone before it could be ended
BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: sum(range(10000))"


@contextmanager
def keep_busy() -> Iterator[None]:
    """Keep one core busy meanwhile."""
    words = [sys.executable, "-I", "-S", "-c", BUSY]
    busy = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - the interpreter that runs this
    try:
        yield
    finally:
        busy.kill()
        busy.wait()
