"""Memories and bank order in, the cards of a sitting out, in the order in which they should come up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.forgetting import find_retrievability

if TYPE_CHECKING:
    from random import Random

FRAGILE_DAYS = 7.0
FRAGILE_SHARE = 3


def order_due(due: Mapping[str, Memory], day: date, limit: int | None, dice: "Random") -> list[str]:
    """Return the due cards by falling retrievability, at most `limit` of them; ties fall as the dice do.

    Falling retrievability saves the most cards of a backlog, and would starve those that fade fastest: where the
    limit cuts, every third place is kept for a lapsed or fresh card, longest overdue first.
    """
    cards = sorted(due)
    dice.shuffle(cards)
    cards.sort(key=lambda card: -find_retrievability(due[card], day))
    if limit is None or len(cards) <= limit:
        return cards
    fragile = sorted((card for card in cards if is_fragile(due[card])), key=lambda card: due[card].due)
    reserved = set(take_cards(fragile, -(-limit // FRAGILE_SHARE), ()))
    kept = reserved.union(take_cards([card for card in cards if card not in reserved], limit - len(reserved), reserved))
    return [card for card in cards if card in kept]


def take_cards(cards: Sequence[str], count: int, taken: Collection[str]) -> list[str]:
    """Return the first `count` cards, none whose sibling comes before it or is taken while others are left.

    Siblings can't follow each other closely: two of them in a short sitting would leave one over.
    """
    entries = {get_entry(card) for card in taken}
    chosen: list[str] = []
    siblings: list[str] = []
    for card in cards:
        (siblings if get_entry(card) in entries else chosen).append(card)
        entries.add(get_entry(card))
        if len(chosen) == count:
            break
    return chosen[:count] + siblings[: count - len(chosen)]


def is_fragile(memory: Memory) -> bool:
    """Tell whether a card was just learned or just forgotten, so that a few days' delay costs it."""
    return memory.is_forgotten or memory.stability < FRAGILE_DAYS


def choose_new(
    cards: Iterable[str], known: Collection[str], introduced: Collection[str], hidden: Collection[str], count: int
) -> list[str]:
    """Return up to `count` cards that are not known, in the order of `cards`.

    One card an entry and day, as long as other entries have one left; `introduced` are those of today.
    """
    if count <= 0:
        return []
    taken = {get_entry(card) for card in introduced}
    chosen: list[str] = []
    siblings: list[str] = []
    for card in cards:
        if card in known or card in hidden:
            continue
        entry = get_entry(card)
        if entry in taken:
            siblings.append(card)
            continue
        taken.add(entry)
        chosen.append(card)
        if len(chosen) == count:
            return chosen
    return chosen + siblings[: count - len(chosen)]


def spread_new(due: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return both in their own order, the new ones spread evenly among the due ones, a due one first."""
    places = [(index / len(due), card) for index, card in enumerate(due)]
    places += [((index + 0.5) / len(new), card) for index, card in enumerate(new)]
    return [card for _, card in sorted(places, key=lambda place: place[0])]


def order_weakest(memories: Mapping[str, Memory], day: date, limit: int | None) -> list[str]:
    """Return the learned cards by rising retrievability, for cramming."""
    cards = sorted(memories, key=lambda card: (find_retrievability(memories[card], day), card))
    return cards[:limit]
