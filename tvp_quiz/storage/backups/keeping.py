"""The instants of backups in, those whose backups stay out."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

RECENT = timedelta(days=2)


def choose_kept(instants: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return all instants of the last two days, then the newest of each of 12 days, 10 weeks and 9 months.

    All instants are in UTC. Days, weeks and months without any are not counted, so that nothing goes only because time
    has passed. What would stay after thinning once at the end also stays when this is done every day until then: the
    newest of a month is the newest of its week, and that the newest of its day.
    """
    kept = set()
    left = [(find_day, 12), (find_week, 10), (find_month, 9)]
    newer = None
    for instant in sorted(set(instants), reverse=True):
        if now - instant < RECENT:
            kept.add(instant)
        elif left:
            find_period, count = left[0]
            if newer is None or find_period(newer) != find_period(instant):
                kept.add(instant)
                left[:1] = [(find_period, count - 1)] if count > 1 else []
        newer = instant
    return kept


def find_day(instant: datetime) -> date:
    """Return the day of an instant."""
    return instant.date()


def find_week(instant: datetime) -> date:
    """Return the Monday of the week of an instant."""
    return instant.date() - timedelta(days=instant.weekday())


def find_month(instant: datetime) -> date:
    """Return the first day of the month in which the week of an instant begins: no week belongs to two months."""
    return find_week(instant).replace(day=1)
