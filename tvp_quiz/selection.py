"""Banks and a snapshot of the history in, the cards to be asked today out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.card import Bank, Card, get_bank
from tvp_quiz.domain.history import CardHistory, Snapshot
from tvp_quiz.domain.review import Memory, Review
from tvp_quiz.errors import ClockError, make_unknown
from tvp_quiz.scheduling.fuzz import find_fuzz_bounds
from tvp_quiz.scheduling.queue import choose_new, order_due, order_weakest, spread_new
from tvp_quiz.sessions.grading import is_answer_of
from tvp_quiz.sessions.sitting import Sitting

if TYPE_CHECKING:
    from random import Random

# No clock has shown an earlier year while this program was there, and days after the last one can't be counted
YEARS = range(2025, 9000)
# Clocks that another system on the same machine sets by a wrong time zone are off by hours
CLOCK_SLACK = timedelta(days=1)
# Looking at each due card's likes takes time that a long queue has no use for
COMPANIONS_OF = 50
# A long queue is not searched to its end: whoever waits for the verdict would notice
LOOKED_AT = 200


class Plan(NamedTuple):
    """What the learner asked of a sitting; None leaves it open."""

    new: int | None = None
    limit: int | None = None
    tags: frozenset[str] = frozenset()


def check_clock(snapshot: Snapshot, now: datetime) -> None:
    """Raise ClockError where the clock contradicts the log: due days would make no sense.

    Behind the last review by less than a day, a sitting counts on from that review instead.
    """
    if now.year not in YEARS:
        raise ClockError(f"The clock says {now:%Y-%m-%d %H:%M}, which can't be: set it right, then try again.")
    last = snapshot.last_review
    if last and now < last - CLOCK_SLACK:
        then = last.astimezone(now.tzinfo)
        raise ClockError(
            f"The clock says {now:%Y-%m-%d %H:%M}, but the last answer is from {then:%Y-%m-%d %H:%M}: "
            "set the clock right; if it is right now and was wrong then, type `tvp-quiz data redate`."
        )


def find_card(banks: Mapping[str, Bank], card: str) -> Card | None:
    """Return a card of these banks by its id."""
    bank = banks.get(get_bank(card))
    return bank.cards.get(card) if bank else None


def find_alike(banks: Mapping[str, Bank]) -> Callable[[str], tuple[str, ...]]:
    """Return the function that tells which cards are easily confused with a card of these banks."""

    def list_alike(card: str) -> tuple[str, ...]:
        found = find_card(banks, card)
        return found.alike if found else ()

    return list_alike


def list_cards(banks: Mapping[str, Bank], tags: frozenset[str]) -> Iterator[str]:
    """Return the ids of all cards in bank order, or those with one of the tags where any is given."""
    cards = chain.from_iterable(bank.cards for bank in banks.values())
    return (card for card in cards if is_wanted(banks, card, tags)) if tags else cards


def select_due(banks: Mapping[str, Bank], snapshot: Snapshot, tags: frozenset[str]) -> dict[str, Memory]:
    """Return the memories to be asked today, due or of changed cards, whose cards are here and have one of the tags."""
    asked = {**snapshot.changed, **snapshot.due}
    return {card: memory for card, memory in asked.items() if is_wanted(banks, card, tags)}


def select_companions(
    banks: Mapping[str, Bank], snapshot: Snapshot, due: Iterable[str], tags: frozenset[str]
) -> dict[str, Memory]:
    """Return memories that are not due yet but may come today beside a due card that theirs is easily confused with.

    Fuzz chose their day among several, and today is one of those: telling two cards apart takes meeting both.
    """
    companions = {}
    for card in islice(due, COMPANIONS_OF):
        for other in banks[get_bank(card)].cards[card].alike if snapshot.soon else ():
            memory = snapshot.soon.get(other)
            if memory and find_earliest(memory) <= snapshot.day and is_wanted(banks, other, tags):
                companions[other] = memory
    return companions


def find_earliest(memory: Memory) -> date:
    """Return the earliest day that the fuzz of a memory's interval leaves open."""
    low, _ = find_fuzz_bounds((memory.due - memory.last).days)
    return memory.last + timedelta(days=low)


