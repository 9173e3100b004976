"""A demo goes in and what came of its run comes out."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.demos.launch.folder import remove_folder
from tvp_quiz.demos.launch.plan import Limits, Plan
from tvp_quiz.demos.running import RunningDemo
from tvp_quiz.domain.demo import Demo, Level, Outcome
from tvp_quiz.errors import DemoError

# Where systems keep it, whatever the learner's own search path says
PROGRAMS = "/usr/bin:/bin:/usr/local/bin:/run/current-system/sw/bin"


class Circumstances(NamedTuple):
    """What differs between machines and must make no difference to facts."""

    hash_seed: str = "0"
    zone: str = "UTC"
    locale: str = "C.UTF-8"


USUAL = Circumstances()
LIMITS = Limits()


def run_demo(
    demo: Demo, level: Level, python: str, circumstances: Circumstances = USUAL, limits: Limits = LIMITS
) -> Outcome:
    """Run a demo to its end; raises DemoError if it can't even be started."""
    with start_demo(demo, level, python, circumstances, limits) as running:
        return running.finish()


def start_demo(
    demo: Demo, level: Level, python: str, circumstances: Circumstances = USUAL, limits: Limits = LIMITS
) -> RunningDemo:
    """Start a copy of a demo's approved bytes; raises DemoError if that can't be done."""
    if os.name != "posix":
        raise DemoError("Demos can't be run on this system: read them, and run them on Linux or macOS.")
    try:
        folder = write_program(demo)
        try:
            return RunningDemo(demo, level, make_plan(folder, demo, level, circumstances, limits), python)
        except BaseException:
            remove_folder(folder)
            raise
    except OSError as error:
        raise refuse_start(demo.name, error) from error


def refuse_start(what: str, error: OSError) -> DemoError:
    """Return what to raise where something can't be started."""
    return DemoError(
        f"{what} can't be started ({error.strerror or error}): see that there is room for temporary files."
    )


def find_bubblewrap() -> str:
    """Return the path of bubblewrap, empty if it isn't installed."""
    return shutil.which("bwrap", path=PROGRAMS) or ""


def write_program(demo: Demo) -> str:
    """Return a new temporary folder that holds nothing but the demo's program."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="tvp-quiz-"))
    Path(folder, name_program(demo)).write_bytes(demo.source)
    return folder


def name_program(demo: Demo) -> str:
    """Return the name of the file that a demo is run from."""
    return f"{demo.name}.py"


def make_plan(folder: str, demo: Demo, level: Level, circumstances: Circumstances, limits: Limits) -> Plan:
    """Return what the launcher is told."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": circumstances.locale,
        "LC_ALL": circumstances.locale,
        "TZ": circumstances.zone,
        "PYTHONHASHSEED": circumstances.hash_seed,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    bwrap = find_bubblewrap() if level is Level.BUBBLEWRAP else ""
    return Plan(folder, name_program(demo), environment, limits, locked=level is not Level.LIMITS, bwrap=bwrap)
