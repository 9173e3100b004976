"""A history and dice in; the same file damaged, and what became of its reviews when it was mended, out.

`python tests/damages.py --cases 1000 --seed 0` damages as many files and prints one line of figures for each kind.
"""

import sqlite3
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from struct import pack, unpack_from
from tempfile import TemporaryDirectory
from typing import NamedTuple

from logs import NOW, PROCESS, SITTING, make_review, open_history, record

from tvp_quiz.domain.review import Rating
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.repairs.repair import repair_database
from tvp_quiz.storage.repairs.salvage_pages import TABLE_LEAF, read_pages, read_rows

PAGE = 4096
HEADER = 100
DEPTH = 16
REVIEWS = 400
COLUMNS = 16
INSTANT = "%Y-%m-%d %H:%M:%S.%f"

Key = tuple[object, ...]
Rows = dict[Key, tuple[object, ...]]
Damage = Callable[[bytearray, Random], None]


class History(NamedTuple):
    """A history in one file: its bytes, its reviews by learner and id, and the page of each."""

    content: bytes
    reviews: Rows
    pages: Mapping[Key, int]


class Outcome(NamedTuple):
    """What became of a damaged history: its reviews by now, and of those of before, which stood on whole pages."""

    reviews: Rows
    whole: set[Key]
    wrong: set[Key]
    said: list[str]


