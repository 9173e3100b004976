"""The strongest means that hold a demo back here, found by trying what it then must not be able to do."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tvp_quiz.demos.run import find_bubblewrap, refuse_start, run_demo
from tvp_quiz.domain.demo import Demo, Level

PROBE = Path(__file__).with_name("probe.py")
CONTENT = "nobody's business"
HELD = {"held": "true"}


def find_python() -> str:
    """Return the interpreter that demos run with: the one beneath a virtual environment, which demos don't need."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def find_level(python: str) -> Level:
    """Return the strongest level that works here; takes some tenths of a second. Raises DemoError."""
    levels = [Level.BUBBLEWRAP] * bool(find_bubblewrap()) + [Level.LANDLOCK] if sys.platform == "linux" else []
    try:
        return next((level for level in levels if holds(level, python)), Level.LIMITS)
    except OSError as error:
        raise refuse_start("A demo", error) from error


def holds(level: Level, python: str) -> bool:
    """Tell whether a level refuses all that it has to: a file and a process are put there to be attacked."""
    with TemporaryDirectory(prefix="tvp-quiz-outside-") as folder, start_victim(python) as victim:
        # Nothing but the confinement is to protect it
        Path(folder).chmod(0o777)
        outside = Path(folder, "secret")
        outside.write_text(CONTENT, encoding="utf-8")
        outside.chmod(0o666)
        outcome = run_demo(make_probe(outside, victim.pid), level, python)
        unharmed = victim.poll() is None and outside.is_file() and outside.read_text(encoding="utf-8") == CONTENT
        victim.communicate()
    return unharmed and dict(outcome.facts) == HELD


def start_victim(python: str) -> subprocess.Popen[bytes]:
    """Start a process that waits to be told that it may end."""
    return subprocess.Popen(  # noqa: S603 - an interpreter with words of our own
        [python, "-S", "-s", "-P", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, env={}
    )


def make_probe(outside: Path, process: int) -> Demo:
    """Return the demo that attacks a file and a process."""
    source = PROBE.read_bytes() + f"\n\nreport({str(outside)!r}, {process})\n".encode()
    return Demo("probe", "Tries what no demo may", PROBE, source, sha256(source).hexdigest())
