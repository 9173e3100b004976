"""Rows of unknown tables in; those that can be told to be ours in their tables out."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

from tvp_quiz.storage.repairs.rules import describe_column, join_rules, list_rules, prepare_rules
from tvp_quiz.storage.repairs.salvage_pages import TABLE_LEAF, Pages, Record, read_rows

# Memories are made anew from the reviews, and the others when the banks are next looked at
DERIVED = {"memory", "bank_seen", "card_change", "release"}

# Pages that are empty by now still hold rows as they once were: which of two comes first
NEWER = {
    "review": "voided_at IS NULL",
    "card_former": "dropped DESC",
    "exam_paper": "handed_in_at IS NULL, used_ms DESC",
    "exam_question": "marked IS NULL, ms DESC",
    "learner": "max(ifnull(retention_at, ''), ifnull(new_at, ''), ifnull(rollover_at, '')) DESC",
    "card_mark": "max(ifnull(suspended_at, ''), ifnull(buried_at, '')) DESC",
    "plan": "changed_at DESC",
    "catch_up": "changed_at DESC",
}
BATCH = 1000
WIDEST = max(len(table.columns) for table in SQLModel.metadata.tables.values())
REVIEW = SQLModel.metadata.tables["review"]

# What three indexes hold of each review before the number of its row: which it is, when it was given, and whose it is
KNOWN = ("learner", "card", "reviewed_at", "id")
TIMED = ("learner", "reviewed_at", "id")
OWNED = ("learner", "id")
INDEXES = {
    len(columns) + 1: (name, columns) for name, columns in (("known", KNOWN), ("timed", TIMED), ("owned", OWNED))
}

# A damaged letter may read as another one: a review is in doubt where the index knows it otherwise, and no other index
# bears it out. One that no index knows is kept, for they may be damaged as well
CONTRADICTED = (
    "(id, learner, card, reviewed_at) NOT IN (SELECT id, learner, card, reviewed_at FROM temp.known) AND ("
    "EXISTS (SELECT 1 FROM temp.known AS other WHERE other.id = review.id AND (other.card <> review.card OR "
    "(other.learner <> review.learner AND (review.id, review.learner) NOT IN (SELECT id, learner FROM temp.owned)) OR "
    "(other.reviewed_at <> review.reviewed_at AND "
    "(review.id, review.reviewed_at) NOT IN (SELECT id, reviewed_at FROM temp.timed)))) OR "
    "((id, learner) NOT IN (SELECT id, learner FROM temp.owned) AND (learner, card, reviewed_at) IN "
    "(SELECT learner, card, reviewed_at FROM temp.known WHERE id NOT IN (SELECT id FROM main.review))))"
)
LOST = (
    "SELECT count(DISTINCT id), min(reviewed_at), max(reviewed_at) FROM temp.known "
    "WHERE id NOT IN (SELECT id FROM main.review)"
)


class Column(NamedTuple):
    """A column as its table has it, in its order."""

    name: str
    default: str | None
    is_needed: bool


def stage(connection: Connection, pages: Pages) -> None:
    """Put all rows of a file where they can be looked through: those of tables by their number of values."""
    prepare_rules(connection)
    for name, columns in INDEXES.values():
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE {name} ({', '.join(columns)}, UNIQUE ({', '.join(columns[::-1])}))"
        )
    waiting: dict[str, list[Record]] = defaultdict(list)
    for number in pages.list_numbers():
        for name, record in sort_rows(pages, number):
            waiting[name].append(record)
        for name in [name for name, records in waiting.items() if len(records) >= BATCH]:
            write(connection, name, waiting.pop(name))
    for name, records in waiting.items():
        write(connection, name, records)
    for name, columns in INDEXES.values():
        rules = " AND ".join(f"({describe_column(REVIEW.columns[column])})" for column in columns)
        connection.exec_driver_sql(f"DELETE FROM temp.{name} WHERE NOT ({rules})")  # noqa: S608 - our own words


def clear(connection: Connection) -> None:
    """Forget all that is staged."""
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_temp_master WHERE type = 'table'").scalars().all():
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")


def sort_rows(pages: Pages, number: int) -> Iterator[tuple[str, Record]]:
    """Yield the rows of a page with the name of the table that they are staged in."""
    rows = list(read_rows(pages, number))
    for place, (kind, record) in enumerate(rows):
        if kind == TABLE_LEAF:
            if len(record) <= WIDEST:
                yield name_stage(len(record)), record
        elif len(record) in INDEXES and is_in_order([row for _, row in rows[max(place - 1, 0) : place + 2]]):
            name, columns = INDEXES[len(record)]
            yield name, record[: len(columns)]


def is_in_order(rows: list[Record]) -> bool:
    """Tell whether neighbours in an index stand as they should: where they don't, one of them is damaged."""
    try:
        return all(before < after for before, after in pairwise(rows))
    except TypeError:
        return False


def name_stage(width: int) -> str:
    """Return the name of the table for rows of so many values."""
    return f"rows_of_{width}"


def write(connection: Connection, stage_name: str, records: list[Record]) -> None:
    """Add rows of one width to those that are looked through."""
    width = len(records[0])
    if stage_name == name_stage(width):
        columns = ", ".join(f"c{number}" for number in range(width))
        connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {stage_name} ({columns})")
    marks = ", ".join("?" * width)
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.{stage_name} VALUES ({marks})", records)  # noqa: S608 - our own names


def fill_tables(connection: Connection) -> dict[str, int]:
    """Move the rows that can be told to be ours to their tables, and return how many each has then."""
    return {
        table.name: fill_table(connection, table)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in DERIVED
    }


def fill_table(connection: Connection, table: Table) -> int:
    """Move the rows of one table; older schemas lack its last columns, which then have what a migration gives them."""
    columns = [
        Column(name, default, bool(is_needed and default is None))
        for _, name, _, is_needed, default, _ in connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")')
    ]
    order = ", ".join([*([NEWER[table.name]] if table.name in NEWER else []), "found"])
    fewest = max(number for number, column in enumerate(columns, 1) if column.is_needed)
    stages = connection.exec_driver_sql("SELECT name FROM sqlite_temp_master").scalars().all()
    for width in range(len(columns), fewest - 1, -1):
        if name_stage(width) in stages:
            values = [f'c{at} AS "{column.name}"' for at, column in enumerate(columns[:width])]
            values += [f'{column.default or "NULL"} AS "{column.name}"' for column in columns[width:]]
            names = ", ".join(f'"{column.name}"' for column in columns)
            connection.exec_driver_sql(
                f'INSERT OR IGNORE INTO main."{table.name}" ({names}) SELECT {names} FROM '  # noqa: S608 - our own names
                f"(SELECT rowid AS found, {', '.join(values)} FROM temp.{name_stage(width)}) "
                f"WHERE {join_rules(list_rules(table))} ORDER BY {order}"
            )
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM main."{table.name}"').scalar_one())  # noqa: S608 - the same
