"""A sitting's answers in, each of them on disk when the call returns; and back out again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.review import Review
from tvp_quiz.sessions.sitting import Deed

if TYPE_CHECKING:
    from uuid import UUID

    from tvp_quiz.opening import Opening
    from tvp_quiz.storage.store import Store


class Kept(NamedTuple):
    """An answer that is in the log, and whether it made its card a leech."""

    review: Review
    leech: bool


@dataclass(slots=True)
class Ledger:
    """What a sitting has written to the history so far; `seed` is what the sitting was shuffled by."""

    opening: "Opening"
    seed: int
    kept: list[Kept] = field(default_factory=list)
    id: "UUID | None" = None

    @property
    def store(self) -> "Store":
        """Return the history, once it is open."""
        return self.opening.wait()

    def keep(self, review: Review, *, leech: bool, changed: bool) -> None:
        """Put a review on disk, in place of the last one where the learner changed their mind about it."""
        replaced = self.kept.pop().review.id if changed else None
        # a sitting is one with its first answer: without any, nothing of it is kept
        self.id = self.id or review.id
        self.store.record(review, sitting=self.id, seed=self.seed, replaces=replaced)
        self.kept.append(Kept(review, leech))

    def has_answer(self, card: str) -> bool:
        """Tell whether a card was answered in this sitting."""
        return any(kept.review.card == card for kept in self.kept)

    def list_names(self, card: str) -> list[str]:
        """Return the ids under which a card of the log may be asked now, its own first."""
        from tvp_quiz.storage.takeover import list_heirs  # noqa: PLC0415 - the first question needs no history

        return list_heirs(self.store, card)

    def take_back(self, deed: Deed, card: str, now: datetime) -> None:
        """Undo on disk what was last done to a card in this sitting."""
        if deed is Deed.ANSWERED:
            self.store.undo(now, self.kept.pop().review.id)
        elif deed is Deed.SUSPENDED:
            self.store.unsuspend([card], now)
        else:
            self.store.unbury(card, now)
