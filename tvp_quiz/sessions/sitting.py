"""A queue of cards in; the current card, the review an answer makes, and the state after it out."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.domain.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

SPACING = 5
# Five siblings, each with its distance
LONGEST_CROWD = 30
LONGEST_MS = 120_000


class Deed(Enum):
    """What led from one state to the next, so that it can be undone."""

    ANSWERED = "answered"
    SUSPENDED = "suspended"
    BURIED = "buried"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One run of drill; every change makes a new state that remembers the one before.

    `waiting` excludes `current`, which is None at the end. `memories` are those that the sitting began with; `again`
    holds the forgotten cards, with the memory that forgetting left. `recent` are the last cards asked, so that no
    sibling follows closely; `alike` tells which cards are easily confused with one, so that they are never next to
    each other. `turn` counts what was shown, so that each showing can shuffle anew. `deed` is what led here from
    `past`, and the card it was done to.
    """

    day: date
    settings: Settings
    kind: Kind
    memories: Mapping[str, Memory]
    waiting: tuple[str, ...]
    current: str | None = None
    again: Mapping[str, Memory | None] = field(default_factory=dict)
    recent: tuple[str, ...] = ()
    turn: int = 0
    done: int = 0
    alike: Callable[[str], Collection[str]] = field(default=lambda _: (), repr=False, compare=False)
    past: "Sitting | None" = field(default=None, repr=False, compare=False)
    deed: tuple[Deed, str] | None = field(default=None, compare=False)

    @property
    def left(self) -> int:
        """Count the cards still to come, the current one among them."""
        return len(self.waiting) + (self.current is not None)

    @property
    def memory(self) -> Memory | None:
        """Return the current card's memory, None for a new one."""
        if self.current is None:
            return None
        return self.again[self.current] if self.current in self.again else self.memories.get(self.current)


def start_sitting(
    queue: Sequence[str],
    memories: Mapping[str, Memory],
    day: date,
    settings: Settings,
    kind: Kind,
    *,
    alike: Callable[[str], Collection[str]] = lambda _: (),
) -> Sitting:
    """Return the state in which the first card of the queue is asked."""
    return ask_next(Sitting(day, settings, kind, memories, tuple(queue), alike=alike))


def ask_next(state: Sitting) -> Sitting:
    """Return the state with the next card current, or none where nothing may be asked any more."""
    card = pick_next(state)
    if card is None:
        return replace(state, current=None)
    at = state.waiting.index(card)
    return replace(
        state,
        current=card,
        waiting=state.waiting[:at] + state.waiting[at + 1 :],
        recent=(*state.recent, card)[-SPACING:],
        turn=state.turn + 1,
    )


def pick_next(state: Sitting) -> str | None:
    """Return the first waiting card that may be asked now.

    A card waits while it or a sibling is among the last five, while one that is easily confused with it was the last,
    and while either of those is yet to be recalled. Where all wait, a new card comes all the same, and then one that is
    to be recalled: it is the last. A merely due one is left for another sitting.
    """
    recent = {get_entry(card) for card in state.recent}
    free = (card for card in state.waiting if get_entry(card) not in recent and not is_held_back(state, card))
    if card := next(free, None):
        crowded = find_crowded(state.waiting)
        return next((one for one in (card, *free) if get_entry(one) in crowded), card) if crowded else card
    new = (card for card in state.waiting if card not in state.memories and card not in state.again)
    forgotten = (card for card in state.waiting if card in state.again)
    return next(new, None) or next(forgotten, None)


def find_crowded(waiting: Sequence[str]) -> set[str]:
    """Return the entries whose cards have to begin now if they are all to find room between the cards that are left."""
    if len(waiting) > LONGEST_CROWD:
        return set()
    counts = Counter(map(get_entry, waiting))
    return {entry for entry, count in counts.items() if count > 1 and (count - 1) * (SPACING + 1) + 1 >= len(waiting)}


def is_held_back(state: Sitting, card: str) -> bool:
    """Tell whether a card is too like the one asked last, or too like one that is yet to be recalled."""
    if any(are_alike(state, card, last) for last in state.recent[-1:]):
        return True
    if card in state.again:
        return False
    return any(get_entry(other) == get_entry(card) or are_alike(state, card, other) for other in state.again)


