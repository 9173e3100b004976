"""A table of ours in, what SQLite finds true of every row that this program writes out."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import CheckConstraint, Column, Connection, Table, TypeDecorator

from tvp_quiz.domain.day import MINUTES_OF_DAY
from tvp_quiz.domain.plan import LONGEST_DAYS
from tvp_quiz.domain.settings import MOST_NEW

# Filling the metadata, which those who ask for rules go through, is what they are loaded for
from tvp_quiz.storage import bank_tables, demo_tables, exam_tables, plan_tables, tables  # noqa: F401 - see above
from tvp_quiz.storage.moving.exchange import parse
from tvp_quiz.storage.moving.fields import LONGEST_MS, MOST_QUESTIONS, Answer, Id, Name, Print, SharePart, Weights
from tvp_quiz.storage.moving.records import MarkedPart
from tvp_quiz.storage.tables import cut_answer

# SQLite keeps any value in any column, so each is asked for its type as well; what `date` changes, when it has to
# reckon with it, was no day.
# Days and instants are kept as SQLAlchemy writes them.
OF_TYPE = {
    str: "typeof({0}) = 'text'",
    int: "typeof({0}) = 'integer'",
    bool: "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    float: "typeof({0}) IN ('real', 'integer') AND abs({0}) < 1e300",
    date: "typeof({0}) = 'text' AND {0} IS date({0}, '+0 days') AND substr({0}, 1, 4) >= '1900'",
    datetime: "typeof({0}) = 'text' AND substr({0}, 1, 19) IS datetime(substr({0}, 1, 19), '+0 days') "
    "AND substr({0}, 1, 4) BETWEEN '1900' AND '9898' "
    "AND substr({0}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'",
    UUID: "typeof({0}) = 'text' AND length({0}) = 32 AND {0} NOT GLOB '*[^0-9a-f]*'",
}

# The end of a long text whose page was lost, which SQLite doesn't notice; a shorter text goes on in no other page
ZEROS = bytes(4)
SHORTEST_SPLIT = 400
WORD = re.compile(r"\w+")

# What an export would take
STRICT = ConfigDict(strict=True, allow_inf_nan=False)
KINDS: Mapping[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(str, config=STRICT),
    "name": TypeAdapter(Name, config=STRICT),
    "id": TypeAdapter(Id, config=STRICT),
    "print": TypeAdapter(Print, config=STRICT),
    "ids": TypeAdapter(list[Id], config=STRICT),
    "texts": TypeAdapter(list[Answer], config=STRICT),
    "shares": TypeAdapter(list[SharePart], config=STRICT),
    "weights": TypeAdapter(Weights, config=STRICT),
    "marked": TypeAdapter(MarkedPart),
    "facts": TypeAdapter(dict[str, str], config=STRICT),
}
IN_JSON = frozenset(("ids", "texts", "shares", "weights", "marked", "facts"))
# By a column's table and name, or its name alone
OF_TEXT = {
    "learner": "name",
    "learner.name": "name",
    "card": "id",
    "former": "id",
    "fingerprint": "print",
    "banks": "ids",
    "given": "texts",
    "blueprint": "shares",
    "weights": "weights",
    "marked": "marked",
    "facts": "facts",
}

# What no clock and no setting amounts to: an offset of a day, an answer that took longer than that
WITHIN_A_DAY = f"{{0}} BETWEEN 0 AND {LONGEST_MS}"
ON_A_DAY = "{0} <= '9899-12-31'"
NUMBER = "abs({0}) <= 1e6"
SHARE = "{0} BETWEEN 0 AND 1"
OF_COLUMN = {
    "utc_offset": "{0} BETWEEN -1439 AND 1439",
    "duration_ms": WITHIN_A_DAY,
    "ms": WITHIN_A_DAY,
    "limit_ms": WITHIN_A_DAY,
    "retention": "{0} BETWEEN 0.01 AND 0.9999",
    # Whatever is learned then would be due after the last day there is
    "day": "substr({0}, 1, 4) < '9850'",
    "new": f"{{0}} <= {MOST_NEW}",
    "place": f"{{0}} <= {MOST_QUESTIONS}",
    "position": f"{{0}} BETWEEN 0 AND {MOST_QUESTIONS}",
    "stability": "{0} < 1e9",
    "reps": "{0} < 1e9",
    "minutes": f"{{0}} <= {MINUTES_OF_DAY}",
    "taper": f"{{0}} <= {LONGEST_DAYS}",
    **dict.fromkeys(("buried_until", "exam", "since", "until"), ON_A_DAY),
    **dict.fromkeys(("predicted", "predicted_low", "predicted_high", "chance", "attendance"), SHARE),
    **dict.fromkeys(("price", "pace", "pace_error", "meeting", "recalled", "forgotten", "relearned"), NUMBER),
}
IN_DAYS = f"julianday({{}}) - julianday(since) BETWEEN 0 AND {LONGEST_DAYS}"
OF_TABLE = {"plan": {"plan_days": IN_DAYS.format("exam")}, "catch_up": {"catch_up_length": IN_DAYS.format("until")}}

# What a row can do without, and what then stands there; SQL may call what `prepare_rules` gives it
HARMLESS: Mapping[str, Mapping[str, str]] = {
    "review": {
        "response": "believe(CAST(response AS BLOB))",
        "fingerprint": "''",
        "duration_ms": "0",
        "utc_offset": "0",
        "correct": "NULL",
        "overruled": "0",
    },
    "exam_question": {"given": "'[]'", "fingerprint": "''", "certainty": "NULL", "ms": "0", "flagged": "0"},
    "exam_paper": {"blueprint": "'[]'"},
    "plan": {"weights": "'{}'"},
}


def list_rules(table: Table) -> dict[str, str]:
    """Return by column, or by the name of a constraint, what is true of each row of ours, in SQLite's SQL.

    It calls a function that `prepare_rules` gives a connection.
    """
    columns = {column.name: describe_column(column) for column in table.columns}
    checks = {
        str(rule.name): f"({rule.sqltext}) IS NOT 0" for rule in table.constraints if isinstance(rule, CheckConstraint)
    }
    return columns | checks | OF_TABLE.get(table.name, {})


def describe_column(column: Column[Any]) -> str:
    """Return what is true of each value of ours in a column."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    templates = [OF_TYPE[kind.python_type], *([OF_COLUMN[column.name]] if column.name in OF_COLUMN else [])]
    if kind.python_type is str:
        what = OF_TEXT.get(f"{column.table.name}.{column.name}") or OF_TEXT.get(column.name, "text")
        templates.append(f"is_ours('{what}', CAST({{0}} AS BLOB))")
    name = f'"{column.name}"'
    rule = " AND ".join(f"({template.format(name)})" for template in templates)
    return f"({name} IS NULL OR {rule})" if column.nullable else rule