def is_wanted(banks: Mapping[str, Bank], card: str, tags: frozenset[str]) -> bool:
    """Tell whether a card is in these banks and has one of the tags, where any is given."""
    bank = banks.get(get_bank(card))
    return bank is not None and card in bank.cards and (not tags or bool(tags & set(bank.cards[card].tags)))


def leave_to_others(snapshot: Snapshot, cards: frozenset[str]) -> Snapshot:
    """Return a snapshot as if these cards, which others have on show, were not to be asked today."""
    due, soon, changed = (
        {card: memory for card, memory in memories.items() if card not in cards}
        for memories in (snapshot.due, snapshot.soon, snapshot.changed)
    )
    return snapshot._replace(due=due, soon=soon, changed=changed, hidden=snapshot.hidden | cards)


def select_new(banks: Mapping[str, Bank], snapshot: Snapshot, plan: Plan, room: int | None = None) -> list[str]:
    """Return the new cards for today: the day's allowance less those introduced already, no more than there is room.

    While a learner catches up, none come but those that are wished for.
    """
    allowance = 0 if snapshot.underway else max(0, snapshot.settings.new - len(snapshot.introduced))
    count = allowance if plan.new is None else plan.new
    count = count if room is None else min(count, room)
    cards = list_cards(banks, plan.tags)
    return choose_new(cards, snapshot.known, snapshot.introduced, snapshot.hidden, count)


def select_urgent(banks: Mapping[str, Bank], snapshot: Snapshot, tags: frozenset[str]) -> list[str]:
    """Return the cards that come before all others: those that changed, or were wrong though the learner was sure."""
    cards = [*snapshot.changed, *(card for card in snapshot.due if card in snapshot.confident)]
    return [card for card in dict.fromkeys(cards) if is_wanted(banks, card, tags)]


def build_queue(banks: Mapping[str, Bank], snapshot: Snapshot, plan: Plan, dice: "Random") -> list[str]:
    """Return the cards of a drill in order, due before new where the limit leaves room for only some.

    Cards whose answer was edited after it was learned come first, and those that an exam found wrong though the learner
    was sure.
    """
    wanted = select_due(banks, snapshot, plan.tags)
    first = select_urgent(banks, snapshot, plan.tags)[: plan.limit]
    rest = {card: memory for card, memory in wanted.items() if card not in first} if first else wanted
    limit = None if plan.limit is None else plan.limit - len(first)
    due = [*first, *order_due(rest, snapshot.day, limit, dice)]
    companions = select_companions(banks, snapshot, due, plan.tags)
    asked = [*due, *companions][: plan.limit]
    room = None if plan.limit is None else plan.limit - len(asked)
    return spread_new(asked, select_new(banks, snapshot, plan, room))


def select_weakest(
    banks: Mapping[str, Bank], memories: Mapping[str, Memory], snapshot: Snapshot, plan: Plan
) -> list[str]:
    """Return the learned cards of these banks, the weakest first."""
    wanted = {
        card: memory
        for card, memory in memories.items()
        if card not in snapshot.hidden and is_wanted(banks, card, plan.tags)
    }
    return order_weakest(wanted, snapshot.day, plan.limit)


def check_tags(banks: Mapping[str, Bank], tags: frozenset[str]) -> None:
    """Raise UsageError where no card of these banks has one of the tags."""
    known = {tag for bank in banks.values() for card in bank.cards.values() for tag in card.tags} if tags else set()
    for tag in sorted(tags - known):
        raise make_unknown("tag", tag, known, "tvp-quiz cards --json")


def find_confused(
    banks: Mapping[str, Bank], state: Sitting, wrong: Review, read_history: Callable[[str], CardHistory]
) -> tuple[str, Memory | None] | None:
    """Return the card, with its memory, whose right answer was given to another one; None where it is not to come."""
    asked = find_card(banks, wrong.card)
    for card in (*state.waiting[:LOOKED_AT], *(asked.alike if asked else ())):
        found = find_card(banks, card)
        if found is None or not is_answer_of(found.question, wrong.response):
            continue
        if card in state.waiting:
            return card, None
        history = read_history(card)
        if history.memory and not history.is_hidden(state.day):
            return card, history.memory
    return None
