"""A situation, what its days are ordered by, and a true memory in; what comes of them by the day of the exam out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.scheduling.agenda import BOOKS, Means, Standing, order_day
from tvp_quiz.scheduling.model import Model, Strength

if TYPE_CHECKING:
    from random import Random

# How much cards differ beyond what FSRS knows of them: the standard deviation of the logarithm of their stability, and
# the part of it that a card's tests have brought to light (docs/plan.md says how that was found)
SPREAD = 0.5
SEEN = 0.4


class Situation(NamedTuple):
    """Where a learner stands: the cards that were met, the weights of the new ones, and the time until the exam.

    Day 0 is today, of which some seconds are `spent`, and `days` that of the exam; each day has so many `seconds`, and
    the learner is there today and on a share of the others, `attendance` (0-1).
    """

    known: Sequence[Standing]
    fresh: Sequence[float]
    days: int
    seconds: float
    attendance: float = 1.0
    spent: float = 0.0

    @property
    def weight(self) -> float:
        """Return what all cards together count."""
        return sum(card.weight for card in self.known) + sum(self.fresh)


class Outcome(NamedTuple):
    """The share of the cards, by weight, that is recalled on the day of the exam, and the seconds of each day.

    `marks` are those after each day if no other followed, where they were asked for.
    """

    mark: float
    seconds: Sequence[float]
    marks: Sequence[float] = ()


@dataclass(slots=True)
class Life:
    """A learner who lives through the days: the books that the program keeps of the cards, and what is true of them.

    `truth` is how the memory really works; each card is kept longer or shorter by a factor of its own. `tests` are the
    tests of a memory so far: whether it was recalled, and with what probability by the books.
    """

    truth: Model
    means: Means
    dice: "Random"
    known: list[Standing] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    strengths: list[Strength] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    tests: list[tuple[bool, float]] = field(default_factory=list)

    def answer(self, order: Iterable[int], day: int, seconds: float) -> float:
        """Answer cards in order until the time is up, and return the seconds that took; new ones leave `fresh`."""
        spent, count = 0.0, len(self.known)
        for place in order:
            if spent >= seconds:
                break
            spent += self.review(place, day) if place < count else self.meet(self.fresh[place - count], day)
        del self.fresh[: len(self.known) - count]
        return spent

    def meet(self, weight: float, day: int) -> float:
        """Meet a new card, and return the seconds that takes."""
        right = self.dice.random() < self.means.chance
        card = Standing(BOOKS.meet(right=right), day, day, weight)
        card.due = self.means.find_due(card)
        self.known.append(card)
        self.strengths.append(self.truth.meet(right=right))
        self.factors.append(self.dice.lognormvariate(0, SPREAD))
        return self.means.costs.meeting + (0 if right else self.means.costs.relearned)

    def review(self, place: int, day: int) -> float:
        """Review a card, and return the seconds that takes."""
        card, strength = self.known[place], self.strengths[place]
        elapsed, costs = day - card.last, self.means.costs
        true = self.truth.find_recall(strength.stability * self.factors[place], elapsed)
        foretold = BOOKS.find_recall(card.strength.stability, elapsed)
        recalled = self.dice.random() < true
        self.strengths[place] = (self.truth.recall if recalled else self.truth.forget)(strength, true)
        card.strength = (BOOKS.recall if recalled else BOOKS.forget)(card.strength, foretold)
        card.last, card.tested = day, True
        card.due = self.means.find_due(card)
        self.tests.append((recalled, foretold))
        return costs.recalled if recalled else costs.forgotten + costs.relearned

    def sum_recall(self, exam: int) -> float:
        """Return how much of the weight of all cards is recalled on a day, on the average."""
        recall = self.truth.find_recall
        cards = zip(self.known, self.strengths, self.factors, strict=True)
        return sum(card.weight * recall(one.stability * factor, exam - card.last) for card, one, factor in cards)


def begin_life(situation: Situation, means: Means, truth: Model, dice: "Random") -> Life:
    """Return a learner who stands where a situation has it."""
    life = Life(truth, means, dice, [replace(card) for card in situation.known], list(situation.fresh))
    for card in life.known:
        factor = dice.lognormvariate(0, SPREAD)
        stability, difficulty = card.strength
        life.factors.append(factor)
        life.strengths.append(Strength(truth.regrow(stability) * (factor**-SEEN if card.tested else 1), difficulty))
    return life


def simulate(situation: Situation, means: Means, truth: Model, dice: "Random", *, daily: bool = False) -> Outcome:
    """Live by a policy until the exam, and return what comes of it; `daily` asks for the mark after each day."""
    life = begin_life(situation, means, truth, dice)
    means.reschedule(life.known)
    exam, weight = situation.days, situation.weight
    seconds, marks, owed = [], [], situation.spent
    for day in range(exam):
        # Whoever looks at a plan is there today
        is_there = day == 0 or dice.random() < situation.attendance
        order = order_day(means, life.known, life.fresh, day, exam) if is_there else []
        # Where few cards stand for many, the last one of a day would prolong it by too much
        left = situation.seconds - owed
        seconds.append(life.answer(order, day, left))
        owed = max(0.0, seconds[-1] - left)
        if daily:
            marks.append(life.sum_recall(exam) / weight)
    return Outcome(life.sum_recall(exam) / weight, seconds, marks)
