"""A learner's own settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a learner may choose; the defaults are what a learner starts with.

    `retention` is the probability of recall at which a card becomes due, `new` the new cards a day,
    `rollover` the hour (0-23) at which a study day begins.
    """

    retention: float = 0.9
    new: int = 10
    rollover: int = 4
