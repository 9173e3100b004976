"""A database and a number in; what so many answers took to be recorded out, and beside each a bare fsync, as JSON."""

import json
import os
import sys
from datetime import UTC, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from history import make_review

from tvp_quiz.cli.world import LEARNER, read_clock
from tvp_quiz.domain.card import Card, Recall
from tvp_quiz.domain.review import Rating
from tvp_quiz.sessions.sitting import make_review_id
from tvp_quiz.storage.store import open_store


def time_records(database: Path, count: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of so many answers, and those of a line appended to a file and synced after each."""
    dice = Random(count)
    now = read_clock()
    sitting = make_review_id(now, dice.randbytes(10))
    records, syncs = [], []
    with open_store(str(database), LEARNER, now) as store, database.with_name("synced").open("wb") as file:
        known = sorted(store.read_memories())
        for number, card in enumerate(dice.sample(known, count)):
            review = make_review(
                Card(card, "", "", Recall("")),
                Rating.GOOD,
                now.astimezone(UTC) + timedelta(seconds=number),
                dice.randbytes(10),
            )
            begun = perf_counter()
            store.record(review, sitting=sitting, seed=number)
            recorded = perf_counter()
            file.write(b"a line such as any\n")
            file.flush()
            os.fsync(file.fileno())
            syncs.append((perf_counter() - recorded) * 1000)
            records.append((recorded - begun) * 1000)
    return records, syncs


if __name__ == "__main__":
    sys.stdout.write(json.dumps(time_records(Path(sys.argv[1]), int(sys.argv[2]))))
