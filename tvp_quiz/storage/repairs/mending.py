"""A session of a database that can be read in; what is wrong in it mended, and a sentence for each thing done out."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, tuple_
from sqlmodel import Session, SQLModel, col, select

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.settings import Settings
from tvp_quiz.storage.file import create_file
from tvp_quiz.storage.log import add_sitting
from tvp_quiz.storage.repairs.differences import find_differences, keep_replayed
from tvp_quiz.storage.repairs.orphans import ORPHANS
from tvp_quiz.storage.repairs.rules import join_rules, list_grave, list_rules, mend_columns, prepare_rules
from tvp_quiz.storage.tables import LearnerRow, ReviewRow, SittingRow


class Repair(NamedTuple):
    """What was done, in sentences, and what is wrong still."""

    done: list[str]
    left: list[str]


def mend(session: Session, aside: Path, now: datetime) -> Iterator[str]:
    """Mend what is wrong in rows and between them, and yield what was done.

    A row that can't be anything is moved to the end of the file `aside`; a review that can be read is never touched.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # A learner's row that is set aside is made anew below, before all is kept
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield from set_wrong_aside(connection, aside)
    for orphans in ORPHANS:
        if count := set_aside(connection, aside, orphans.table, orphans.condition):
            yield f"Set aside in {aside.name}: {say_count(count, 'row')} of {orphans.table} {orphans.says}."
    yield from restore_sittings(session)
    yield from restore_learners(session, now)
    yield from rebuild_memories(session)


def set_wrong_aside(connection: Connection, aside: Path) -> Iterator[str]:
    """Set rows aside that hold what this program never writes; it could not read them.

    What a row can do without is no reason to lose it, but left out or brought into order.
    """
    prepare_rules(connection)
    for table in SQLModel.metadata.sorted_tables:
        if count := set_aside(connection, aside, table.name, f"NOT ({join_rules(list_grave(table))})"):
            rows = say_count(count, "row")
            yield f"Set aside in {aside.name}: {rows} of {table.name} with what tvp-quiz never writes."
        if mended := mend_columns(table):
            wrong = f"NOT ({join_rules(list_rules(table))})"
            result = connection.exec_driver_sql(f'UPDATE "{table.name}" SET {mended} WHERE {wrong}')  # noqa: S608 - our own words
            if result.rowcount:
                yield f"Kept without what tvp-quiz never writes: {say_count(result.rowcount, 'row')} of {table.name}."


def set_aside(connection: Connection, aside: Path, table: str, condition: str) -> int:
    """Move the rows of a table that meet a condition to the end of a file, as JSON, and return how many there were."""
    if connection.dialect.name == "sqlite":
        # What is kept as text may be no text
        connection.connection.driver_connection.text_factory = decode_any  # type: ignore[union-attr] # SQLite's is there
    rows = [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE {condition}').mappings()]  # noqa: S608 - our own words
    if rows:
        if not aside.exists():
            create_file(aside)
        with aside.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps({"table": table, "row": row}, default=bytes.hex) + "\n" for row in rows)
            file.flush()
            os.fsync(file.fileno())
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE {condition}')  # noqa: S608 - the same
    return len(rows)


def decode_any(content: bytes) -> str:
    """Return bytes as text; those that are none become lone surrogates."""
    return content.decode("utf-8", "surrogateescape")


def restore_sittings(session: Session) -> Iterator[str]:
    """Make the sittings anew that reviews belong to; by what they were shuffled is lost."""
    known = select(SittingRow.learner, SittingRow.id)
    key = tuple_(col(ReviewRow.learner), col(ReviewRow.sitting))
    rows = session.exec(select(ReviewRow).where(key.not_in(known)).order_by(col(ReviewRow.reviewed_at))).all()
    first = {(row.learner, row.sitting): row for row in reversed(rows)}
    for (learner, sitting), row in first.items():
        add_sitting(session, learner, row.to_review(), sitting, seed=0)
    if first:
        yield f"Made anew from the reviews: {say_count(len(first), 'row')} of sitting."


def restore_learners(session: Session, now: datetime) -> Iterator[str]:
    """Make the learners anew whom rows belong to, with the settings that everybody begins with."""
    known = set(session.exec(select(LearnerRow.name)))
    for table in SQLModel.metadata.sorted_tables:
        if any(key.column.table.name == LearnerRow.__tablename__ for key in table.foreign_keys):
            named = session.connection().exec_driver_sql(f'SELECT DISTINCT learner FROM "{table.name}"').scalars()  # noqa: S608 - our own names
            for name in sorted(set(named) - known):
                known.add(name)
                session.add(LearnerRow(name=name, created_at=now, **asdict(Settings())))
                yield f"{name}'s settings are lost, so they are what everybody begins with: see `tvp-quiz settings`."
    session.flush()


def rebuild_memories(session: Session) -> Iterator[str]:
    """Let every memory be what its log amounts to."""
    count = 0
    for count, difference in enumerate(find_differences(session), 1):  # noqa: B007 - it is said below
        keep_replayed(session, difference)
    session.flush()
    if count:
        what = "memory of 1 card was" if count == 1 else f"memories of {count:,} cards were"
        yield f"The {what} rebuilt from the reviews."
