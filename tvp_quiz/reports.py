"""Banks and the history in, the figures of today and of all time out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tvp_quiz.domain.card import Bank, get_bank
from tvp_quiz.domain.history import Mark, Snapshot
from tvp_quiz.domain.plan import Backlog, Effort
from tvp_quiz.domain.review import Memory, Review, is_leech
from tvp_quiz.scheduling.forgetting import tell_recall
from tvp_quiz.selection import Plan, is_wanted, select_due, select_new

if TYPE_CHECKING:
    from random import Random

    from tvp_quiz.scheduling.recovery import Pile

DAY = timedelta(days=1)
RETENTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Today:
    """What today holds: cards due, new ones to come, and the study days in a row up to now."""

    day: date
    due: int
    new: int
    streak: int


def describe_today(banks: Mapping[str, Bank], snapshot: Snapshot, days: Collection[date]) -> Today:
    """Return what today holds; `days` are the study days that have a review."""
    plan = Plan()
    due, new = select_due(banks, snapshot, plan.tags), select_new(banks, snapshot, plan)
    return Today(snapshot.day, len(due), len(new), count_streak(days, snapshot.day))


def count_streak(days: Collection[date], day: date) -> int:
    """Return how many days in a row have a review, up to `day`, or up to the day before while `day` is not over."""
    last = day if day in days else day - DAY
    first = last
    while first in days:
        first -= DAY
    return (last - first).days


@dataclass(frozen=True, slots=True)
class CardState:
    """One card as a list shows it; `retrievability` is today's (0-1), None where none can be told."""

    card: str
    state: str
    due: date | None
    stability: float | None
    retrievability: float | None
    lapses: int
    leech: bool


def list_states(
    banks: Mapping[str, Bank], memories: Mapping[str, Memory], marks: Mapping[str, Mark], day: date
) -> list[CardState]:
    """Return the state of every card of these banks, in bank order."""
    cards = (card for bank in banks.values() for card in bank.cards)
    return [describe_card(card, memories.get(card), marks.get(card), day) for card in cards]


def describe_card(card: str, memory: Memory | None, mark: Mark | None, day: date) -> CardState:
    """Return one card's state: what the learner said of it, else how far its memory is."""
    state = name_state(memory)
    if mark and mark.suspended:
        state = "suspended"
    elif mark and mark.hides(day):
        state = "buried"
    if memory is None:
        return CardState(card, state, None, None, None, 0, leech=False)
    recall = tell_recall(memory, day)
    return CardState(card, state, memory.due, memory.stability, recall, memory.lapses, is_leech(memory))


def name_state(memory: Memory | None) -> str:
    """Return how far a card's memory is, in a word."""
    if memory is None:
        return "new"
    return "mature" if memory.is_mature else "learning"


@dataclass(frozen=True, slots=True)
class BankFigures:
    """One bank's figures, or the total; what is due counts no card twice, the windows begin tomorrow."""

    bank: str
    cards: int
    new: int
    learning: int
    mature: int
    hidden: int
    leeches: int
    reviews_today: int
    seconds_today: int
    due_today: int
    due_tomorrow: int
    due_7_days: int
    due_30_days: int


def count_bank(
    name: str,
    cards: Iterable[str],
    *,
    memories: Mapping[str, Memory],
    logs: Mapping[str, Iterable[Review]],
    hidden: Collection[str],
    day: date,
) -> BankFigures:
    """Return the figures of some cards. `hidden` cards, which won't be asked today, are in no count of due ones."""
    every = list(cards)
    today = [review for card in every for review in logs.get(card, ()) if review.day == day]
    known = [memories[card] for card in every if card in memories]
    waits = [(memories[card].due - day).days for card in every if card in memories and card not in hidden]
    mature = sum(memory.is_mature for memory in known)
    return BankFigures(
        bank=name,
        cards=len(every),
        new=len(every) - len(known),
        learning=len(known) - mature,
        mature=mature,
        hidden=sum(card in hidden for card in every),
        leeches=sum(map(is_leech, known)),
        reviews_today=len(today),
        seconds_today=round(sum(review.duration_ms for review in today) / 1000),
        due_today=sum(wait <= 0 for wait in waits),
        due_tomorrow=sum(wait == 1 for wait in waits),
        due_7_days=sum(1 <= wait <= 7 for wait in waits),  # noqa: PLR2004 - the field's name says it
        due_30_days=sum(1 <= wait <= 30 for wait in waits),  # noqa: PLR2004 - the same
    )


