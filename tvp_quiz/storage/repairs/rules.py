"""A table of ours in, what SQLite finds true of every row that this program writes out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Connection, Table, TypeDecorator

# Filling the metadata, which those who ask for rules go through, is what they are loaded for
from tvp_quiz.storage import bank_tables, demo_tables, exam_tables, plan_tables, tables  # noqa: F401 - see above

# SQLite keeps any value in any column, so each is asked for its type as well; what `date` changes, when it has to
# reckon with it, was no day.
# Days and instants are kept as SQLAlchemy writes them.
OF_TYPE = {
    str: "typeof({0}) = 'text' AND is_text(CAST({0} AS BLOB))",
    int: "typeof({0}) = 'integer'",
    bool: "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    float: "typeof({0}) IN ('real', 'integer') AND abs({0}) < 1e300",
    date: "typeof({0}) = 'text' AND {0} IS date({0}, '+0 days') AND substr({0}, 1, 4) >= '0001'",
    datetime: "typeof({0}) = 'text' AND substr({0}, 1, 19) IS datetime(substr({0}, 1, 19), '+0 days') "
    "AND substr({0}, 1, 4) >= '0001' AND substr({0}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'",
    UUID: "typeof({0}) = 'text' AND length({0}) = 32 AND {0} NOT GLOB '*[^0-9a-f]*'",
}

# The end of a long text whose page was lost, which SQLite doesn't notice
ZEROS = bytes(4)

# What no clock and no setting amounts to: an offset of a day, an answer that took thirty years
OF_COLUMN = {
    "utc_offset": "{0} BETWEEN -1439 AND 1439",
    "duration_ms": "{0} < 1000000000000",
    "ms": "{0} < 1000000000000",
    "limit_ms": "{0} < 1000000000000",
    "retention": "{0} BETWEEN 0.01 AND 0.9999",
    # Whatever is learned then would be due after the last day there is
    "day": "substr({0}, 1, 4) < '9850'",
}


def list_rules(table: Table) -> dict[str, str]:
    """Return by column, or by the name of a constraint, what is true of each row of ours, in SQLite's SQL.

    `is_text` is a function that the connection must have.
    """
    columns = {column.name: describe_column(column) for column in table.columns}
    checks = {
        str(rule.name): f"({rule.sqltext}) IS NOT 0" for rule in table.constraints if isinstance(rule, CheckConstraint)
    }
    return columns | checks


def describe_column(column: Column[object]) -> str:
    """Return what is true of each value of ours in a column."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    templates = [OF_TYPE[kind.python_type], *([OF_COLUMN[column.name]] if column.name in OF_COLUMN else [])]
    name = f'"{column.name}"'
    rule = " AND ".join(f"({template.format(name)})" for template in templates)
    return f"({name} IS NULL OR {rule})" if column.nullable else rule


def join_rules(table: Table) -> str:
    """Return the condition that all rows of ours meet."""
    return " AND ".join(f"(({rule}) IS 1)" for rule in list_rules(table).values())


def is_text(content: bytes | None) -> bool:
    """Tell whether bytes are text: SQLite keeps others as text, too, and fails to hand them out."""
    try:
        (content or b"").decode()
    except UnicodeDecodeError:
        return False
    return ZEROS not in (content or b"")


def prepare_rules(connection: Connection) -> None:
    """Give a connection to SQLite the function that the rules ask for."""
    driver = connection.connection.driver_connection
    driver.create_function("is_text", 1, is_text, deterministic=True)  # type: ignore[union-attr] # SQLite's is there
