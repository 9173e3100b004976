"""Cards, memories and a day in, the mark to be expected of a paper out."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate
from math import factorial, perm

from tvp_quiz.domain.card import Card, Choice, Match, Multiple, Order, Question
from tvp_quiz.domain.day import add_days
from tvp_quiz.domain.exam import Measure
from tvp_quiz.domain.review import Memory
from tvp_quiz.scheduling.forgetting import find_retrievability

TAIL = 0.025


def predict_mark(cards: Iterable[Card], memories: Mapping[str, Memory], day: date) -> Measure:
    """Return the mean chance of a right answer on that day, and the range of the marks that such chances give.

    A card that was learned has its retrievability for a chance, a new one what a guess is worth. Study days know no
    hours: on the day of its review, even one that found it forgotten, a card would be certain. It counts as on the
    day after.
    """
    return measure_chances([find_chance(card, memories.get(card.id), day) for card in cards])


def find_chance(card: Card, memory: Memory | None, day: date) -> float:
    """Return the chance (0-1) of a right answer, that of a card seen on the day itself as a day later."""
    if memory is None:
        return value_guess(card.question)
    return find_retrievability(memory, max(day, add_days(memory.last, 1)))


def value_guess(question: Question) -> float:
    """Return the chance (0-1) that somebody who knows nothing answers rightly: none where it is typed."""
    match question:
        case Choice(distractors=distractors):
            return 1 / (1 + len(distractors))
        case Multiple(answers, distractors):
            # every choice but none at all
            return 1 / ((1 << len(answers) + len(distractors)) - 1)
        case Match(pairs, extra):
            rights = [right for _, right in pairs]
            options = len({*rights, *extra})
            ways = perm(options, len(pairs)) if len(set(rights)) == len(rights) else pow(options, len(pairs))
            return 1 / ways
        case Order(steps):
            return 1 / factorial(len(steps))
        case _:
            return 0.0


def measure_chances(chances: list[float]) -> Measure:
    """Return the mean of some chances, and the range that the share of hits lies in with a probability of 95 %.

    The number of hits has a Poisson binomial distribution, which is worked out here, one chance after the other. Where
    a single number of hits is as probable as that, the range takes in its neighbours.
    """
    weights = [1.0]
    for chance in chances:
        missed = [weight * (1 - chance) for weight in weights]
        hit = [weight * chance for weight in weights]
        weights = [one + other for one, other in zip([*missed, 0.0], [0.0, *hit], strict=True)]
    below = list(accumulate(weights))
    low = next(hits for hits, sum_ in enumerate(below) if sum_ >= TAIL)
    high = next((hits for hits, sum_ in enumerate(below) if sum_ >= 1 - TAIL), len(chances))
    if low == high:
        low, high = max(0, low - 1), min(high + 1, len(chances))
    return Measure(sum(chances) / len(chances), low / len(chances), high / len(chances))