def write_history(path: Path, dice: Random) -> History:
    """Write a history in which some answers are long, some reviews are undone, and a card is suspended."""
    with open_history(path) as store:
        record(store, make_review(0))
        store.suspend([PROCESS], NOW)
    rows = [make_row(number, dice) for number in range(1, REVIEWS)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(f"INSERT INTO review VALUES ({', '.join('?' * COLUMNS)})", rows)  # noqa: S608 - marks alone
    repair_database(str(path), NOW)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    places: dict[Key, int] = {}
    for pages in islice(read_pages(path), 1):
        for number in pages.list_numbers():
            places |= {row[:2]: number for _, row in read_rows(pages, number) if len(row) == COLUMNS}
    reviews = read_reviews(path)
    assert set(places) == set(reviews)
    return History(path.read_bytes(), reviews, places)


def make_row(number: int, dice: Random) -> tuple[object, ...]:
    """Return the row of a review, the `number`th."""
    card = f"bank/entry-{number % 40}#{'Thread' * dice.randint(1, 3)}"
    review = make_review(number, card, dice.choice(list(Rating)), days=number // 8)
    voided = NOW.strftime(INSTANT) if dice.random() < 0.1 else None
    response = "naïve " * dice.choice([1, 5, 20, 20, 1500])
    return (
        *("ann", review.id.hex, card, SITTING.hex, int(review.rating), review.reviewed_at.strftime(INSTANT), 60),
        *(review.day.isoformat(), 2000, "drill", 0.9, response, 1, review.fingerprint, 0, voided),
    )


def read_reviews(path: Path) -> Rows:
    """Return the reviews of a file, read without this program."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM review").fetchall()
    reviews: Rows = {(row[0], row[1]): row for row in rows}
    assert len(reviews) == len(rows)
    return reviews


def zero_pages(content: bytearray, dice: Random) -> None:
    for page in dice.sample(range(len(content) // PAGE), dice.randint(1, 5)):
        content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def lose_half_of_the_pages(content: bytearray, dice: Random) -> None:
    for page in dice.sample(range(len(content) // PAGE), len(content) // PAGE // 2):
        content[page * PAGE : (page + 1) * PAGE] = dice.choice([bytes(PAGE), dice.randbytes(PAGE)])


def cut_the_end(content: bytearray, dice: Random) -> None:
    del content[dice.randrange(PAGE, len(content)) :]


def lose_the_header(content: bytearray, dice: Random) -> None:
    content[:HEADER] = dice.choice([bytes(HEADER), dice.randbytes(HEADER)])


def lose_the_schema(content: bytearray, dice: Random) -> None:
    content[: 2 * PAGE] = dice.choice([bytes(2 * PAGE), dice.randbytes(2 * PAGE)])


def write_noise(content: bytearray, dice: Random) -> None:
    start, length = dice.randrange(len(content) - PAGE), dice.randint(1, 5 * PAGE)
    content[start : start + length] = dice.randbytes(len(content[start : start + length]))


def swap_pages(content: bytearray, dice: Random) -> None:
    # Which page a long answer goes on to is written, but not whose a page is: nobody could tell those apart
    trees = [at for at in range(PAGE, len(content), PAGE) if content[at]]
    one, other = dice.sample(trees, 2)
    content[one : one + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE],
        content[one : one + PAGE],
    )


def flip_bits(content: bytearray, dice: Random) -> None:
    for _ in range(dice.choice([1, 3, 30])):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def loop_pages(path: Path, name: str) -> None:
    """Put pages above the first page of a table or an index that lead to each other over and over: rows without end."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        query = "SELECT rootpage FROM sqlite_master WHERE name = ? UNION ALL SELECT 1"
        (root,) = connection.execute(query, (name,)).fetchone()
    content = bytearray(path.read_bytes())
    start, stop = (HEADER, PAGE) if root == 1 else ((root - 1) * PAGE, root * PAGE)
    if root == 1:
        (child,) = unpack_from(">I", content, HEADER + 8)
        kind, cell = 5, b"\x01"
    else:
        leaf = bytes(content[start:stop])
        (at,) = unpack_from(">H", leaf, 8)
        # The key above each page: a number of a row, or a row of the index itself
        kind, cell = (5, b"\x01") if leaf[0] == TABLE_LEAF else (2, leaf[at : at + 1 + leaf[at]])
        content += leaf
        child = len(content) // PAGE
    for _ in range(DEPTH):
        content += make_above(child, kind, cell, 0)
        child = len(content) // PAGE
    content[start:stop] = make_above(child, kind, cell, start % PAGE)
    content[28:32] = (len(content) // PAGE).to_bytes(4)
    path.write_bytes(content)


def make_above(child: int, kind: int, cell: bytes, start: int) -> bytes:
    """Return a page, from its byte `start` on, all of whose cells lead to one page."""
    cells = child.to_bytes(4) + cell
    count = min(200, (PAGE - start - 12) // (len(cells) + 2))
    places = [PAGE - (number + 1) * len(cells) for number in range(count)]
    head = pack(">BHHHBI", kind, 0, count, places[-1], 0, child) + pack(f">{count}H", *places)
    return head.ljust(PAGE - start - count * len(cells), b"\0") + cells * count


DAMAGES: tuple[Damage, ...] = (
    zero_pages,
    lose_half_of_the_pages,
    cut_the_end,
    lose_the_header,
    lose_the_schema,
    write_noise,
    swap_pages,
    flip_bits,
)


def mend_damaged(history: History, content: bytes, folder: Path) -> Outcome:
    """Mend a damaged copy of a history; raise what that raises."""
    path = folder / "history.db"
    path.write_bytes(content)
    changed = {
        at // PAGE + 1
        for at in range(0, len(history.content), PAGE)
        if content[at : at + PAGE] != history.content[at : at + PAGE]
    }
    said = repair_database(str(path), NOW)
    assert said.left == []
    assert repair_database(str(path), NOW) == ([], [])
    found = read_reviews(path)
    # A long answer goes on in other pages, which may be damaged as well
    whole = {
        key
        for key, page in history.pages.items()
        if page not in changed and (not changed or len(str(history.reviews[key][11])) < PAGE // 2)
    }
    wrong = {key for key, row in found.items() if row != history.reviews.get(key)}
    return Outcome(found, whole, wrong, said.done)


def measure(history: History, damage: Damage, dice: Random) -> list[int]:
    """Return of one case: that it is one, reviews saved, on undamaged pages, missed of those, wrong, file refused."""
    content = bytearray(history.content)
    damage(content, dice)
    with TemporaryDirectory() as folder:
        try:
            outcome = mend_damaged(history, bytes(content), Path(folder))
        except DatabaseError:
            return [1, 0, 0, 0, 0, 1]
    missed = outcome.whole - set(outcome.reviews)
    return [1, len(outcome.reviews), len(outcome.whole), len(missed), len(outcome.wrong), 0]


def main() -> int:
    """Damage many files; return 1 where a review was lost that stood on an undamaged page, or is wrong."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        history = write_history(Path(folder) / "whole.db", Random(chosen.seed))
    failed = False
    for place, damage in enumerate(DAMAGES):
        cases = range(place, chosen.cases, len(DAMAGES))
        figures = [measure(history, damage, Random(f"{chosen.seed} {number}")) for number in cases]
        files, saved, whole, missed, wrong, refused = map(sum, zip(*figures, strict=True))
        sys.stdout.write(
            f"{damage.__name__}: {files} files, {saved} reviews saved, {whole} on undamaged pages, "
            f"{missed} of those missed, {wrong} wrong, {refused} files refused\n"
        )
        failed = failed or bool(missed or refused or (wrong and damage is not flip_bits))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
