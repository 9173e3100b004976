"""A learner's cards and latest answers in; whether they are behind, and what so many minutes a day would make of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.plan import MOST_MINUTES, Costs, Effort, Policy, Recovery
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.agenda import BOOKS, Means, Standing, stand
from tvp_quiz.scheduling.backlog import foresee_cost, order_backlog
from tvp_quiz.scheduling.habits import (
    count_away,
    list_habit_days,
    measure_habit,
    measure_recent_costs,
    measure_usual,
    sum_spent,
)
from tvp_quiz.scheduling.planning import take_evenly
from tvp_quiz.scheduling.simulation import Situation, begin_life

if TYPE_CHECKING:
    from random import Random

LONGEST = 90
# A proposal should be done with in three weeks
SOON_ENOUGH = 21
FEWEST_MINUTES = 5
SAMPLE, TRIES = 100, 5
DAYS_AWAY = 3
TIMES_USUAL = 2


class Pile(NamedTuple):
    """A learner's cards on a study day, and what is known of the learner.

    `due` are the cards to catch up with, which take so many `seconds`; `done` is how many were asked since the catch-up
    began. `usual` are the seconds of a usual day, `away` the days without an answer before today, of which
    some seconds are `spent`. The cards of the `situation` are a `share` (0-1) that stands for all.
    """

    due: Mapping[str, Memory]
    done: int
    seconds: float
    usual: float
    away: int
    spent: float
    costs: Costs
    retention: float
    situation: Situation
    share: float

    @property
    def is_backlog(self) -> bool:
        """Tell whether more is due than the learner would do in passing."""
        usual = max(self.usual, FEWEST_MINUTES * 60)
        return self.seconds > usual * (1 if self.away >= DAYS_AWAY else TIMES_USUAL)


def pile_up(
    memories: Mapping[str, Memory], efforts: Sequence[Effort], day: date, retention: float, since: date | None = None
) -> Pile:
    """Return how a learner's cards stand on a day; `since` is when they began to catch up.

    `memories` are those of all cards that may be asked, `efforts` the latest answers, newest first.
    """
    due = {card: memory for card, memory in memories.items() if memory.due <= day}
    costs = measure_recent_costs(efforts)
    known, share = sample_cards([stand(memory, day) for memory in memories.values()])
    seen, spent = {effort.day for effort in efforts}, sum_spent(efforts, day)
    habit = measure_habit([one in seen for one in list_habit_days(seen, since or day, day)])
    return Pile(
        due=due,
        done=sum(one.introduced < since <= one.last and one.due > day for one in memories.values()) if since else 0,
        seconds=sum(foresee_cost(costs, stand(memory, day)) for memory in due.values()),
        usual=measure_usual(efforts, since or day),
        away=count_away(seen, day),
        spent=spent,
        costs=costs,
        retention=retention,
        situation=Situation(known, [], LONGEST, 0.0, habit.share, spent * share),
        share=share,
    )


def sample_cards(cards: Sequence[Standing]) -> tuple[list[Standing], float]:
    """Return about SAMPLE cards that stand for all, as many of them due as there should be, and the share they are."""
    share = min(1.0, SAMPLE / max(1, len(cards)))
    due, later = ([card for card in cards if (card.due <= 0) is is_due] for is_due in (True, False))
    due.sort(key=lambda card: card.strength.stability)
    known = [*take_evenly(due, share), *take_evenly(later, share)]
    return known, len(known) / len(cards) if cards else 1.0


def foresee_recovery(pile: Pile, minutes: float, dice: "Callable[[str], Random]") -> Recovery:
    """Return what comes of a pile at so many minutes a day, without new cards."""
    situation = pile.situation._replace(seconds=minutes * 60 * pile.share)
    outcomes = [recover(situation, pile.costs, pile.retention, dice(f"pile {number}")) for number in range(TRIES)]
    is_foreseen = all(days < LONGEST for days, _ in outcomes)
    return Recovery(
        minutes,
        round(fmean(days for days, _ in outcomes)) if is_foreseen else None,
        fmean(loss for _, loss in outcomes) / pile.share,
    )


def recover(situation: Situation, costs: Costs, retention: float, dice: "Random") -> tuple[int, float]:
    """Live on without new cards until nothing is due; return the days that took, and the recall lost by waiting.

    That is the sum, over the cards due today, of how far the recall of each had fallen when its turn came.
    """
    means = Means(BOOKS, costs, 0.0, Policy(retention, 0, 0))
    life = begin_life(situation, means, BOOKS, dice)
    waiting = {place: card for place, card in enumerate(situation.known) if card.due <= 0}
    loss, owed = 0.0, situation.spent
    for day in range(situation.days):
        is_there = situation.attendance >= 1 or dice.random() < situation.attendance
        left = situation.seconds - owed
        owed = max(0.0, life.answer(order_backlog(costs, life.known, day) if is_there else [], day, left) - left)
        for place in [place for place in waiting if life.known[place].last == day]:
            loss += find_fading(waiting.pop(place), day)
        if not any(card.due <= day for card in life.known):
            return day, loss
    return situation.days, loss + sum(find_fading(card, situation.days) for card in waiting.values())


def find_fading(card: Standing, days: int) -> float:
    """Return by how much the recall of a card falls (0-1) if it waits for some days from now."""
    stability = card.strength.stability
    return BOOKS.find_recall(stability, -card.last) - BOOKS.find_recall(stability, days - card.last)


def propose_recovery(pile: Pile, dice: "Callable[[str], Random]") -> Recovery | None:
    """Return what comes of a pile at the learner's usual minutes a day, or at as many more as bring it down soon.

    None where no number of minutes would.
    """
    minutes = max(FEWEST_MINUTES, ceil(pile.usual / 60))
    while minutes <= MOST_MINUTES:
        recovery = foresee_recovery(pile, minutes, dice)
        if recovery.days is not None and recovery.days <= SOON_ENOUGH:
            return recovery
        minutes = ceil(1.25 * minutes)
    return None
