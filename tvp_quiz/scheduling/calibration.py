"""A learner's log in, what the program may take them for out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import exp, log

from tvp_quiz.domain.plan import Habit, Pace, Profile
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.scheduling.forgetting import DECAY
from tvp_quiz.scheduling.habits import ENOUGH, find_resolve, measure_costs, name_costs
from tvp_quiz.scheduling.retention import list_tests

# The standard deviations of a learner's pace, on the logarithm: between learners, and of what may become of it until
# the exam, however well it is known today. docs/plan.md says how they were found.
DIFFERING, DRIFTING = 0.25, 0.2
GRID = [step / 20 for step in range(-40, 41)]
# Three cards stand for all, whose stabilities differ by a factor of e**0.35: the nodes and weights of Gauss and Hermite
NODES = ((exp(-0.35 * 3**0.5), 1 / 6), (1.0, 2 / 3), (exp(0.35 * 3**0.5), 1 / 6))
BINS = 200
FIRST_RIGHT = 0.6

Test = tuple[bool, float]


def measure_profile(logs: Mapping[str, Sequence[Review]], habit: Habit) -> Profile:
    """Return what the program may take a learner for, by the unvoided reviews of each card, oldest first."""
    asked = {card: [one for one in log if one.kind is not Kind.CRAM] for card, log in logs.items()}
    firsts = [log[0] for log in asked.values() if log]
    tests = (test for log in asked.values() for test in list_tests(log, date.min))
    return Profile(
        pace=measure_pace(tests),
        costs=measure_costs(cost for log in asked.values() for cost in name_costs(log)),
        chance=(sum(one.rating != Rating.AGAIN for one in firsts) + FIRST_RIGHT * ENOUGH) / (len(firsts) + ENOUGH),
        attendance=find_resolve(habit),
    )


def measure_pace(tests: Iterable[Test]) -> Pace:
    """Return the pace that tests of memory speak for.

    A test is whether it was passed, and the retrievability (0-1) just before it by the default weights.
    """
    counts = Counter((round(foretold * BINS), passed) for passed, foretold in tests)
    odds = [sum_evidence(counts, exp(mean)) - (mean / DIFFERING) ** 2 / 2 for mean in GRID]
    best = max(odds)
    weights = [exp(one - best) for one in odds]
    total = sum(weights)
    mean = sum(weight * place for weight, place in zip(weights, GRID, strict=True)) / total
    variance = sum(weight * (place - mean) ** 2 for weight, place in zip(weights, GRID, strict=True)) / total
    return Pace(mean, (variance + DRIFTING**2) ** 0.5)


def sum_evidence(counts: Counter[tuple[int, bool]], scale: float) -> float:
    """Return the logarithm of the probability of what was seen if cards are kept `scale` times as long as expected."""
    evidence = 0.0
    for (place, passed), count in counts.items():
        faded = (min(max(place, 1), BINS - 0.5) / BINS) ** (1 / DECAY) - 1
        recall = sum(share * (1 + faded / (scale * factor)) ** DECAY for factor, share in NODES)
        evidence += count * log(recall if passed else 1 - recall)
    return evidence
