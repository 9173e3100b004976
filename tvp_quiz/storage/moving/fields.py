"""What stands in the fields of an exported line: how it is spelt, and what can be true of it."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from tvp_quiz.domain.day import MINUTES_OF_DAY
from tvp_quiz.domain.plan import HEAVIEST
from tvp_quiz.storage.guard import LONGEST
from tvp_quiz.storage.tables import cut_answer

LONGEST_NAME = 100
LONGEST_ID = 6000
LONGEST_TEXT = 4_000_000
LONGEST_MS = MINUTES_OF_DAY * 60_000
MOST_QUESTIONS = 10_000
# A memory looks ahead a century
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9899, 12, 31, tzinfo=UTC)

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def read_instant(value: object) -> object:
    """Return an instant from its one spelling; what a table gives is one already."""
    return datetime.fromisoformat(value) if isinstance(value, str) and INSTANT.fullmatch(value) else value


def write_instant(instant: datetime) -> str:
    """Return the one spelling of an instant: UTC, to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def read_day(value: object) -> object:
    """Return a day from its one spelling."""
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


def read_id(value: object) -> object:
    """Return a UUID from its one spelling."""
    return UUID(value) if isinstance(value, str) and ID.fullmatch(value) else value


def read_tuple(value: object) -> object:
    """Return a tuple from a list: JSON has no other."""
    return tuple(value) if isinstance(value, list) else value


def check_name(name: str) -> str:
    """Return a learner's name, if the command line would take it."""
    if not (name.isprintable() and name.strip()):
        raise ValueError("it is no learner's name")
    return name


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(check_name)]
Id = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]+$", max_length=LONGEST_ID)]
Print = Annotated[str, Field(pattern=r"^[ -~]*$", max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
# What a learner wrote; an older program kept it however long it was, and with whatever was in it
Answer = Annotated[str, Field(max_length=LONGEST), AfterValidator(cut_answer)]
Weights = dict[Id, Annotated[float, Field(gt=0, le=HEAVIEST)]]
Instant = Annotated[
    datetime,
    BeforeValidator(read_instant),
    Field(ge=FIRST, le=LAST),
    PlainSerializer(write_instant, str, when_used="json"),
]
Day = Annotated[date, BeforeValidator(read_day), Field(ge=FIRST.date(), le=LAST.date())]
Uuid = Annotated[UUID, BeforeValidator(read_id)]
Number = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Duration = Annotated[int, Field(ge=0, le=LONGEST_MS)]
# Beyond these, an interval is no number any more
Retention = Annotated[float, Field(ge=0.01, le=0.9999)]
Portion = Annotated[float, Field(ge=0, le=1)]
Sureness = Annotated[int, Field(ge=1, le=3)]
SharePart = Annotated[
    tuple[Literal["bank", "tag", "ref"], Text, Annotated[float, Field(gt=0, le=1e9)]], BeforeValidator(read_tuple)
]
KindWord = Literal["drill", "cram", "exam"]
