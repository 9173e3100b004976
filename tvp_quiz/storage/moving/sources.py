"""Files of histories in, exports, databases or backups from anywhere; each as a database of ours with its rows, out."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable
from sqlmodel import Session, SQLModel

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.copying import check_schema, check_structure, open_scratch
from tvp_quiz.storage.backups.packing import DATABASE, GZIP, HEADER_BYTES, read_size, unpack
from tvp_quiz.storage.disk import open_workspace
from tvp_quiz.storage.engine import begin, connect, explain_errors
from tvp_quiz.storage.exam_tables import ExamQuestionRow
from tvp_quiz.storage.file import HEAD, HOLLOW, STRANGE
from tvp_quiz.storage.guard import find_foreign, lift_limit
from tvp_quiz.storage.holes import find_log, is_hollow
from tvp_quiz.storage.migration import upgrade_copy
from tvp_quiz.storage.moving.exchange import ROWS, Row, make_rows, read_records
from tvp_quiz.storage.moving.lines import open_regular, read_lines, refuse_at
from tvp_quiz.storage.moving.records import Record
from tvp_quiz.storage.portions import split
from tvp_quiz.storage.repairs.orphans import ORPHANS
from tvp_quiz.storage.repairs.verify import DOUBLED
from tvp_quiz.storage.tables import get_table

MOST_BYTES = 1 << 31
SMALL_BYTES = 1 << 26
MOST_LEARNERS = 1000
TRIES = 5
LOOSE = "it belongs to a learner, a sitting or an exam that is not there"
TWICE = "it is there twice, or its parts contradict each other"
COPY = "copy.db"
MOVED: tuple[type[SQLModel], ...] = (*ROWS.values(), ExamQuestionRow)

Placed = tuple[str, type[SQLModel], Row]


@contextmanager
def open_source(path: Path) -> Iterator[Engine]:
    """Yield a database that holds what a file says, every row of it checked; the file is only read.

    Raises DatabaseError for a file that is no history, is damaged, or says what can't be.
    """
    with open_workspace() as folder:
        engine = connect_scratch(folder / "rows.db")
        try:
            with explain_errors(str(path)):
                create_tables(engine)
                fill(engine, path, read_source(path, folder))
            yield engine
        finally:
            engine.dispose()


def connect_scratch(path: Path) -> Engine:
    """Return an engine for a new file that need not outlive this process, where all must refer to what is there."""
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=partial(open_scratch, path))
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    # It begins empty, and takes in as much as there is
    event.listen(engine, "connect", lambda connection, _: lift_limit(connection))
    event.listen(engine, "begin", begin)
    return engine


def create_tables(engine: Engine) -> None:
    """Create the tables of what moves; by their keys alone, they are filled in half the time."""
    with engine.begin() as connection:
        for table in MOVED:
            connection.execute(CreateTable(get_table(table)))


def read_source(path: Path, folder: Path) -> Iterator[tuple[str, Record]]:
    """Yield the records of a file of any kind, each with its place; `folder` is for what is needed meanwhile."""
    with open_regular(path) as stream:
        start = stream.read(len(DATABASE))
    if start == DATABASE:
        yield from read_database(path, copy_files(path, folder))
    elif start.startswith(GZIP):
        copy = folder / COPY
        unpack(path, copy)
        yield from read_database(path, copy)
    else:
        yield from read_lines(path)


def copy_files(path: Path, folder: Path) -> Path:
    """Copy a database with its log into a folder, and return the copy: SQLite would write beside a file to read it.

    Raises DatabaseError where it is too large, or written all the time.
    """
    for _ in range(TRIES):
        copies = {path: folder / COPY, find_log(path): folder / f"{COPY}-wal"}
        files = [file for file in copies if file.exists()]
        before = list(map(identify, files))
        check_size(path, sum(size for size, _ in before))
        for file in files:
            shutil.copyfile(file, copies[file])
        if before == list(map(identify, files)):
            return folder / COPY
    raise DatabaseError(f"{path} is in use: export it with `tvp-quiz data export`, and merge that.")


def check_size(path: Path, size: int) -> None:
    """Raise DatabaseError for a database that is too large to be copied, or says of itself that most of it is none."""
    if size > MOST_BYTES:
        raise DatabaseError(f"{path} is larger than 2 GB: export it with `tvp-quiz data export`, and merge that.")
    if is_hollow(path):
        raise DatabaseError(STRANGE.format(place=path, error=HOLLOW))
    with open_regular(path) as stream:
        start = stream.read(HEADER_BYTES)
    if size > SMALL_BYTES and size > 2 * read_size(start):
        raise DatabaseError(f"{path} is damaged: `tvp-quiz --db FILE data verify --repair` saves what can be read.")


def identify(file: Path) -> tuple[int, int]:
    """Return what changes with a file's content: its size, and when it was written."""
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def prepare_copy(copy: Path, path: Path) -> None:
    """Bring a copied database to the newest schema; `path` is what it is a copy of.

    Raises DatabaseError where that is no history, is damaged, or holds what is not ours.
    """
    revision = check_schema(copy, path)
    with closing(open_scratch(copy)) as connection:
        foreign = find_foreign(connection)
    if revision is None or foreign:
        what = f"holds a {foreign[0][0]} named {foreign[0][1]}, which is not of tvp-quiz" if foreign else "is empty"
        raise DatabaseError(f"{path} {what}, so nothing was changed: name the file of a history.")
    check_structure(copy, path)
    if revision != HEAD:
        upgrade_copy(copy)


