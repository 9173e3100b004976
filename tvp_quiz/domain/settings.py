"""A learner's own settings."""

from dataclasses import dataclass

MOST_NEW = 9999
# Beyond these, an interval is no number any more
LEAST_RETENTION, MOST_RETENTION = 0.01, 0.9999


@dataclass(frozen=True, slots=True)
class Settings:
    """What a learner may choose; the defaults are what a learner starts with.

    `retention` is the probability of recall at which a card becomes due, `new` the new cards a day,
    `rollover` the hour (0-23) at which a study day begins.
    """

    retention: float = 0.9
    new: int = 10
    rollover: int = 4


def check_settings(settings: Settings) -> Settings:
    """Return settings. Raises ValueError where nobody can have them: a database keeps any value in any column."""
    retention, new, rollover = settings.retention, settings.new, settings.rollover
    try:
        is_right = (
            LEAST_RETENTION <= retention <= MOST_RETENTION and new in range(MOST_NEW + 1) and rollover in range(24)
        )
    except TypeError:
        is_right = False
    if not is_right:
        raise ValueError("settings that can't be")
    return settings
