"""A session in; a sentence for everything that is wrong in the whole database out."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlmodel import Session, SQLModel

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.storage.backups.copying import list_findings
from tvp_quiz.storage.guard import find_foreign, lift_limit
from tvp_quiz.storage.repairs.differences import describe_difference, find_differences
from tvp_quiz.storage.repairs.orphans import ORPHANS
from tvp_quiz.storage.repairs.rules import list_rules, prepare_rules

DOUBLED = "SELECT id FROM review GROUP BY id HAVING count(*) > 1"


def verify_database(session: Session) -> list[str]:
    """Return what is wrong with the file, with what stands in it, and with the memories, which are replayed.

    What can't be read, or not be trusted, is not looked into any further.
    """
    is_file = session.connection().dialect.name == "sqlite"
    found = [*verify_schema(session.connection()), *verify_file(session.connection())] if is_file else []
    if found:
        return found
    if is_file:
        lift_limit(session.connection().connection.driver_connection)  # type: ignore[arg-type] # SQLite's
    wrong = list(verify_values(session.connection())) if is_file else []
    loose = [*verify_references(session.connection(), is_file=is_file), *verify_ids(session)]
    if wrong:
        return [*wrong, *loose]
    differences = find_differences(session)
    return [*loose, *(sentence for difference in differences for sentence in describe_difference(difference))]


def verify_schema(connection: Connection) -> Iterator[str]:
    """Yield what is in the file beside the tables of this program."""
    for kind, name in find_foreign(connection.connection.driver_connection):  # type: ignore[arg-type] # SQLite's
        yield f"Not of tvp-quiz: the {kind} {name}."


def verify_file(connection: Connection) -> Iterator[str]:
    """Yield what SQLite finds wrong in the structure of its file."""
    for finding in list_findings(connection.connection.driver_connection):  # type: ignore[arg-type] # SQLite's
        yield f"The file is damaged: {finding}."


def verify_values(connection: Connection) -> Iterator[str]:
    """Yield which columns hold what this program never writes, or something that contradicts another column."""
    prepare_rules(connection)
    for table in SQLModel.metadata.sorted_tables:
        rules = list_rules(table)
        sums = ", ".join(f"sum(({rule}) IS NOT 1)" for rule in rules.values())
        counts = connection.exec_driver_sql(f'SELECT {sums} FROM "{table.name}"').one()  # noqa: S608 - our own names
        for name, count in zip(rules, counts, strict=True):
            if count:
                where = name.removeprefix(f"{table.name}_")
                yield f"Never written by tvp-quiz: the {where} in {say_count(count, 'row')} of {table.name}."


def verify_references(connection: Connection, *, is_file: bool) -> Iterator[str]:
    """Yield which rows belong to something that is not there; a server looks after its references itself."""
    if is_file:
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
        for (table, parent), count in Counter((row[0], row[2]) for row in rows).items():
            yield f"Not there: the {parent} of {say_count(count, 'row')} of {table}."
    for orphans in ORPHANS:
        count = connection.execute(text(f"SELECT count(*) FROM {orphans.table} WHERE {orphans.condition}")).scalar_one()  # noqa: S608 - our own words
        if count:
            yield f"Of no use: {say_count(count, 'row')} of {orphans.table} {orphans.says}."


def verify_ids(session: Session) -> Iterator[str]:
    """Yield the reviews that two learners have: an id is given once."""
    for (review,) in session.execute(text(DOUBLED)):
        yield f"More than one learner has the review {review}."
