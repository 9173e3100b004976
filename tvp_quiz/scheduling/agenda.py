"""The cards as they stand and a policy in, the order of one day out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from tvp_quiz.domain.plan import Costs, Policy, Profile
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.model import Model, Strength

# What the program keeps of a card is worked out by the default weights, whoever the learner is
BOOKS = Model()
# Waiting for a card's best day is worth something while other cards can take its place (docs/plan.md has the figures)
PATIENCE = 1.5


@dataclass(slots=True)
class Standing:
    """How a card that was met stands: the days of its last review and of the next, counted from any day.

    `weight` is how much the card counts in the exam; `tested` tells whether its memory was put to a test since it was
    met. A card that is due on the day of its last review was forgotten, and is yet to be relearned.
    """

    strength: Strength
    last: int
    due: int
    weight: float = 1.0
    tested: bool = False


def stand(memory: Memory, day: date, weight: float = 1.0) -> Standing:
    """Return how a card stands, its days counted from `day`."""
    return Standing(
        Strength(memory.stability, memory.difficulty),
        last=(memory.last - day).days,
        due=(memory.due - day).days,
        weight=weight,
        tested=memory.last > memory.introduced,
    )


@dataclass(frozen=True, slots=True)
class Means:
    """What a day's order is made by: the memory that the learner is taken to have, what cards take, and a policy."""

    model: Model
    costs: Costs
    chance: float
    policy: Policy

    def find_due(self, card: Standing) -> int:
        """Return the day on which a card is due by the policy."""
        return card.last + self.model.find_interval(card.strength.stability, self.policy.retention)

    def reschedule(self, known: Sequence[Standing]) -> None:
        """Make cards due by the policy, but for those that are yet to be relearned."""
        for card in known:
            if card.due > card.last:
                card.due = self.find_due(card)

    def foresee_seconds(self, known: Sequence[Standing], place: int, day: int) -> float:
        """Return the seconds that the card at a place of `order_day` is expected to take."""
        if place >= len(known):
            return self.costs.meeting + (1 - self.chance) * self.costs.relearned
        card = known[place]
        return weigh_costs(self.costs, self.model.find_recall(card.strength.stability, day - card.last))


def make_means(profile: Profile, policy: Policy) -> Means:
    """Return what a learner's days are ordered by."""
    return Means(BOOKS.at_pace(profile.pace.mean), profile.costs, profile.chance, policy)


def weigh_costs(costs: Costs, recall: float) -> float:
    """Return the seconds that a review takes on the average, where the card is recalled with a probability."""
    return recall * costs.recalled + (1 - recall) * (costs.forgotten + costs.relearned)


def order_day(means: Means, known: Sequence[Standing], fresh: Sequence[float], day: int, exam: int) -> list[int]:
    """Return the places of the cards to ask on a day before the exam, the most useful first, whatever time they take.

    The places are those in `known`, and after them those of the new cards, whose weights are `fresh`, none greater than
    the one before it. Days are counted as those of `known` are. One may stop anywhere. What was forgotten on the day
    itself comes first, to be relearned.
    """
    if exam - day > means.policy.taper:
        return order_early(means, known, len(fresh), day)
    forgotten = [place for place, card in enumerate(known) if card.due <= card.last == day]
    ranked = [*rank_known(means, known, day, exam), *rank_new(means, len(known), fresh, exam - day)]
    ranked.sort(reverse=True, key=itemgetter(0))
    return forgotten + [place for _, place in ranked]


def order_early(means: Means, known: Sequence[Standing], new: int, day: int) -> list[int]:
    """Return the due cards by falling retrievability, then the new ones."""
    find_recall = means.model.find_recall
    due = [
        (find_recall(card.strength.stability, day - card.last), place)
        for place, card in enumerate(known)
        if card.due <= day
    ]
    due.sort(reverse=True, key=itemgetter(0))
    return [place for _, place in due] + list(range(len(known), len(known) + new))


def rank_known(means: Means, known: Sequence[Standing], day: int, exam: int) -> Iterator[tuple[float, int]]:
    """Yield how urgent each card is on a day, but for those asked on that day and those not worth their time.

    That is what asking it gains in exam-day recall per second, less PATIENCE times what waiting for the eve of the exam
    would add to its own recall: what keeps until the exam can be asked now, what fades fast is better asked late.
    """
    find_recall, foresee_recall, eve = means.model.find_recall, means.model.foresee_recall, exam - 1
    for place, card in enumerate(known):
        if card.last >= day:
            continue
        stability = card.strength.stability
        recall = find_recall(stability, day - card.last)
        seconds = weigh_costs(means.costs, recall)
        asked = foresee_recall(card.strength, recall, exam - day)
        gain = card.weight * (asked - find_recall(stability, exam - card.last))
        if gain <= means.policy.price * seconds:
            continue
        if day < eve:
            recall = find_recall(stability, eve - card.last)
            gain -= PATIENCE * (foresee_recall(card.strength, recall, 1) - asked)
        yield gain / seconds, place


def rank_new(means: Means, first: int, fresh: Sequence[float], left: int) -> Iterator[tuple[float, int]]:
    """Yield how urgent each new card is so many days before the exam: what meeting it gains per second."""
    model, costs, chance = means.model, means.costs, means.chance
    right, wrong = (model.find_recall(model.meet(right=one).stability, left) for one in (True, False))
    gain = (chance * right + (1 - chance) * wrong) / (costs.meeting + (1 - chance) * costs.relearned)
    for number, weight in enumerate(fresh):
        if weight * gain > means.policy.price:
            yield weight * gain, first + number