def join_rules(rules: Mapping[str, str]) -> str:
    """Return the condition that all rows meet of which all rules are true."""
    return " AND ".join(f"(({rule}) IS 1)" for rule in rules.values())


def list_grave(table: Table) -> dict[str, str]:
    """Return those rules of a table that are about nothing which its rows can do without."""
    return {name: rule for name, rule in list_rules(table).items() if not find_harmless(table, rule)}


def find_harmless(table: Table, rule: str) -> set[str]:
    """Return the columns that a rule names and a row can do without."""
    return set(HARMLESS.get(table.name, {})) & set(WORD.findall(rule))


def mend_columns(table: Table) -> str:
    """Return what makes rows right that break no grave rule, as SQL assigns it to columns."""
    rules = list_rules(table)
    of_column = {
        column: {name: rule for name, rule in rules.items() if column in find_harmless(table, rule)}
        for column in HARMLESS.get(table.name, {})
    }
    return ", ".join(
        f"{column} = CASE WHEN {join_rules(about)} THEN {column} ELSE {HARMLESS[table.name][column]} END"
        for column, about in of_column.items()
    )


def is_ours(kind: str, content: bytes | None) -> bool:
    """Tell whether bytes are text of a kind: SQLite keeps others as text, too, and fails to hand them out."""
    content = content or b""
    if ZEROS in content and len(content) >= SHORTEST_SPLIT:
        return False
    try:
        text = content.decode()
        KINDS[kind].validate_python(parse(text) if kind in IN_JSON else text)
    except ValueError:
        return False
    return True


def believe(content: bytes | None) -> str:
    """Return an answer as far as it can be read: what is no text is left out."""
    return cut_answer((content or b"").decode(errors="ignore"))


def prepare_rules(connection: Connection) -> None:
    """Give a connection to SQLite the functions that the rules ask for."""
    driver: Any = connection.connection.driver_connection
    driver.create_function("is_ours", 2, is_ours, deterministic=True)
    driver.create_function("believe", 1, believe, deterministic=True)
