"""Instants in, study days out."""

from datetime import date, datetime, timedelta


def find_study_day(now: datetime, rollover_hour: int) -> date:
    """Return the study day of an instant.

    `now` is aware, in the learner's own zone: the wall clock decides, so a day that has 23 or 25 hours
    still ends at `rollover_hour` (0-23) o'clock.
    """
    return (now.replace(tzinfo=None) - timedelta(hours=rollover_hour)).date()
