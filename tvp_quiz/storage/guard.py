"""A connection to a SQLite file that anybody may have written in; its defences up, and what is not ours found."""

import os
import re
import sqlite3
from itertools import chain, repeat
from pathlib import Path

# Loading the tables' definitions to compare their names would take longer than reading the history
TABLES = frozenset(
    "alembic_version bank_seen card_change card_former card_mark catch_up demo_approval demo_run exam_paper "  # noqa: SIM905 - two lines say as much as seventeen
    "exam_question learner memory plan plan_decision release review sitting".split()
)
INDEXES = frozenset(
    ("card_of_former", "exam_question_judged", "memory_due", "review_in_order", "review_of_card", "review_of_day")
)
OURS = {"table": TABLES, "index": INDEXES}

# What stands before a parenthesis where a table or an index of ours is made: all else would call a function
CALLED = TABLES | {"check", "in", "key", "char", "varchar"}
# What computes, calls another program's code, keeps no row ids, or makes an index of some rows only
NEVER = frozenset(("as", "collate", "conflict", "virtual", "where", "without"))
SIGNS = re.compile(r"[^\s\w(),\"'<>=]")

# How SQLite begins what it finds in a value, which harms no copy; all else is about the file's structure
OF_VALUES = ("CHECK constraint failed in ", "NULL value in ", "TEXT value in ", "NUMERIC value in ")

# Longer than any row of ours, shorter than what fills the memory
LONGEST = 1 << 24
LONGEST_NAME = 60

# Our schema has sixty rows, and none of them is as long as a page
LONGEST_SQL = 1 << 20
SCHEMA_STEPS = 20_000

# Steps of SQLite's own machine: pages that lead to each other over and over are rows without end
STEPS = 1 << 17
# Half a second or so: the largest bank that there may be, taken over by a history that is still small, is a tenth of it
LEAST_STEPS = 1 << 24
STEPS_PER_BYTE = 4


def defend(connection: sqlite3.Connection, path: Path) -> None:
    """Let a file's own schema call nothing that matters, its pages be checked, and nothing in it have no end.

    Raises sqlite3.DatabaseError where its schema can't be read; the connection is closed then.
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL)
    connection.set_progress_handler(repeat(1).__next__, SCHEMA_STEPS)
    try:
        # Whatever is asked first has SQLite read the whole schema
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    limit_work(connection, path)


def limit_work(connection: sqlite3.Connection, path: Path) -> None:
    """Interrupt what takes far longer than a file of that size can ask for, from now until this is called again.

    What SQLite calls is not of Python, so that no signal ends in it and is lost.
    """
    steps = LEAST_STEPS + STEPS_PER_BYTE * (measure(path) + measure(f"{path}-wal"))
    connection.set_progress_handler(chain(repeat(0, steps // STEPS), repeat(1)).__next__, STEPS)


def lift_limit(connection: sqlite3.Connection) -> None:
    """Let a file be worked on for as long as that takes, which is known to be whole; until `limit_work` is called."""
    connection.set_progress_handler(None, 0)


def measure(path: Path | str) -> int:
    """Return the size of a file in bytes, 0 where there is none."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 - pathlib is slow, and every answer waits for this
    except OSError:
        return 0


def find_foreign(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the kind and the name of all that a schema holds beside plain tables and indexes of this program."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    own = [sql for kind, name, sql in rows if is_known(kind, name, sql)]
    # To look at all of them at once takes half as long
    if len(own) == len(rows) and is_plain(" ".join(filter(None, own))):
        return []
    return [
        (str(kind), str(name)[:LONGEST_NAME])
        for kind, name, sql in rows
        if not (is_known(kind, name, sql) and is_plain(sql or ""))
    ]


def is_known(kind: object, name: object, sql: object) -> bool:
    """Tell whether a name in a schema is one of ours, or of SQLite's own for what makes our keys unique."""
    if isinstance(name, str) and name.startswith("sqlite_"):
        return kind == ("index" if sql is None else "table")
    return isinstance(kind, str) and isinstance(sql, str) and name in OURS.get(kind, ())


def is_plain(sql: str) -> bool:
    """Tell whether the SQL that makes a table or an index is of words that ours is made of."""
    sql = sql.lower()
    called = {(part.rstrip().strip('"').rsplit(None, 1) or [""])[-1].strip('"') for part in sql.split("(")[:-1]}
    words = sql.replace("(", " ").replace(",", " ").split()
    return called <= CALLED and NEVER.isdisjoint(words) and not SIGNS.search(sql)
