"""A situation and a target in; how many minutes a day would reach it, and which topics are better left out, out."""

from collections.abc import Collection, Sequence
from statistics import fmean

from tvp_quiz.domain.plan import MOST_MINUTES, Habit, Pace, Policy, Profile
from tvp_quiz.scheduling.agenda import BOOKS
from tvp_quiz.scheduling.planning import CHOICE_SAMPLE, Dice, choose_policy, live_otherwise, thin_out
from tvp_quiz.scheduling.simulation import Situation

TRIES = 5
# What comes near to the best where there is time for everything
THOROUGH = Policy(0.94, 13, 0)
# Leaving a topic out should be worth it beyond what chance makes of a simulation
WORTHWHILE = 0.01


def expect_mark(situation: Situation, profile: Profile, policy: Policy, dice: Dice, habit: Habit) -> float:
    """Return the mark to expect on the day of the exam (0-1), as a forecast would, by fewer learners and cards."""
    sample = thin_out(situation, CHOICE_SAMPLE)
    return fmean(one.mark for one in live_otherwise(sample, profile, policy, dice, habit, count=TRIES))


def find_minutes(
    situation: Situation, profile: Profile, policy: Policy, dice: Dice, habit: Habit, *, target: float
) -> int | None:
    """Return about the least minutes a day at which a mark is to be expected, or None where no number of them would do.

    The minutes that the situation has are known to be too few.
    """

    def is_enough(minutes: int, *policies: Policy) -> bool:
        longer = situation._replace(seconds=minutes * 60)
        return any(expect_mark(longer, profile, one, dice, habit) >= target for one in policies)

    low = high = max(1, int(situation.seconds // 60))
    while high < MOST_MINUTES and (low == high or not is_enough(high, policy, THOROUGH)):
        low, high = high, min(3 * high, MOST_MINUTES)
    # To choose takes longer than to try, so that it is done only once
    policy = choose_policy(situation._replace(seconds=high * 60), profile, dice, price=0)
    if situation.seconds >= 60 * high or (high == MOST_MINUTES and not is_enough(high, policy)):
        return None
    while high - low > max(1, low // 10):
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle, policy) else (middle, high)
    return high


def choose_left_out(
    situation: Situation, profile: Profile, policy: Policy, dice: Dice, habit: Habit, *, topics: Sequence[str]
) -> tuple[list[str], float]:
    """Return the topics that are better left out for the sake of the others, and by how much that raises the mark.

    `topics` are those of the known cards, then of the new ones, in the order of the situation. What is left out counts
    in the mark all the same.
    """

    def foresee(topics_left_out: Collection[str]) -> float:
        kept, faded = leave_topics_out(situation, topics, topics_left_out, profile.pace)
        return (expect_mark(kept, profile, policy, dice, habit) * kept.weight + faded) / situation.weight

    left_out: list[str] = []
    best = whole = foresee(left_out)
    rest = sorted(set(topics))
    while len(rest) > 1:
        marks = {one: foresee([*left_out, one]) for one in rest}
        topic = max(rest, key=marks.__getitem__)
        if marks[topic] < best + WORTHWHILE:
            break
        best = marks[topic]
        left_out.append(topic)
        rest.remove(topic)
    return left_out, best - whole


def leave_topics_out(
    situation: Situation, topics: Sequence[str], left_out: Collection[str], pace: Pace
) -> tuple[Situation, float]:
    """Return a situation without the cards of some topics, and how much of their weight is recalled all the same.

    They are neither met nor reviewed any more.
    """
    count = len(situation.known)
    kept = situation._replace(
        known=[card for card, topic in zip(situation.known, topics, strict=False) if topic not in left_out],
        fresh=[weight for weight, topic in zip(situation.fresh, topics[count:], strict=True) if topic not in left_out],
    )
    model = BOOKS.at_pace(pace.mean)
    faded = sum(
        card.weight * model.find_recall(card.strength.stability, situation.days - card.last)
        for card, topic in zip(situation.known, topics, strict=False)
        if topic in left_out
    )
    return kept, faded
