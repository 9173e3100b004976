"""A power failure at any moment: every state that the disk may be in then, as SQLite's documentation has it, is opened.

Between two syncs, sectors may have been written in any order, some of them not at all, one of them only in part. A file
that grew may have its new length before its new content, and anything in its place. What was synced is there. A
recording takes the database and its log after every commit; from the difference between two of them, and from what is
synced when, come the states.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from logs import make_review, open_history, record

from reliability.histories import examine

SECTORS = (512, 4096)
FULL = 2
CARDS = 30
ORDERS = 24
"""So many sets of sectors are tried for each step, beside those in which one is missing, or one alone is there."""
SAMPLE = 25
"""One state in so many is opened by the program as well as by SQLite."""


class Disk(NamedTuple):
    """The content of a database and of its log."""

    database: bytes
    log: bytes


class Step(NamedTuple):
    """What was on the disk for certain, what was being written then, and how many answers had been shown at least."""

    what: str
    before: Disk
    after: Disk
    shown: int


class Landing(NamedTuple):
    """What of a step has reached the disk: sectors by part and place, and of one more its first `half` bytes.

    Where a file has grown and nothing has landed yet, `filler` stands.
    """

    sector: int
    landed: set[tuple[int, int]]
    torn: tuple[int, int] | None
    half: int
    filler: int
    is_grown: bool


def record_disk(path: Path, answers: int) -> tuple[list[Disk], int]:
    """Answer so many cards, and return the disk after each, first before all; and what `synchronous` is set to."""
    log = path.with_name(f"{path.name}-wal")
    with open_history(path) as store:
        with store.reading() as session:
            synchronous = session.connection().exec_driver_sql("PRAGMA synchronous").scalar_one()
        disks = []
        for number in range(answers):
            record(store, make_review(number, f"bank/entry-{number % CARDS}#ask"))
            disks.append(Disk(path.read_bytes(), log.read_bytes()))
    return disks, synchronous


def list_steps(disks: Sequence[Disk], synchronous: int) -> Iterator[Step]:
    """Yield what was written between two syncs: with FULL, each commit syncs its log before it returns.

    With less, nothing that was written to the log since the last checkpoint is certain. A checkpoint writes the
    database after the log is synced, and syncs it before the log begins anew.
    """
    certain = disks[0]
    for shown, (before, after) in enumerate(pairwise(disks), 1):
        certain = before if synchronous >= FULL else certain
        yield Step(f"commit {shown + 1}", certain, Disk(certain.database, after.log), shown)
        if after.database != before.database:
            yield Step(f"checkpoint in commit {shown + 1}", Disk(before.database, after.log), after, shown + 1)
            certain = after


def list_states(step: Step, dice: Random, orders: int = ORDERS) -> Iterator[Disk]:
    """Yield states of a disk while a step is written."""
    for sector in SECTORS:
        changed = [*list_changed(step, sector)]
        sets = [set(changed), set(), *(set(changed) - {one} for one in changed), *({one} for one in changed)]
        sets += [{one for one in changed if dice.random() < share} for share in (0.1, 0.5, 0.9) for _ in range(orders)]
        sets += [set(changed[:place]) for place in range(0, len(changed), 1 + len(changed) // orders)]
        if len(sets) > orders * len(SECTORS):
            sets = [*sets[:2], *dice.sample(sets[2:], orders * len(SECTORS))]
        for landed in sets:
            torn = dice.choice(changed) if changed and dice.random() < 1 / 2 else None
            half, filler = dice.randrange(sector), dice.choice([0, dice.randrange(256)])
            landing = Landing(sector, landed, torn, half, filler, is_grown=dice.random() < 1 / 2)
            yield Disk(*(land(step, part, landing) for part in range(2)))


def list_changed(step: Step, sector: int) -> Iterator[tuple[int, int]]:
    """Yield the part of the disk and the place of every sector that a step writes."""
    for part, (old, new) in enumerate(zip(step.before, step.after, strict=True)):
        for place in range(0, len(new), sector):
            if old[place : place + sector] != new[place : place + sector]:
                yield part, place


def land(step: Step, part: int, landing: Landing) -> bytes:
    """Return a file of which some sectors have landed, and of one, a part; it may have its new length already."""
    old, new = step.before[part], step.after[part]
    ours = [place for which, place in landing.landed if which == part]
    ends = (min(place + landing.sector, len(new)) for place in ours)
    length = len(new) if landing.is_grown else max([len(old), *ends])
    content = bytearray(old[:length].ljust(length, bytes([landing.filler])))
    for place in ours:
        content[place : place + landing.sector] = new[place : place + landing.sector]
    if landing.torn and landing.torn[0] == part and landing.torn not in landing.landed:
        place = landing.torn[1]
        content[place : place + landing.half] = new[place : place + landing.half][: max(0, length - place)]
    return bytes(content)


def try_state(state: Disk, step: Step, folder: Path, *, with_program: bool) -> Iterator[str]:
    """Yield what is wrong with a history that is found in such a state: an answer that was shown is missing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "history.db"
    path.write_bytes(state.database)
    path.with_name(f"{path.name}-wal").write_bytes(state.log)
    if with_program:
        yield from (f"{step.what}: {fault}" for fault in examine(path))
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = [row[0] for row in connection.execute("SELECT id FROM review ORDER BY reviewed_at")]
            (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as error:
            yield f"{step.what}: {error}"
            return
    expected = [make_review(number).id.hex for number in range(len(found))]
    if found != expected or len(found) < step.shown:
        yield f"{step.what}: {len(found)} answers are there, {step.shown} were shown."
    if integrity != "ok":
        yield f"{step.what}: {integrity}"
