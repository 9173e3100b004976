"""A damaged file in; a new one in its place with the rows that could be read, and in sentences what was lost, out."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from filecmp import cmp
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import explain_folder_errors, find_folder, hold_folder, list_backups
from tvp_quiz.storage.backups.copying import open_existing
from tvp_quiz.storage.backups.restoring import open_candidate
from tvp_quiz.storage.disk import seal_file
from tvp_quiz.storage.engine import explain_errors, for_writing
from tvp_quiz.storage.file import explain_file_errors
from tvp_quiz.storage.guard import lift_limit
from tvp_quiz.storage.holding import hold_writers, keep_damaged, put_in_place
from tvp_quiz.storage.holes import find_log
from tvp_quiz.storage.repairs.mending import Repair, mend, set_aside
from tvp_quiz.storage.repairs.salvage_pages import read_pages
from tvp_quiz.storage.repairs.salvage_rows import CONTRADICTED, LOST, clear, fill_tables, stage
from tvp_quiz.storage.repairs.verify import verify_database
from tvp_quiz.storage.schema import open_engine

FRESH = "salvage.part"
NOUNS = {
    "review": "review",
    "sitting": "sitting",
    "learner": "learner",
    "card_mark": "marked card",
    "exam_paper": "exam",
    "plan": "plan",
}


def salvage_file(path: Path, aside: Path, now: datetime) -> Repair:
    """Put what can be read of a damaged file into a new one, which takes its place; the old one is kept beside it.

    Rows that can't be anything go to the file `aside`. Raises DatabaseError where there is nothing of this program.
    """
    with hold_folder(path, wait=True), explain_folder_errors(find_folder(path)), hold_writers(path):
        fresh = find_folder(path) / FRESH
        done, left = fill(fresh, find_source(path), aside, now)
        kept = keep_damaged(path, now)
        put_in_place(fresh, path)
    done.append(f"The damaged file is kept as {kept.name}.")
    return Repair([*done, *compare_backup(path)], left)


def find_source(path: Path) -> Path:
    """Return the file to read: the copy that an earlier salvage has kept, if that was ended before its last step."""
    if not find_log(path).exists():
        for kept in path.parent.glob(f"{path.name}.damaged-*Z"):
            if find_log(kept).exists() and cmp(kept, path, shallow=False):
                return kept
    return path


def fill(fresh: Path, source: Path, aside: Path, now: datetime) -> Repair:
    """Make a new file, on the disk, of what can be read of another."""
    engine = open_engine(str(fresh), now)
    try:
        with explain_errors(str(fresh)), Session(for_writing(engine)) as session, session.begin():
            done = [*read_over(session.connection(), source, aside), *mend(session, aside, now)]
            session.flush()
            left = verify_database(session)
    finally:
        engine.dispose()
    seal_file(fresh)
    return Repair(done, left)


def read_over(connection: Connection, source: Path, aside: Path) -> Iterator[str]:
    """Take over what can be read of a file, and yield what that is and what is known to be lost."""
    counts: Mapping[str, int] = {}
    lift_limit(connection.connection.driver_connection)  # type: ignore[arg-type] # SQLite's is there
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for pages in read_pages(source):
        stage(connection, pages)
        counts = fill_tables(connection)
        if counts["review"] or counts["learner"]:
            break
        clear(connection)
    else:
        raise DatabaseError(
            f"Nothing in {source} can be told to be of tvp-quiz, so it was left as it is: "
            "`tvp-quiz data restore` goes back to a backup."
        )
    contradicted = set_aside(connection, aside, "review", CONTRADICTED)
    counts = {**counts, "review": counts["review"] - contradicted}
    saved = [say_count(count, noun) for table, noun in NOUNS.items() if (count := counts[table])]
    yield f"Saved into a new file: {', '.join(saved)}."
    if contradicted:
        reviews = say_count(contradicted, "review")
        yield f"Set aside in {aside.name}, because an index knows them otherwise: {reviews}."
    lost, first, last = connection.exec_driver_sql(LOST).one()
    if lost:
        yield f"Lost, of what an index still knows, from {first[:10]} to {last[:10]}: {say_count(lost, 'review')}."


def compare_backup(path: Path) -> Iterator[str]:
    """Yield how many reviews the last backup that can be read has which the new file lacks."""
    for backup in list_backups(path):
        try:
            with (
                open_candidate(backup.path) as copy,
                explain_file_errors(copy),
                closing(open_existing(path)) as history,
            ):
                lift_limit(history)
                history.execute("ATTACH ? AS backup", (str(copy),))
                count = "SELECT count(*) FROM backup.review WHERE (learner, id) NOT IN (SELECT learner, id FROM review)"
                (missing,) = history.execute(count).fetchone()
        except DatabaseError:
            continue
        if missing:
            reviews = say_count(missing, "review")
            yield f"A backup holds {reviews} more: `tvp-quiz data merge {backup.path}` adds what it holds."
        return
