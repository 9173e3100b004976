"""A learner's log in, what the program may take them for out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import exp, log
from statistics import median

from tvp_quiz.domain.plan import Costs, Pace, Profile
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.scheduling.forgetting import DECAY
from tvp_quiz.scheduling.retention import list_tests

# The standard deviations of a learner's pace, on the logarithm: between learners, and of what may become of it until
# the exam, however well it is known today. docs/plan.md says how they were found.
DIFFERING, DRIFTING = 0.25, 0.2
GRID = [step / 20 for step in range(-40, 41)]
# Three cards stand for all, whose stabilities differ by a factor of e**0.35: the nodes and weights of Gauss and Hermite
NODES = ((exp(-0.35 * 3**0.5), 1 / 6), (1.0, 2 / 3), (exp(0.35 * 3**0.5), 1 / 6))
BINS = 200
# A median of fewer reviews than these says less than what is usual
ENOUGH = 20
FIRST_RIGHT = 0.6
DAYS_ASSUMED = 7

Test = tuple[bool, float]


def measure_profile(logs: Mapping[str, Sequence[Review]], days: Sequence[date]) -> Profile:
    """Return what the program may take a learner for, by the unvoided reviews of each card, oldest first.

    `days` are those on which the learner meant to learn.
    """
    asked = {card: [one for one in log if one.kind is not Kind.CRAM] for card, log in logs.items()}
    firsts = [log[0] for log in asked.values() if log]
    tests = (test for card, log in asked.items() for test in list_tests(card, log, date.min))
    return Profile(
        pace=measure_pace(tests),
        costs=measure_costs(asked.values()),
        chance=(sum(one.rating != Rating.AGAIN for one in firsts) + FIRST_RIGHT * ENOUGH) / (len(firsts) + ENOUGH),
        attendance=measure_attendance({one.day for log in logs.values() for one in log}, days),
    )


def measure_attendance(seen: set[date], days: Sequence[date]) -> float:
    """Return the share of days on which a learner learns, where they came on those in `seen` of `days`."""
    return (sum(day in seen for day in days) + DAYS_ASSUMED) / (len(days) + DAYS_ASSUMED)


def measure_costs(logs: Iterable[Sequence[Review]]) -> Costs:
    """Return the median seconds of each kind of review, or what is usual where there are few."""
    usual = Costs()
    seconds: dict[str, list[float]] = {name: [] for name in usual._fields}
    for reviews in logs:
        for place, review in enumerate(reviews):
            seconds[name_cost(reviews, place)].append(review.duration_ms / 1000)
    measured = {name: median(times) for name, times in seconds.items() if len(times) >= ENOUGH}
    # An answer takes a second at least, whatever a clock says
    return usual._replace(**{name: max(1.0, time) for name, time in measured.items()})


def name_cost(log: Sequence[Review], place: int) -> str:
    """Return which of the costs a review in a card's log belongs to."""
    if place == 0:
        return "meeting"
    if log[place].day == log[place - 1].day:
        return "relearned"
    return "forgotten" if log[place].rating == Rating.AGAIN else "recalled"


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
