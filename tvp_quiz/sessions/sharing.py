"""A sitting's state and what other sittings do meanwhile in; the state that leaves their cards to them out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tvp_quiz.domain.review import Memory
from tvp_quiz.sessions.sitting import Sitting, ask_next


def pass_over(state: Sitting, taken: Collection[str]) -> Sitting:
    """Return the state in which the current card is none of those that others have taken; those go on waiting."""
    if state.current is None or state.current not in taken:
        return state
    waiting = (state.current, *state.waiting)
    free = tuple(card for card in waiting if card not in taken)
    chosen = ask_next(replace(state, current=None, waiting=free, recent=state.recent[:-1], turn=state.turn - 1))
    return replace(chosen, waiting=tuple(card for card in waiting if card != chosen.current))


def is_settled_elsewhere(state: Sitting, memory: Memory | None) -> bool:
    """Tell whether the current card, whose log amounts to `memory` by now, need not be asked any more.

    That is so where something happened to it that this sitting does not know of, after which it is not due.
    """
    return memory is not None and memory != state.memory and memory.due > state.day


def renew_memory(state: Sitting, memory: Memory | None) -> Sitting:
    """Return the state that goes by what the current card's log amounts to by now."""
    card = state.current
    if card is None or memory == state.memory:
        return state
    if card in state.again:
        return replace(state, again={**state.again, card: memory})
    memories = {other: kept for other, kept in state.memories.items() if other != card}
    return replace(state, memories={**memories, card: memory} if memory else memories)


def renew_day(state: Sitting, day: date) -> Sitting:
    """Return the state on a later study day, if it is one: a sitting may be left open over night."""
    return replace(state, day=day) if day > state.day else state
