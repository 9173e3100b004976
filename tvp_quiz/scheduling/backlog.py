"""Due cards and what cards take in; the order that brings a backlog down out."""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter

from tvp_quiz.domain.plan import Costs
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.agenda import BOOKS, Standing, stand, weigh_costs

# Without an exam, what counts is what is known in two weeks (docs/plan.md says why)
HORIZON = 14


def order_backlog(costs: Costs, known: Sequence[Standing], day: int) -> list[int]:
    """Return the places of the cards due on a day: first what asking today adds most to their recall, a second.

    What was forgotten on the day itself comes before that, to be relearned.
    """
    due = [(place, card) for place, card in enumerate(known) if card.due <= day]
    forgotten = [place for place, card in due if card.last >= day]
    ranked = [(find_gain(costs, card, day), place) for place, card in due if card.last < day]
    ranked.sort(reverse=True, key=itemgetter(0))
    return forgotten + [place for _, place in ranked]


def find_gain(costs: Costs, card: Standing, day: int) -> float:
    """Return what asking a card on a day adds to its recall (0-1) after HORIZON days, a second."""
    stability = card.strength.stability
    recall = BOOKS.find_recall(stability, day - card.last)
    idle = BOOKS.find_recall(stability, day + HORIZON - card.last)
    return (BOOKS.foresee_recall(card.strength, recall, HORIZON) - idle) / weigh_costs(costs, recall)


def choose_due(due: Mapping[str, Memory], day: date, costs: Costs, seconds: float) -> list[str]:
    """Return the due cards by what they gain, as many as should fit into some seconds."""
    cards = list(due)
    standings = [stand(memory, day) for memory in due.values()]
    chosen: list[str] = []
    for place in order_backlog(costs, standings, 0):
        if seconds <= 0:
            break
        chosen.append(cards[place])
        seconds -= foresee_cost(costs, standings[place])
    return chosen


def foresee_cost(costs: Costs, card: Standing) -> float:
    """Return the seconds that a card should take today."""
    return weigh_costs(costs, BOOKS.find_recall(card.strength.stability, -card.last))
