"""Reviews to fill a history with, and the few words that storage tests share."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.storage.store import Store, open_store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = NOW.date()
ANN = "ann"
THREAD = "tvp-chart/creation#Thread"
PROCESS = "tvp-chart/creation#Process"
SITTING = UUID(int=7)


def make_review(
    number: int, card: str = THREAD, rating: Rating = Rating.GOOD, *, days: int = 0, kind: Kind = Kind.DRILL
) -> Review:
    """Return a review, the `number`th since NOW, so many days after it."""
    at = NOW + timedelta(days=days, seconds=number)
    return Review(
        id=UUID(int=(int(at.timestamp() * 1000) << 80) + number),
        card=card,
        rating=rating,
        reviewed_at=at,
        utc_offset=60,
        day=find_study_day(at, 4),
        duration_ms=2000,
        kind=kind,
        retention=0.9,
        response="a thread",
        correct=True,
        fingerprint=f"print-{number}",
    )


@cache
def make_blank() -> bytes:
    """Return a file with the tables and nothing in them: running the migrations for every test would take long."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        open_store(str(path), ANN, NOW).close()
        return path.read_bytes()


def open_history(path: Path, learner: str = ANN) -> Store:
    """Open a learner's history in a file, an empty one where there is none."""
    if not path.exists():
        path.write_bytes(make_blank())
    return open_store(str(path), learner, NOW)


def record(store: Store, review: Review, *, sitting: UUID = SITTING, replaces: UUID | None = None) -> None:
    """Record a review as part of a sitting."""
    store.record(review, sitting=sitting, seed=11, replaces=replaces)


def read_column(path: Path, query: str, column: int = 0) -> list[object]:
    """Return one column of what a query finds in a file, read without this program."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[column] for row in connection.execute(query)]
