"""A session in; a sentence for everything that is wrong in the whole database out."""

from collections.abc import Iterator
from itertools import groupby
from math import isclose

from sqlmodel import Session, col, select

from tvp_quiz.domain.review import Memory
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.log import read_card_log, replay_row
from tvp_quiz.storage.tables import MemoryRow, ReviewRow

# The last bits of exp and pow differ from one C library to the next, and a database may have moved between machines
TOLERANCE = 1e-9
CHUNK = 1000


def verify_database(session: Session) -> list[str]:
    """Return what SQLite finds wrong in its file, and where a learner's memory is not what their log amounts to."""
    return [*verify_file(session), *verify_memories(session)]


def verify_file(session: Session) -> Iterator[str]:
    """Yield what SQLite finds wrong in the structure of its file; a server looks after its own."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    for (finding,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"The file is damaged: {finding}."
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of {table} refers to a row of {parent} that is not there."


def verify_memories(session: Session) -> Iterator[str]:
    """Yield where memories differ from the replay of their logs, for every learner."""
    renamed = {(row.learner, row.card) for row in session.exec(select(CardFormerRow))}
    kept = {(row.learner, row.card): row for row in session.exec(select(MemoryRow))}
    log = select(ReviewRow).where(col(ReviewRow.voided_at).is_(None))
    order = (ReviewRow.learner, ReviewRow.card, ReviewRow.reviewed_at, ReviewRow.id)
    rows = session.exec(log.order_by(*map(col, order)), execution_options={"yield_per": CHUNK})
    for (learner, card), reviews in groupby(rows, key=lambda row: (row.learner, row.card)):
        own = [row.to_review() for row in reviews]
        if (learner, card) not in renamed and (replayed := replay_row(learner, card, own)):
            yield from compare_rows(kept.pop((learner, card), None), replayed)
    for learner, card in sorted(renamed):
        if replayed := replay_row(learner, card, read_card_log(session, learner, card)):
            yield from compare_rows(kept.pop((learner, card), None), replayed)
    for learner, card in kept:
        yield f"{learner} has a memory of {card}, but no review that it could come from."


def compare_rows(kept: MemoryRow | None, replayed: MemoryRow) -> Iterator[str]:
    """Yield where what is kept of a card is not what its log amounts to."""
    if kept is None:
        yield f"{replayed.learner} has reviews of {replayed.card}, but no memory of it."
        return
    for name in (*Memory._fields, "fingerprint"):
        is_, should_be = getattr(kept, name), getattr(replayed, name)
        if not is_same(is_, should_be):
            yield (f"{kept.learner}'s memory of {kept.card} has the {name} {is_}, but its log amounts to {should_be}.")


def is_same(kept: object, replayed: object) -> bool:
    """Tell whether two values are equal, numbers but for their last bits."""
    if isinstance(kept, float) and isinstance(replayed, float):
        return isclose(kept, replayed, rel_tol=TOLERANCE)
    return kept == replayed