def read_database(path: Path, copy: Path) -> Iterator[tuple[str, Record]]:
    """Yield the records of a copied database of any schema of ours; `path` is what it is a copy of."""
    prepare_copy(copy, path)
    engine = connect(str(copy))
    try:
        with Session(engine) as session:
            yield from ((str(path), record) for record in read_records(session))
    except ValueError as error:
        raise DatabaseError(
            f"{path}: {error}, so nothing was changed: `tvp-quiz --db FILE data verify --repair` mends what it can."
        ) from error
    finally:
        engine.dispose()


def fill(engine: Engine, path: Path, records: Iterator[tuple[str, Record]]) -> None:
    """Add the rows of records to empty tables. Raises DatabaseError where they contradict each other."""
    with Session(engine) as session, session.begin():
        records = check_learners(records)
        placed = ((place, table, row) for place, record in records for table, row in make_rows(record))
        for _, group in groupby(placed, key=lambda one: one[1]):
            for chunk in split(group):
                add_rows(session, chunk)
        check_parents(session, path)


def check_learners(records: Iterator[tuple[str, Record]]) -> Iterator[tuple[str, Record]]:
    """Yield the records. Raises DatabaseError where they are of more learners than any class has."""
    learners = 0
    for place, record in records:
        learners += record.type == "learner"
        if learners > MOST_LEARNERS:
            raise refuse_at(place, f"it is of more than {MOST_LEARNERS:,} learners")
        yield place, record


def add_rows(session: Session, chunk: list[Placed]) -> None:
    """Add rows of one table. Raises DatabaseError at the place of the first that can't be."""
    place, table_of, _ = chunk[0]
    try:
        with session.begin_nested():
            session.execute(insert(get_table(table_of)), [row for _, _, row in chunk])
    except IntegrityError as error:
        if len(chunk) > 1:
            for one in chunk:
                add_rows(session, [one])
        is_loose = "FOREIGN KEY" in str(error.orig)
        raise refuse_at(place, LOOSE if is_loose else TWICE) from error


def check_parents(session: Session, path: Path) -> None:
    """Raise DatabaseError where a file holds what can't be anything without what it lacks, or one review of two."""
    tables = {str(table.__tablename__) for table in MOVED}
    for orphans in ORPHANS:
        found = f"SELECT 1 FROM {orphans.table} WHERE {orphans.condition} LIMIT 1"  # noqa: S608 - our own words
        if orphans.table in tables and session.execute(text(found)).first():
            raise refuse_at(str(path), f"rows of {orphans.table} {orphans.says}")
    if session.execute(text(DOUBLED)).first():
        raise refuse_at(str(path), "two learners have the same review")
