"""What the history says: one card's, today's, and the figures over all of it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.review import Memory, Review
from tvp_quiz.domain.settings import Settings

if TYPE_CHECKING:
    from tvp_quiz.domain.plan import Followed, Underway

NOTHING: Mapping[str, Memory] = MappingProxyType({})
NOT_SEEN: Mapping[str, str] = MappingProxyType({})


class CardHistory(NamedTuple):
    """One card's memory and log, oldest review first, voided ones left out.

    `retrievability` is today's (0-1), None where none can be told: the card is new, or was forgotten today. A plan
    prepares it for an `exam` on a day to come.
    """

    card: str
    stem: str
    memory: Memory | None
    retrievability: float | None
    reviews: tuple[Review, ...]
    suspended: bool = False
    buried_until: date | None = None
    exam: date | None = None

    def is_hidden(self, day: date) -> bool:
        """Tell whether the learner does not want the card asked on that day."""
        return Mark(self.suspended, self.buried_until).hides(day)


class Mark(NamedTuple):
    """What a learner has said about a card: never to ask it, or not through the study day `buried_until`."""

    suspended: bool = False
    buried_until: date | None = None

    def hides(self, day: date) -> bool:
        """Tell whether the card is not to be asked on a study day."""
        return self.suspended or (self.buried_until is not None and self.buried_until >= day)


class Snapshot(NamedTuple):
    """All that a sitting needs to know of the history to begin.

    `due` holds the memories due on or before `day`, `soon` those due within three days after; `known` are all cards
    that have a memory, `introduced` those of them that were new today; `hidden` are suspended cards and those buried
    on `day`; `last_review` is the newest instant in the log. `changed` holds the memories of cards whose answer was
    edited after it was learned; `confident` are those that an exam found wrong though the learner was sure; `seen` are
    the digests of the banks whose edits were taken over. Where a plan for an exam is `followed`, `memories` are all;
    without one, a catch-up may be `underway`.
    """

    day: date
    settings: Settings
    due: Mapping[str, Memory] = NOTHING
    known: frozenset[str] = frozenset()
    introduced: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    last_review: datetime | None = None
    soon: Mapping[str, Memory] = NOTHING
    changed: Mapping[str, Memory] = NOTHING
    confident: frozenset[str] = frozenset()
    followed: "Followed | None" = None
    underway: "Underway | None" = None
    memories: Mapping[str, Memory] = NOTHING
    seen: Mapping[str, str] = NOT_SEEN
