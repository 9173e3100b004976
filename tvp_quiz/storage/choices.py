"""Rows with several choices that a learner makes apart in; each choice, as it was made last, out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlmodel import SQLModel

from tvp_quiz.domain.settings import Settings
from tvp_quiz.storage.tables import stamp_change

Row = Mapping[str, Any]

# The column that tells when a choice was made
SETTING_TIMES = {"retention": "retention_at", "new": "new_at", "rollover": "rollover_at"}
MARK_TIMES = {"suspended": "suspended_at", "buried_until": "buried_at"}
TIMES = SETTING_TIMES | MARK_TIMES
DEFAULTS = asdict(Settings()) | {"suspended": False, "buried_until": None}
NEVER = datetime.min.replace(tzinfo=UTC)


def choose(row: SQLModel, name: str, value: object, now: datetime) -> None:
    """Let a row say what was chosen now, and when; what else was chosen in it stays with its own time."""
    time = TIMES[name]
    row.sqlmodel_update({name: value, time: stamp_change(getattr(row, time), now)})


def choose_last(rows: Sequence[Row], times: Mapping[str, str]) -> Row:
    """Return each choice as it was made last, with its time; `times` says by name where that is.

    From before times were kept, it is rather what somebody chose than what everybody begins with.
    """
    chosen: dict[str, Any] = {}
    for name, time in times.items():
        last = max(rows, key=partial(rank_choice, name, time))
        chosen |= {name: last[name], time: last[time]}
    return chosen


def rank_choice(name: str, time: str, row: Row) -> tuple[datetime, bool, str]:
    """Return by what one of several choices is taken."""
    return row[time] or NEVER, row[name] != DEFAULTS[name], str(row[name])
