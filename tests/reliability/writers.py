"""Many processes that answer on one database at once: what each wait took, and whether anything was lost.

Run it as `python tests/reliability/writers.py --processes 8 --reviews 1000`; it exits with 1 where anything was lost.
"""

import multiprocessing
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.errors import DatabaseError
from tvp_quiz.sessions.sitting import make_review_id
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import open_store

LEARNER = "me"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
CARDS = 400
"""So few that the writers answer the same cards."""
STARTS_EVERY = 50
"""After so many reviews, a writer also begins anew, as a drill does."""


class Work(NamedTuple):
    """What one writer did: the reviews that it was told are kept, the milliseconds that each took, and its failures."""

    kept: list[UUID]
    waits: list[float]
    failures: list[str]


def write(database: str, number: int, reviews: int) -> Work:
    """Keep so many reviews in a row, as the writer of that number."""
    dice = Random(number)
    work = Work([], [], [])
    sitting = make_review_id(START, dice.randbytes(10))
    for begin in range(0, reviews, STARTS_EVERY):
        try:
            read_snapshot(database, LEARNER, START)
            with open_store(database, LEARNER, START) as store:
                for index in range(begin, min(begin + STARTS_EVERY, reviews)):
                    review = make_review(index, dice)
                    begun = perf_counter()
                    store.record(review, sitting=sitting, seed=number)
                    work.waits.append((perf_counter() - begun) * 1000)
                    work.kept.append(review.id)
        except DatabaseError as error:
            work.failures.append(str(error))
    return work


def make_review(index: int, dice: Random) -> Review:
    """Return a review of some card, later than the writer's last one; each hundredth is of another study day."""
    at = START + timedelta(days=index // 100, seconds=index)
    return Review(
        id=make_review_id(at, dice.randbytes(10)),
        card=f"bank/entry-{dice.randrange(CARDS)}#ask",
        rating=dice.choice(list(Rating)),
        reviewed_at=at,
        utc_offset=0,
        day=at.date(),
        duration_ms=2000,
        kind=Kind.DRILL,
        retention=0.9,
    )


def find_losses(database: str, works: Sequence[Work], expected: int) -> list[str]:
    """Return a sentence for everything that is not as it should be after all writers have ended."""
    with open_store(database, LEARNER, START) as store:
        logged = [review.id for review in store.read_log()]
        differences = store.verify()
    kept = {review for work in works for review in work.kept}
    losses = [failure for work in works for failure in work.failures] + differences
    if len(kept) != expected:
        losses.append(f"{len(kept)} reviews were kept, not {expected}.")
    if sorted(logged) != sorted(kept):
        losses.append(f"The log holds {len(logged)} reviews, not the {len(kept)} that were kept.")
    return losses


def write_together(database: str, processes: int, reviews: int) -> list[Work]:
    """Let so many processes write at once, each so many reviews."""
    open_store(database, LEARNER, START).close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([open_store.__module__])
    with ProcessPoolExecutor(processes, context) as pool:
        return list(pool.map(write, repeat(database), range(processes), repeat(reviews)))


def main() -> int:
    """Write, print a line of figures, and whatever was lost."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--reviews", type=int, default=1000)
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "history.db")
        works = write_together(database, wanted.processes, wanted.reviews)
        losses = find_losses(database, works, wanted.processes * wanted.reviews)
    waits = [wait for work in works for wait in work.waits]
    median, last = (quantiles(waits, n=100)[at] for at in (49, 98))
    sys.stdout.write(
        f"{wanted.processes} writers, {len(waits)} reviews, {len(losses)} losses; "
        f"an answer took {median:.1f} ms (median), {last:.0f} ms (p99), {max(waits):.0f} ms (longest)\n"
    )
    sys.stdout.write("".join(f"{loss}\n" for loss in losses[:20]))
    return bool(losses)


if __name__ == "__main__":
    sys.exit(main())