def are_alike(state: Sitting, card: str, other: str) -> bool:
    """Tell whether two cards are easily confused."""
    return other in state.alike(card) or card in state.alike(other)


def make_review_id(now: datetime, entropy: bytes) -> "UUID":
    """Make a UUIDv7 (RFC 9562) of an instant and ten random bytes: ids sort by time, and none is made twice."""
    from uuid import UUID  # noqa: PLC0415 - not needed up to the first answer

    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    tail = int.from_bytes(entropy[:10]) & ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=milliseconds << 80 | tail | 0x7 << 76 | 0x2 << 62)


class Answer(NamedTuple):
    """What the learner did with the current card: the rating, when, in how long, and what was said."""

    rating: Rating
    now: datetime
    duration_ms: int
    response: str = ""
    correct: bool | None = None
    fingerprint: str = ""
    overruled: bool = False


def answer_card(state: Sitting, answer: Answer, entropy: bytes) -> tuple[Sitting, Review, Memory | None]:
    """Return the state after an answer, the review to be kept, and the memory it leaves (None when cramming).

    A card that was forgotten goes to the back, until it is recalled. Raises ValueError where no card is current.
    """
    # fsrs takes a third of the time to the first question
    from tvp_quiz.scheduling.memory import schedule_review  # noqa: PLC0415 - needed only after it

    card = state.current
    if card is None:
        raise ValueError("there is no card to answer")
    after = None
    if state.kind is not Kind.CRAM:
        after = schedule_review(card, state.memory, answer.rating, state.day, state.settings.retention)
    forgotten = answer.rating == Rating.AGAIN
    rest = {other: memory for other, memory in state.again.items() if other != card}
    following = replace(
        state,
        waiting=(*state.waiting, card) if forgotten else state.waiting,
        again={**rest, card: after or state.memory} if forgotten else rest,
        done=state.done + (not forgotten),
        past=state,
        deed=(Deed.ANSWERED, card),
    )
    return ask_next(following), make_review(state, card, answer, entropy), after


def make_review(state: Sitting, card: str, answer: Answer, entropy: bytes) -> Review:
    """Make the log's row of an answer."""
    offset = answer.now.utcoffset()
    return Review(
        id=make_review_id(answer.now, entropy),
        card=card,
        rating=answer.rating,
        reviewed_at=answer.now.astimezone(UTC),
        utc_offset=int(offset.total_seconds() // 60) if offset else 0,
        day=state.day,
        duration_ms=max(0, min(answer.duration_ms, LONGEST_MS)),
        kind=state.kind,
        retention=state.settings.retention,
        response=answer.response,
        correct=answer.correct,
        fingerprint=answer.fingerprint,
        overruled=answer.overruled,
    )


def leave_out(state: Sitting, card: str, deed: Deed) -> Sitting:
    """Return the state without a card that was suspended or buried, the current one or the one just answered."""
    without = replace(
        state,
        waiting=tuple(other for other in state.waiting if other != card),
        again={other: memory for other, memory in state.again.items() if other != card},
        past=state,
        deed=(deed, card),
    )
    return ask_next(replace(without, current=None)) if state.current == card else without


def drop_card(state: Sitting, card: str) -> Sitting:
    """Return the state without a card that left its bank; undoing goes back to what was done before that."""
    return replace(leave_out(state, card, Deed.BURIED), past=state.past, deed=state.deed)


def bring_soon(state: Sitting, card: str, memory: Memory | None) -> Sitting:
    """Return the state in which a card comes as soon as its neighbours allow, due or not; `memory` is the card's."""
    if card == state.current or card in state.again:
        return state
    waiting = (card, *(other for other in state.waiting if other != card))
    return replace(state, waiting=waiting, memories={**state.memories, card: memory} if memory else state.memories)


def return_card(state: Sitting, card: str, memory: Memory | None) -> Sitting:
    """Return the state in which a card of an earlier sitting, whose review was just voided, is asked again."""
    waiting = tuple(other for other in state.waiting if other != card)
    if state.current is not None and state.current != card:
        waiting = (state.current, *waiting)
    memories = {other: kept for other, kept in state.memories.items() if other != card}
    return replace(
        state,
        current=card,
        waiting=waiting,
        memories={**memories, card: memory} if memory else memories,
        recent=(*state.recent[:-1], card),
        turn=state.turn + 1,
    )