def count_banks(
    banks: Mapping[str, Bank],
    memories: Mapping[str, Memory],
    logs: Mapping[str, Iterable[Review]],
    hidden: Collection[str],
    day: date,
) -> list[BankFigures]:
    """Return the figures of each bank, and last those of all of them."""
    figures = [
        count_bank(bank.id, bank.cards, memories=memories, logs=logs, hidden=hidden, day=day) for bank in banks.values()
    ]
    every = (card for bank in banks.values() for card in bank.cards)
    return [*figures, count_bank("total", every, memories=memories, logs=logs, hidden=hidden, day=day)]


def group_log(
    banks: Mapping[str, Bank], log: Iterable[Review], heirs: Mapping[str, Collection[str]]
) -> dict[str, list[Review]]:
    """Return the reviews of each card of these banks.

    A review under a former id is that of one card that had it; `heirs` are the cards that an id was that of before.
    """
    logs: dict[str, list[Review]] = defaultdict(list)
    for review in log:
        card = find_heir(banks, review.card, heirs)
        if get_bank(card) in banks:
            logs[card].append(review)
    return dict(logs)


def find_heir(banks: Mapping[str, Bank], card: str, heirs: Mapping[str, Collection[str]]) -> str:
    """Return the first card in these banks that has the reviews of a card: itself, or else one that was renamed."""
    names = [card]
    for name in names:
        if is_wanted(banks, name, frozenset()):
            return name
        names += (heir for heir in sorted(heirs.get(name, ())) if heir not in names)
    return card


def gather_pile(
    banks: Mapping[str, Bank], snapshot: Snapshot, memories: Mapping[str, Memory], efforts: Sequence[Effort]
) -> "Pile":
    """Return a learner's pile; `memories` are all that they have, `efforts` their latest answers, newest first."""
    from tvp_quiz.scheduling.recovery import pile_up  # noqa: PLC0415 - few learners are behind

    asked = {
        card: memory
        for card, memory in memories.items()
        if card not in snapshot.hidden and is_wanted(banks, card, frozenset())
    }
    since = snapshot.underway.catch_up.since if snapshot.underway else None
    return pile_up(asked, efforts, snapshot.day, snapshot.settings.retention, since)


def weigh_backlog(
    banks: Mapping[str, Bank],
    snapshot: Snapshot,
    pile: "Pile",
    dice: "Callable[[str], Random]",
    minutes: float | None = None,
) -> Backlog:
    """Return what becomes of a pile at so many minutes a day, else at those of the catch-up, else at proposed ones."""
    from tvp_quiz.scheduling.backlog import choose_due  # noqa: PLC0415 - few learners are behind
    from tvp_quiz.scheduling.recovery import foresee_recovery, propose_recovery  # noqa: PLC0415 - the same

    wanted = minutes or (snapshot.underway.catch_up.minutes if snapshot.underway else None)
    recovery = foresee_recovery(pile, wanted, dice) if wanted else propose_recovery(pile, dice)
    left = (recovery.minutes * 60 if recovery else 0.0) - pile.spent
    every = (card for bank in banks.values() for card in bank.cards)
    return Backlog(
        day=snapshot.day,
        due=len(pile.due),
        seconds=pile.seconds,
        today=len(choose_due(pile.due, snapshot.day, pile.costs, left)),
        new=sum(card not in snapshot.known and card not in snapshot.hidden for card in every),
        recovery=recovery,
        done=pile.done,
    )
