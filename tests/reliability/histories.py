"""A bank to learn, histories of it to begin with, and what is in a history, read without the program."""

import gzip
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.errors import TvpError
from tvp_quiz.storage.file import HEAD
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import open_store

LEARNER = "me"
SCHEMAS = Path(__file__).parent.parent / "schemas"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DERIVED = {"memory", "alembic_version", "release", "bank_seen", "plan_decision"}

Log = frozenset[tuple[object, ...]]


def make_bank(names: Mapping[int, list[str]]) -> str:
    """Return a bank with an entry for each number, under the last of its names; the others are those that it had."""
    entries = []
    for number, (*former, name) in names.items():
        was = f", was: [{', '.join(former)}]" if former else ""
        if number % 3:
            kind = f"type: typed, question: What is number {number}?, answer: the number {number}"
        else:
            kind = (
                f"type: choice, question: Which is number {number}?, answer: the number {number}, "
                f"distractors: [no number {number}, another than {number}]"
            )
        entries.append(f"  - {{id: {name}{was}, {kind}}}\n")
    return "bank: killed\ntitle: Killed\nquestions:\n" + "".join(entries)


def make_empty(path: Path, revision: str = HEAD) -> None:
    """Make the empty database that a program of some schema left, of today's by default."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript((SCHEMAS / f"{revision}.sql").read_text(encoding="utf-8"))


def make_review(number: int, dice: Random) -> Review:
    """Return a review of some card, so many hours after the first."""
    at = START + timedelta(hours=number)
    return Review(
        id=UUID(int=dice.getrandbits(128)),
        card=f"killed/e{dice.randrange(60)}#ask",
        rating=dice.choice(list(Rating)),
        reviewed_at=at,
        utc_offset=0,
        day=at.date(),
        duration_ms=2000,
        kind=Kind.DRILL,
        retention=0.9,
    )


class Rows(NamedTuple):
    """What a history holds: by card, its reviews, the voided ones among them, and the rating of the last other one."""

    reviews: Counter[str]
    voided: Counter[str]
    ratings: Mapping[str, int]
    suspended: frozenset[str]


@contextmanager
def copy_history(database: Path) -> Iterator[Path]:
    """Yield a copy of a database and its log, so that looking at it leaves the original as the kill left it."""
    with TemporaryDirectory() as folder:
        for file in database.parent.glob(f"{database.name}*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        yield Path(folder) / database.name


def examine(database: Path) -> Iterator[str]:
    """Yield what the program itself finds wrong in a history."""
    now = datetime.now(UTC)
    try:
        read_snapshot(str(database), LEARNER, now)
        with open_store(str(database), LEARNER, now) as store:
            yield from store.verify()
    except TvpError as error:
        yield str(error)


def read_rows(database: Path) -> Rows:
    """Read what a history holds without the program; nothing where it has no tables yet."""
    reviews: Counter[str] = Counter()
    voided: Counter[str] = Counter()
    ratings: dict[str, int] = {}
    with closing(sqlite3.connect(database)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'review'").fetchone():
            return Rows(reviews, voided, ratings, frozenset())
        log = "SELECT card, rating, voided_at IS NOT NULL FROM review ORDER BY reviewed_at, id"
        for card, rating, is_voided in connection.execute(log):
            reviews[card] += 1
            voided[card] += is_voided
            if not is_voided:
                ratings[card] = rating
        suspended = connection.execute("SELECT card FROM card_mark WHERE suspended")
        return Rows(reviews, voided, ratings, frozenset(card for (card,) in suspended))


def read_log(path: Path) -> Log:
    """Read the reviews of everybody without the program; none where there is no such table."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT learner, id, card, rating, reviewed_at, voided_at FROM review").fetchall()
        except sqlite3.OperationalError:
            return frozenset()
    if len(rows) != len({row[:2] for row in rows}):
        raise ValueError("a review is there twice")
    return frozenset(rows)


def read_tables(path: Path) -> dict[str, list[dict[str, object]]]:
    """Read every row of every table that is not made of others, columns by name, without the program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608 - names of our own
            for name in names - DERIVED
        }


def list_backups(database: Path) -> list[Log]:
    """Read the log in every backup that has its final name. Raises what a broken one raises."""
    logs = []
    for packed in sorted(database.with_suffix(".backups").glob("*.db.gz")):
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "backup.db"
            copy.write_bytes(gzip.decompress(packed.read_bytes()))
            logs.append(read_log(copy))
    return logs
