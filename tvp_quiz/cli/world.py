"""The edge: where content and history are, what time it is, and what chance has it."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

import tvp_quiz
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import ClockError, ContentError, UsageError, make_unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tvp_quiz.domain.card import Bank, Content
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.showing import Stage
    from tvp_quiz.storage.store import Store

LEARNER = "me"
NO_BANKS: "Mapping[str, Bank]" = MappingProxyType({})
LONGEST_NAME = 100
GLOBALS = {"--content": "TVP_QUIZ_CONTENT", "--db": "TVP_QUIZ_DB", "--learner": "TVP_QUIZ_LEARNER"}


def read_clock() -> datetime:
    """Return the time in the learner's own zone. Raises ClockError where that can't be one."""
    try:
        return datetime.now().astimezone()  # noqa: TID251 - this is where the clock is read
    except (ValueError, OverflowError) as error:
        raise ClockError("The time zone can't be right: see that TZ names one, or leave it out.") from error


def start_clock(after: datetime | None = None) -> "Callable[[], datetime]":
    """Return a clock that is set once, no earlier than `after`, and then only runs: no jump of the system's reaches it.

    So the answers of a sitting are in order and its durations are right, whatever sets the system's clock meanwhile.
    """
    now, started = read_clock().astimezone(UTC), read_running()
    began = max(now, after or now)

    def read() -> datetime:
        return (began + timedelta(seconds=read_running() - started)).astimezone()

    return read


def read_running() -> float:
    """Return seconds that only grow, and do so while the machine sleeps; where they begin is of no account."""
    # On macOS the plain monotonic clock counts sleep, and there is no other name for it
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def make_dice(seed: str) -> Random:
    """Make dice that fall the same for the same seed."""
    return Random(seed)  # noqa: S311 - an order of cards is no secret


def deal(day: "date") -> "Callable[[str], Random]":
    """Return dice that give the same luck all day."""
    return lambda luck: make_dice(f"{day} {luck}")


def choose_seed() -> int:
    """Return a seed that nobody can foresee."""
    return int.from_bytes(os.urandom(4))


def find_keyboard() -> int:
    """Return the descriptor that answers come from; a program started without an input reads an empty one."""
    return sys.stdin.fileno() if sys.stdin else os.open(os.devnull, os.O_RDONLY)


@dataclass(frozen=True, slots=True)
class World:
    """What the options before the command settle: where the banks are, where the history is, and whose it is."""

    content: Path
    database: str
    learner: str

    @property
    def cache(self) -> Path | None:
        """Return the folder of parsed banks: beside the history, since it is as much the learner's own."""
        from tvp_quiz.storage.file import find_path  # noqa: PLC0415 - `--help` needs no history

        path = find_path(self.database)
        return path and path.with_suffix(".cache")

    def load_content(self) -> "Content":
        """Return the banks with their problems. Raises ContentError."""
        from tvp_quiz.banks.load import load_content  # noqa: PLC0415 - `--help` needs no banks

        return load_content(self.content, self.cache)

    def read_snapshot(self, now: datetime, banks: "Mapping[str, Bank]" = NO_BANKS) -> "Snapshot":
        """Return what a sitting that begins `now` needs of the history, which first follows the edits of `banks`.

        Raises DatabaseError.
        """
        from tvp_quiz.edits import follow_edits, list_edited  # noqa: PLC0415 - `--help` needs no history
        from tvp_quiz.storage.snapshot import read_snapshot  # noqa: PLC0415 - the same

        snapshot = read_snapshot(self.database, self.learner, now)
        edited = list_edited(banks.values(), snapshot.seen) if snapshot.known or snapshot.hidden else []
        if not edited:
            return snapshot
        with self.open_store() as store:
            follow_edits(edited, store)
        return read_snapshot(self.database, self.learner, now)

    def read_days(self) -> "frozenset[date]":
        """Return the study days that have reviews. Raises DatabaseError."""
        from tvp_quiz.storage.snapshot import read_days  # noqa: PLC0415 - `--help` needs no history

        return read_days(self.database, self.learner, read_clock())

    def open_store(self) -> "Store":
        """Open the history for writing. Raises DatabaseError."""
        from tvp_quiz.storage.store import open_store  # noqa: PLC0415 - it takes longer than all else

        return open_store(self.database, self.learner, read_clock())

    def has_history(self) -> bool:
        """Tell whether there is a history; opening it would create one."""
        from tvp_quiz.storage.file import find_path  # noqa: PLC0415 - `--help` needs no history

        path = find_path(self.database)
        return path is None or path.exists()

    def open_stage(self, store: "Callable[[], Store]") -> "Stage":
        """Return where demos are run; `store` opens the history."""
        from tvp_quiz.showing import Stage  # noqa: PLC0415 - most answers need no proof

        return Stage(self.content, describe_machine(), read_clock, store)


def describe_machine() -> str:
    """Return in a few words what a demo's findings depend on."""
    import platform  # noqa: PLC0415 - only demos ask

    cores = say_count(count_cores(), "core")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.release()} on {platform.machine()}, {cores}, {python}"


def count_cores() -> int:
    """Return how many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def find_world(content: Path | None, database: str | None, learner: str | None) -> World:
    """Settle what was not said: the checkout that one stands in, else the shipped banks and the user's own folder."""
    checkout = find_checkout(Path.cwd())
    if learner is not None and not (learner.isprintable() and learner.strip() and len(learner) <= LONGEST_NAME):
        raise UsageError(
            f"{learner[:LONGEST_NAME]!r} can't be a learner's name: use up to {LONGEST_NAME} plain letters."
        )
    if database == "":
        raise UsageError("An empty path names nothing: name a file after --db, or leave the option out.")
    if database is None:
        database = str(checkout / "data" / "tvp-quiz.db" if checkout else find_user_folder() / "tvp-quiz.db")
    return World(
        content=content or (checkout / "content" if checkout else find_shipped()),
        # what follows an equals sign, a shell leaves as it is
        database=str(Path(database).expanduser()) if database.startswith("~") else database,
        learner=learner or LEARNER,
    )


def find_checkout(folder: Path) -> Path | None:
    """Return the checkout of the project that a folder lies in."""
    for place in (folder, *folder.parents):
        if (place / "content").is_dir() and (place / "tvp_quiz" / "__main__.py").is_file():
            return place
    return None


def find_shipped() -> Path:
    """Return the folder of the banks that came with the program, from a wheel or beside the source."""
    package = Path(tvp_quiz.__file__).parent
    packed = package / "content"
    return packed if packed.is_dir() else package.parent / "content"


def find_user_folder() -> Path:
    """Return the folder where this platform keeps a user's data."""
    from platformdirs import user_data_path  # noqa: PLC0415 - a checkout needs no such folder

    return user_data_path("tvp-quiz", appauthor=False)


def read_environment() -> Mapping[str, str]:
    """Return the environment."""
    return os.environ  # noqa: TID251 - this is where the environment is read


def pick_banks(content: "Content", names: list[str]) -> "dict[str, Bank]":
    """Return the banks of these ids, all where none is named.

    Raises UsageError for an unknown one, ContentError where there is none at all.
    """
    banks = {bank.id: bank for bank in content.banks}
    if not banks:
        raise ContentError("No bank can be used as it is: `tvp-quiz bank check` says what to mend.")
    if not names:
        return banks
    for name in names:
        if name not in banks:
            raise make_unknown("bank", name, banks, "tvp-quiz bank list")
    return {name: banks[name] for name in dict.fromkeys(names)}
