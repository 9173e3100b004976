"""A situation and a learner's profile in; the policy to follow, the mark to expect, and what would raise it out."""

from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING, TypeVar

from tvp_quiz.domain.plan import Forecast, Habit, Policy, Profile
from tvp_quiz.scheduling.agenda import BOOKS, make_means
from tvp_quiz.scheduling.simulation import Outcome, Situation, simulate

if TYPE_CHECKING:
    from random import Random

RETENTIONS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.84, 0.88, 0.91, 0.94, 0.96)
TAPERS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50)
STARTS = ((3, 3), (4, 6), (4, 9), (3, 10), (6, 4), (8, 9))
# A review of eight seconds is worth it if it raises the recall of one card by about one in ninety
PRICE = 0.0014
# To choose among policies takes fewer cards than to foretell a mark, since luck is the same for all of them
CHOICE_SAMPLE, CHOICE_TRIES = 100, 2
# What a simulation of so few cards makes look better by less than this may be chance, and chasing it costs
MARGIN = 0.01
# One result in twenty is below those of nineteen learners like this one, and one above
FORECAST_SAMPLE, FORECAST_TRIES = 200, 19
# The standard deviation, between learners, of the logarithm of what recall adds to a stability: of the weights of FSRS,
# those that matter most where there is time enough (docs/plan.md has the figures)
GROWTH = 0.3
# So many draws of how often a learner comes stand for each learner who is simulated
DRAWS = 20

Dice = Callable[[str], "Random"]
T = TypeVar("T")


def thin_out(situation: Situation, count: int) -> Situation:
    """Return a situation of about `count` cards that stand for all, with as much time for each."""
    total = len(situation.known) + len(situation.fresh)
    if total <= count:
        return situation
    known, fresh = take_evenly(situation.known, count / total), take_evenly(situation.fresh, count / total)
    share = (len(known) + len(fresh)) / total
    return situation._replace(
        known=known, fresh=fresh, seconds=situation.seconds * share, spent=situation.spent * share
    )


def take_evenly(cards: Sequence[T], share: float) -> list[T]:
    """Return that share of the cards, from all parts of the sequence."""
    count = round(len(cards) * share)
    return [cards[int((place + 0.5) * len(cards) / count)] for place in range(count)]


def live_through(
    situation: Situation, profile: Profile, policy: Policy, dice: Dice, tries: Iterable[int]
) -> list[Outcome]:
    """Simulate a policy once for each try, for a learner as expected."""
    means = make_means(profile, policy)
    return [simulate(situation, means, means.model, dice(f"{one}")) for one in tries]


def live_otherwise(
    situation: Situation,
    profile: Profile,
    policy: Policy,
    dice: Dice,
    habit: Habit,
    *,
    count: int = FORECAST_TRIES,
    daily: bool = False,
) -> list[Outcome]:
    """Simulate a policy for so many learners, who differ in all that is not known of this one.

    That is the pace, what recall adds, how often they come, on which days, and their luck. `daily` asks for the mark
    after each day.
    """
    means = make_means(profile, policy)
    chance = dice("learners")
    deviations = [NormalDist().inv_cdf(place / (count + 1)) for place in range(1, count + 1)]
    paces, growths = (chance.sample(deviations, count) for _ in range(2))
    attendances = chance.sample(spread_attendance(habit, chance, count), count)
    return [
        simulate(
            situation._replace(attendance=attendance),
            means,
            BOOKS.at_pace(profile.pace.mean + pace * profile.pace.error, growth * GROWTH),
            # Not the luck by which the policy was found to be the best
            dice(f"learner {number}"),
            daily=daily,
        )
        for number, (pace, growth, attendance) in enumerate(zip(paces, growths, attendances, strict=True))
    ]


def choose_policy(
    situation: Situation, profile: Profile, dice: Dice, before: Policy | None = None, price: float = PRICE
) -> Policy:
    """Return the policy that gains the most for the exam, less `price` for each second.

    The search climbs from the policy that was followed before, else from the best of a few. `dice` make the same luck
    for every policy.
    """
    sample = thin_out(situation, CHOICE_SAMPLE)
    weight = sample.weight
    worths: dict[tuple[int, int], float] = {}

    def find_worth(place: tuple[int, int]) -> float:
        if place not in worths:
            outcomes = live_through(sample, profile, make_policy(place, price), dice, range(CHOICE_TRIES))
            worths[place] = fmean(one.mark * weight - price * sum(one.seconds) for one in outcomes)
        return worths[place]

    best = find_place(before) if before else max(STARTS, key=find_worth)
    while find_worth(better := max(list_neighbours(best), key=find_worth)) > find_worth(best) + MARGIN * weight:
        best = better
    return make_policy(best, price)


def make_policy(place: tuple[int, int], price: float) -> Policy:
    """Return the policy at a place of the grid."""
    return Policy(RETENTIONS[place[0]], TAPERS[place[1]], price)


def find_place(policy: Policy) -> tuple[int, int]:
    """Return the place of the grid that is nearest to a policy."""
    return (
        min(range(len(RETENTIONS)), key=lambda place: abs(RETENTIONS[place] - policy.retention)),
        min(range(len(TAPERS)), key=lambda place: abs(TAPERS[place] - policy.taper)),
    )


def list_neighbours(place: tuple[int, int]) -> list[tuple[int, int]]:
    """Return a place of the grid, then those beside it."""
    row, column = place
    steps = [(row, column), (row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    return [(row, column) for row, column in steps if 0 <= row < len(RETENTIONS) and 0 <= column < len(TAPERS)]


def foretell(situation: Situation, profile: Profile, policy: Policy, dice: Dice, habit: Habit) -> Forecast:
    """Return the mark to expect, with a range that should hold that of nine learners in ten who stand as this one does.

    Its ends are the worst and the best of FORECAST_TRIES learners.
    """
    sample = thin_out(situation, FORECAST_SAMPLE)
    outcomes = live_otherwise(sample, profile, policy, dice, habit)
    marks = [one.mark for one in outcomes]
    seconds = fmean(sum(one.seconds) for one in outcomes) * situation.seconds / sample.seconds
    return Forecast(fmean(marks), min(marks), max(marks), minutes=seconds / 60)


def foresee_days(
    situation: Situation, profile: Profile, policy: Policy, dice: Dice, habit: Habit
) -> list[tuple[float, float]]:
    """Return for each day until the exam the minutes that it should take, and the mark if no other followed.

    With the same dice as `foretell`, their sum and the last mark are those that it foretells.
    """
    sample = thin_out(situation, FORECAST_SAMPLE)
    outcomes = live_otherwise(sample, profile, policy, dice, habit, daily=True)
    scale = situation.seconds / sample.seconds / 60
    return [
        (fmean(one.seconds[day] for one in outcomes) * scale, fmean(one.marks[day] for one in outcomes))
        for day in range(situation.days)
    ]


def spread_attendance(habit: Habit, dice: "Random", count: int) -> list[float]:
    """Return so many shares of days (0-1), from low to high, on which a learner with a habit may come."""
    draws = sorted(dice.betavariate(habit.came, habit.missed) for _ in range(DRAWS * count))
    return draws[DRAWS // 2 :: DRAWS]
