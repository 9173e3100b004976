"""Demos that tests run, as this user or as an ordinary one, and what is left of them afterwards."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.demos.confine import find_python
from tvp_quiz.demos.launch.plan import Limits
from tvp_quiz.demos.run import LIMITS, USUAL, make_plan, write_program
from tvp_quiz.demos.running import RunningDemo
from tvp_quiz.domain.demo import Demo, Ending, Level, Outcome

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
NOBODY = 65534
NEWEST = 99
# Before any test has its own
PLACE = tempfile.gettempdir()


class Way(NamedTuple):
    """How a demo is held back: `abi` is the newest version of Landlock that is used; `ordinary` means not by root."""

    level: Level
    abi: int = NEWEST
    ordinary: bool = False

    def __str__(self) -> str:
        """Name the way in a test's name."""
        return f"{self.level.name}-{self.abi}" + "-ordinary" * self.ordinary


def make_demo(source: str, name: str = "demo") -> Demo:
    """Return a demo with this program."""
    return Demo(name, "A demo", Path(f"{name}.py"), source.encode(), "")


def start_source(source: str, way: Way, limits: Limits = LIMITS, name: str = "demo", python: str = "") -> RunningDemo:
    """Start a program as a demo."""
    demo = make_demo(source, name)
    plan = make_plan(write_program(demo), demo, way.level, USUAL, limits)
    return RunningDemo(demo, way.level, plan._replace(abi=way.abi), python or find_python())


def run_source(source: str, way: Way, limits: Limits = LIMITS, name: str = "demo") -> Outcome:
    """Run a program as a demo."""
    if way.ordinary and os.geteuid() == 0:
        return run_as_nobody(source, way, limits, name)
    with start_source(source, way, limits, name) as running:
        return running.finish()


def run_as_nobody(source: str, way: Way, limits: Limits, name: str) -> Outcome:
    """Run a program as a demo that an ordinary user starts."""
    python = find_public_python()
    assert python
    words = [source, way._replace(level=way.level.name, ordinary=False), limits, name]  # type: ignore[arg-type]
    found = subprocess.run(
        [python, "-B", copy_code() / Path(__file__).name],
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=True,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env={"PYTHONPATH": str(copy_code()), "TMPDIR": tempfile.gettempdir()},
    )
    ending, facts, output, reason, level, seconds = json.loads(found.stdout)
    return Outcome(Ending[ending], facts, output, reason, Level[level], seconds)


@cache
def copy_code() -> Path:
    """Return a folder with what a demo needs, for all to read: the checkout may be closed to others."""
    folder = Path(tempfile.mkdtemp(dir=PLACE))
    atexit.register(shutil.rmtree, folder)
    shutil.copy(__file__, folder)
    package = Path("tvp_quiz")
    for name in ("__init__.py", "errors.py"):
        (folder / package).mkdir(exist_ok=True)
        shutil.copy(ROOT / package / name, folder / package)
    for name in ("domain", "demos"):
        shutil.copytree(ROOT / package / name, folder / package / name)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@cache
def find_public_python() -> str:
    """Return an interpreter that an ordinary user can run, empty if there is none."""
    for python in (find_python(), "/usr/bin/python3"):
        with suppress(OSError):
            tried = subprocess.run(
                [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
                user=NOBODY, group=NOBODY, extra_groups=[], env={}, capture_output=True, check=False,
            )  # fmt: skip
            if tried.returncode == 0:
                return python
    return ""


@contextmanager
def open_scratch(patch: "pytest.MonkeyPatch") -> Iterator[Path]:
    """Give a folder that all may use, for all temporary folders; nothing may be left there, nor at work there."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    patch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    left = list_left(folder)
    shutil.rmtree(folder)
    assert left == [], left


def list_left(folder: Path) -> list[str]:
    """Return the processes that were started or work beneath a folder, and what lies in it."""
    found = [str(path) for path in folder.iterdir()]
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "environ").read_bytes() + bytes((process / "cwd").readlink())
            if bytes(folder) in words and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_text())
    return found


def main() -> None:
    """Run what is described on standard input, and describe the outcome."""
    source, (level, abi, _), limits, name = json.load(sys.stdin)
    outcome = run_source(source, Way(Level[level], abi), Limits(*limits), name)
    words = outcome._replace(ending=outcome.ending.name, level=outcome.level.name, facts=dict(outcome.facts))  # type: ignore[arg-type]
    print(json.dumps(words))  # noqa: T201 - it is what it is for


if __name__ == "__main__":
    main()
