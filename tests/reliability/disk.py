"""A disk with little or no room left, and one that takes no more writes: what the program says, keeps, and does after.

It runs in a mount namespace of its own, on a small tmpfs: `python tests/reliability/disk.py --tries 60 --seed 1`
begins one where the system lets it (as root, or by `unshare` with a user namespace), else it exits with 77.
"""

import json
import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from reliability.commands import Command
from reliability.scenes import SCENES
from reliability.sittings import Drills
from reliability.victims import Moment, Nursery, open_nursery

KINDS = {scene.make.__name__: scene.make for scene in SCENES}
ROOM = 64 << 20
BLOCK = 4096
CANNOT = 77
NAMESPACE = ["unshare", "--mount", "--propagation", "private"]
INSIDE = "--inside"
FULL_SHARE = 0.8
REFUSED = re.compile(r"is full|No backup can be kept|can't be (?:read|written|created)|has room")


class Try(NamedTuple):
    """What was tried, on what disk, whether the program said that it can't be done, and what was wrong."""

    name: str
    disk: str
    is_refused: bool
    faults: list[str]


@contextmanager
def fill(folder: Path, spare: int) -> Iterator[None]:
    """Fill a disk but for so many bytes, and free it afterwards."""
    ballast = folder / "ballast"
    status = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, status.f_bavail * status.f_frsize - spare))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def forbid(folder: Path) -> Iterator[None]:
    """Let a disk take no more writes, and again afterwards."""
    remount(folder, "ro")
    try:
        yield
    finally:
        remount(folder, "rw")


def remount(folder: Path, how: str) -> None:
    """Mount a tmpfs anew, for reading only or for writing too."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)  # noqa: S607 - wherever it is


def starve_sitting(sitting: Drills, harm: AbstractContextManager[None], dice: Random) -> Iterator[str]:
    """Sit, harm the disk, sit on, and once more after it was mended; yield what was said, then what is wrong."""
    sitting.strike(Moment(changes=dice.randrange(5, 40)))
    with harm:
        said = sitting.go_on(Moment(seconds=2)).said
    yield said
    yield from judge(said)
    yield from sitting.check()
    yield from (f"Afterwards: {fault}" for fault in sitting.strike(Moment(seconds=0.5)))


def starve_command(command: Command, harm: AbstractContextManager[None]) -> Iterator[str]:
    """Run a command on a harmed disk, and again after it was mended; yield what was said, then what is wrong."""
    command.begin()
    with harm:
        said = command.run(*command.words)
    yield said
    yield from judge(said)
    yield from command.check(is_over=False)
    yield from command.go_on()


def judge(said: str) -> Iterator[str]:
    """Yield what nobody should read."""
    if "Traceback" in said:
        yield f"A traceback: {said[-600:]!r}"


def try_disks(nursery: Nursery, disk: Path, dice: Random, wanted: Namespace) -> Iterator[Try]:
    """Yield what came of each try: sittings and commands take turns, on a disk that is full or, at times, read-only."""
    alive: dict[str, Drills | Command] = {}
    for name in wanted.kinds:
        (folder := disk / name).mkdir()
        kind = KINDS[name]
        more = (wanted.reviews,) if issubclass(kind, Command) else ()
        alive[name] = kind(nursery, folder, dice, *more)
    for name in islice(cycle(alive), wanted.tries):
        victim = alive[name]
        spare = BLOCK * dice.choice([0, 0, 1, 2, 4, dice.randrange(80), dice.randrange(300)])
        is_full = dice.random() < FULL_SHARE
        harm = fill(disk, spare) if is_full else forbid(disk)
        said, *faults = (
            starve_sitting(victim, harm, dice) if isinstance(victim, Drills) else starve_command(victim, harm)
        )
        what = f"{spare} bytes left" if is_full else "read-only"
        yield Try(name, what, bool(REFUSED.search(said)), faults)


def work(wanted: Namespace) -> int:
    """Mount a small disk, try all, and print what was found as JSON."""
    with TemporaryDirectory() as folder:
        size = f"size={ROOM}"
        mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]
        if subprocess.run(mount, check=False).returncode:
            return CANNOT
        try:
            with open_nursery() as nursery:
                tried = list(try_disks(nursery, Path(folder), Random(wanted.seed), wanted))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607 - wherever it is
    sys.stdout.write(json.dumps(tried) + "\n")
    return 0


def find_namespace() -> list[str] | None:
    """Return the beginning of a command that may mount, or None where nothing may."""
    for words in (NAMESPACE, [*NAMESPACE, "--map-root-user"]):
        probe = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        try:
            if not subprocess.run(probe, check=False, capture_output=True).returncode:
                return words
        except FileNotFoundError:
            return None
    return None


def main() -> int:
    """Run in a namespace of one's own."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tries", type=int, default=56)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reviews", type=int, default=200, help="how long the commands' histories are")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=tuple(KINDS))
    parser.add_argument(INSIDE, action="store_true", help="this process may mount already")
    wanted = parser.parse_args()
    if wanted.inside:
        return work(wanted)
    namespace = find_namespace()
    if namespace is None:
        sys.stderr.write("Nothing may be mounted here: the full disk was not tried on a disk of its own.\n")
        return CANNOT
    script = [sys.executable, __file__, INSIDE, *sys.argv[1:]]
    return subprocess.run([*namespace, *script], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
