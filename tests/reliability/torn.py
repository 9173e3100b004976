"""Write-ahead logs that are cut off, zeroed, flipped or lost: what was committed before the damage is there."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

from logs import make_review, open_history, record

from reliability.histories import examine

LOG_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
"""In bytes, as SQLite's file format has them."""
FRAME = FRAME_HEADER + PAGE
COMMITS = 12
SECTOR = 512
NEIGHBOURS = (-1, 0, 1)


class Recording(NamedTuple):
    """A database as it was before some commits, its log after them, and how long that was after each."""

    database: bytes
    log: bytes
    shared: bytes
    ends: list[int]


class Damage(NamedTuple):
    """A log as it may be found, and how many of its commits have to be there; None where that can't be told."""

    what: str
    log: bytes | None
    commits: int | None
    shared: bytes | None = None


def record_log(folder: Path) -> Recording:
    """Answer some cards, one commit each, and take the files from under the open database."""
    path = folder / "recorded.db"
    log, shared = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))
    with open_history(path) as store:
        record(store, make_review(1))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database, ends = path.read_bytes(), []
        for number in range(COMMITS):
            record(store, make_review(2 + number, f"bank/entry-{number % 5}#ask"))
            ends.append(log.stat().st_size)
        return Recording(database, log.read_bytes(), shared.read_bytes(), ends)


def list_damages(recording: Recording, dice: Random, *, thorough: bool) -> Iterator[Damage]:
    """Yield logs that are damaged in every way, at every border, or at some of them."""
    log, ends = recording.log, recording.ends
    borders = [LOG_HEADER + FRAME * number for number in range((len(log) - LOG_HEADER) // FRAME + 1)]
    places = [border + near for border in (0, *borders) for near in NEIGHBOURS] + [*range(0, len(log), SECTOR)]
    places = sorted({place for place in places if 0 <= place <= len(log)})
    for place in places if thorough else dice.sample(places, 40):
        kept = sum(end <= place for end in ends)
        yield Damage(f"cut off at {place}", log[:place], kept)
        yield Damage(f"zeroed from {place}", log[:place] + bytes(len(log) - place), kept)
    for _ in range(300 if thorough else 30):
        place = dice.randrange(len(log))
        flipped = bytes([log[place] ^ (1 << dice.randrange(8))])
        yield Damage(
            f"flipped at {place}",
            log[:place] + flipped + log[place + 1 :],
            sum(end <= place for end in ends) if place >= LOG_HEADER else None,
        )
        start, length = dice.randrange(len(log)), dice.randrange(1, FRAME)
        kept = sum(end <= start for end in ends)
        zeroed = log[:start] + bytes(len(log[start : start + length])) + log[start + length :]
        is_certain = zeroed != log and start >= LOG_HEADER
        yield Damage(f"{length} bytes zeroed at {start}", zeroed, kept if is_certain else None)
    yield Damage("lost", None, 0)
    yield Damage("empty", b"", 0)
    yield Damage("whole, its shared memory lost", log, COMMITS)
    yield Damage("whole, its shared memory an old one", log, COMMITS, recording.shared)
    yield Damage("whole, its shared memory another's", log, COMMITS, dice.randbytes(len(recording.shared)))
    yield Damage("no log at all", dice.randbytes(len(log)), 0)


def try_damage(recording: Recording, damage: Damage, folder: Path) -> Iterator[str]:
    """Yield what is wrong with a history that is found with a damaged log."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "history.db"
    path.write_bytes(recording.database)
    for suffix, content in (("-wal", damage.log), ("-shm", damage.shared)):
        if content is not None:
            path.with_name(path.name + suffix).write_bytes(content)
    yield from (f"log {damage.what}: {fault}" for fault in examine(path))
    with open_history(path) as store:
        found = [review.id for review in store.read_log()]
    all_of_them = [make_review(1 + number).id for number in range(1 + COMMITS)]
    if found != all_of_them[: len(found)]:
        yield f"log {damage.what}: what is there is not how it began."
    if damage.commits is not None and len(found) != 1 + damage.commits:
        yield f"log {damage.what}: {len(found)} answers are there, not {1 + damage.commits}."
