"""A sitting's answers in, each of them on disk when the call returns; what other sittings answered meanwhile out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.review import Review
from tvp_quiz.errors import BusyError
from tvp_quiz.sessions.sharing import is_settled_elsewhere, pass_over, renew_day, renew_memory
from tvp_quiz.sessions.sitting import Deed, Sitting, drop_card

if TYPE_CHECKING:
    from uuid import UUID

    from tvp_quiz.opening import Opening
    from tvp_quiz.storage.seats import Seat
    from tvp_quiz.storage.store import Store

# Each try waits for as long as a database may be busy: a minute in all
TRIES = 12


class Kept(NamedTuple):
    """An answer that is in the log, and whether it made its card a leech."""

    review: Review
    leech: bool


@dataclass(slots=True)
class Ledger:
    """What a sitting has written to the history so far; `seed` is what the sitting was shuffled by.

    `seat` is its place among the learner's other sittings; `elsewhere` are the cards that those had on show when it
    last chose one. Of new cards, no more are asked than make `allowance` on a study day, whichever sitting asks them.
    `warn` is called when an answer has to wait.
    """

    opening: "Opening"
    seed: int
    seat: "Seat"
    allowance: int | None = None
    warn: Callable[[], None] = lambda: None
    elsewhere: frozenset[str] = frozenset()
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
        sitting = self.id
        self._insist(lambda: self.store.record(review, sitting=sitting, seed=self.seed, replaces=replaced))
        self.kept.append(Kept(review, leech))

    def _insist(self, write: Callable[[], object]) -> None:
        """Write to the history, and wait longer for that than a command would, since an answer is at stake."""
        for _ in range(TRIES - 1):
            try:
                write()
            except BusyError:
                self.warn()
            else:
                return
        write()

    def choose(self, state: Sitting, now: datetime) -> Sitting:
        """Return the state whose current card no other sitting has on show or has settled, and put that on show.

        It is on the study day of `now`, since a sitting may be left open over night. Of a card that was answered
        elsewhere, and is to be asked all the same, it knows the memory that this has by now.
        """
        state = renew_day(state, find_study_day(now, state.settings.rollover))
        with self.seat.choosing() as self.elsewhere:
            state = pass_over(state, self.elsewhere)
            while card := state.current:
                if renewed := self._look_up(state, card):
                    state = renewed
                    break
                state = pass_over(drop_card(state, card), self.elsewhere)
            self.seat.hold(card)
        return state

    def _look_up(self, state: Sitting, card: str) -> Sitting | None:
        """Return the state as the log has its current card by now, or None where that is not to be asked any more."""
        from tvp_quiz.storage.standing import count_introduced, read_standing  # noqa: PLC0415 - as below

        memory, is_hidden = read_standing(self.store, card, state.day)
        if is_hidden or is_settled_elsewhere(state, memory):
            return None
        if memory is None and self.allowance is not None:
            introduced = count_introduced(self.store, state.day, self.elsewhere)
            if introduced >= self.allowance:
                return None
        return renew_memory(state, memory)

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
            answered = self.kept.pop().review.id
            self._insist(lambda: self.store.undo(now, answered))
        elif deed is Deed.SUSPENDED:
            self.store.unsuspend([card], now)
        else:
            self.store.unbury(card, now)
