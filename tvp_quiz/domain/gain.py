"""What a history gains by another one."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Gain:
    """What merging changes for a learner.

    `reviews` counts those that were not there, of the study days `since` to `until`; `undone` those that were, and are
    voided now; `memories` the cards whose memory is another one after the replay.
    """

    learner: str
    is_new: bool
    reviews: int
    since: date | None
    until: date | None
    undone: int
    memories: int
    sittings: int
    marks: int
    renames: int
    exams: int
    beginning: bool
    settings: bool
    plan: bool
    catch_up: bool
