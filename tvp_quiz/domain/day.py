"""Instants in, study days out."""

from datetime import date, datetime, timedelta

MINUTES_OF_DAY = 1440
MS_OF_DAY = MINUTES_OF_DAY * 60_000
# Near the first and the last year of all, no time zone can be reckoned with, and no day be counted on from
YEARS = range(1900, 9900)


def check_instant(instant: datetime) -> datetime:
    """Return an instant. Raises ValueError where no clock of ours has shown it."""
    if instant.year not in YEARS:
        raise ValueError(f"the year {instant.year}")
    return instant


def find_study_day(now: datetime, rollover_hour: int) -> date:
    """Return the study day of an instant.

    `now` is aware, in the learner's own zone: the wall clock decides, so a day that has 23 or 25 hours
    still ends at `rollover_hour` (0-23) o'clock.
    """
    return (now.replace(tzinfo=None) - timedelta(hours=rollover_hour)).date()


# Who flies from the first time zone of a day to its last one lives two days again, and a clock may be a day ahead
FURTHEST = timedelta(days=3)


def find_next_study_day(now: datetime, rollover_hour: int, last: date | None) -> date:
    """Return the study day of an instant for a learner whose last review was on the study day `last`.

    It is never an earlier one: nobody has a day's new cards twice by flying west, and a log's days never go back. A
    last day that is further ahead than any flight explains counts for nothing.
    """
    day = find_study_day(now, rollover_hour)
    return last if last and timedelta() < last - day <= FURTHEST else day


def add_days(day: date, days: int) -> date:
    """Return the day so many days later, or the last day of all where there is none so late."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
