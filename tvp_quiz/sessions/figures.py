"""Marked questions in; the mark with its interval, by bank and by ref, and what certainty was worth out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from types import MappingProxyType

from tvp_quiz.domain.card import get_bank
from tvp_quiz.domain.exam import Certainty, CertaintyScore, Judgement, Level, Marked, Measure, Report, Sat, Tally

# The quantile of the normal distribution that leaves 2.5 % beyond it
Z = 1.959963984540054
RIGHT: Mapping[Certainty, int] = MappingProxyType({Certainty.UNSURE: 1, Certainty.FAIRLY: 2, Certainty.SURE: 3})
WRONG: Mapping[Certainty, int] = MappingProxyType({Certainty.UNSURE: 0, Certainty.FAIRLY: -2, Certainty.SURE: -6})
# Where the marks that two levels lead one to expect are equal: p = 4p - 2, and 4p - 2 = 9p - 6
BANDS: Mapping[Certainty, tuple[float, float]] = MappingProxyType(
    {Certainty.UNSURE: (0, 2 / 3), Certainty.FAIRLY: (2 / 3, 4 / 5), Certainty.SURE: (4 / 5, 1)}
)
BONUS_FACTOR = 0.1
NO_REF = "(no ref)"


def make_report(sat: Sat) -> Report:
    """Return what a paper that was handed in is worth."""
    marked = sat.marked
    report = Report(
        sat,
        count_right("all", marked),
        tuple(tally(marked, lambda one: [get_bank(one.card)])),
        tuple(tally(marked, lambda one: one.refs or [NO_REF])),
    )
    if not sat.paper.certainty:
        return report
    answered = [one for one in marked if one.given]
    return report._replace(
        whole=score_certainty(marked), answered=score_certainty(answered), levels=tuple(judge_levels(answered))
    )


def find_interval(right: int, count: int) -> Measure:
    """Return the share of right answers with its 95 % score interval, which holds for few questions, too.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if not count:
        return Measure(0.0, 0.0, 1.0)
    share, weight = right / count, Z * Z / count
    middle = (share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * sqrt(share * (1 - share) / count + weight / (4 * count))
    # At the ends, where rounding would leave a speck beside nothing and all, they are exact
    return Measure(share, middle - reach if right else 0.0, middle + reach if right < count else 1.0)


def count_right(name: str, marked: Sequence[Marked]) -> Tally:
    """Return how many of some questions were answered rightly."""
    right = sum(one.correct for one in marked)
    return Tally(name, right, len(marked), find_interval(right, len(marked)))


def tally(marked: Iterable[Marked], list_names: Callable[[Marked], Iterable[str]]) -> list[Tally]:
    """Return a tally for each name that questions go by, in the order of the names; a question may have several."""
    groups: dict[str, list[Marked]] = {}
    for one in marked:
        for name in list_names(one):
            groups.setdefault(name, []).append(one)
    return [count_right(name, groups[name]) for name in sorted(groups)]


def score_certainty(marked: Sequence[Marked]) -> CertaintyScore:
    """Return the certainty-based marking of some questions; one without an answer is worth nothing.

    The bonus is a tenth of what the average mark is above the best that one level for all answers would have earned
    with the same accuracy. Source: A. R. Gardner-Medwin, Optimisation of Certainty-Based Assessment Scores, IUPS 2013;
    marks and levels as in https://tmedwin.net/cbm/ and in Moodle's certainty-based marking.
    """
    if not marked:
        return CertaintyScore(0, 0, 0, 0)
    average = sum(value_certainty(one) for one in marked) / len(marked)
    accuracy = sum(one.correct for one in marked) / len(marked)
    best = max(accuracy * RIGHT[level] + (1 - accuracy) * WRONG[level] for level in Certainty)
    return CertaintyScore(len(marked), average, accuracy, BONUS_FACTOR * (average - best))


def value_certainty(one: Marked) -> int:
    """Return the certainty-based mark of one question."""
    if one.certainty is None:
        return 0
    return (RIGHT if one.correct else WRONG)[one.certainty]


def judge_levels(answered: Iterable[Marked]) -> Iterable[Level]:
    """Yield each level of certainty that was used, and whether its answers were as often right as it is meant for."""
    groups: dict[Certainty, list[Marked]] = {level: [] for level in Certainty}
    for one in answered:
        if one.certainty:
            groups[one.certainty].append(one)
    for level, ones in groups.items():
        if ones:
            yield judge_level(level, count_right(level.name.lower(), ones))


def judge_level(level: Certainty, counted: Tally) -> Level:
    """Return whether the answers of a level were right as often as it is meant for."""
    low, high = BANDS[level]
    share, lowest, highest = counted.mark
    if share < low:
        return Level(level, counted, low, high, Judgement.OVER, is_clear=highest < low)
    if share > high:
        return Level(level, counted, low, high, Judgement.UNDER, is_clear=lowest > high)
    return Level(level, counted, low, high, Judgement.FITTING, is_clear=True)
