"""What answers took and when they were given in; the time that cards take a learner, and how often they come, out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import fmean, median
from typing import Protocol

from tvp_quiz.domain.plan import Costs, Effort, Habit
from tvp_quiz.domain.review import Rating

# A mean of fewer reviews than these says less than what is usual
ENOUGH = 20
# How often a learner comes is seen from so many days, and so few of them are believed: habits change
HABIT_DAYS, MOST_BELIEVED = 60, 30
# Of somebody new it is known that most learners miss some days, and that they differ much in that
USUAL_HABIT = Habit(3.4, 0.6)
RESOLVED_DAYS = 7
# Of somebody who has learned on fewer days than these, nobody knows how long they usually do
FEWEST_DAYS = 3
USUAL_SECONDS = 600.0


class Timed(Protocol):
    """What an answer tells of the time that its card takes."""

    @property
    def day(self) -> date:
        """The study day."""

    @property
    def rating(self) -> Rating:
        """How well the card was recalled."""

    @property
    def duration_ms(self) -> int:
        """What the answer took."""


def measure_costs(costs: Iterable[tuple[str, float]]) -> Costs:
    """Return the mean seconds of each kind of review, or what is usual where there are few.

    Of times that are often short and sometimes long, the middle one would fill more than a day's minutes.
    """
    usual = Costs()
    seconds: dict[str, list[float]] = {name: [] for name in usual._fields}
    for name, taken in costs:
        seconds[name].append(taken)
    measured = {name: fmean(times) for name, times in seconds.items() if len(times) >= ENOUGH}
    # An answer takes a second at least, whatever a clock says
    return usual._replace(**{name: max(1.0, time) for name, time in measured.items()})


def name_costs(log: Sequence[Timed]) -> Iterator[tuple[str, float]]:
    """Yield which of the costs each review in a card's log belongs to, and the seconds that it took."""
    for place, review in enumerate(log):
        yield name_cost(log, place), review.duration_ms / 1000


def name_cost(log: Sequence[Timed], place: int) -> str:
    """Return which of the costs a review in a card's log belongs to."""
    if place == 0:
        return "meeting"
    if log[place].day == log[place - 1].day:
        return "relearned"
    return "forgotten" if log[place].rating == Rating.AGAIN else "recalled"


def measure_recent_costs(efforts: Iterable[Effort]) -> Costs:
    """Return the seconds of each kind of review by the latest efforts, newest first."""
    logs: dict[str, list[Effort]] = defaultdict(list)
    for effort in efforts:
        logs[effort.card].insert(0, effort)
    # What the oldest effort of a card cost depends on one that is not among them, unless the card was met by it
    return measure_costs(
        cost for log in logs.values() for cost in list(name_costs(log))[log[0].introduced != log[0].day :]
    )


def measure_usual(efforts: Iterable[Effort], before: date) -> float:
    """Return the seconds of reviews on a learner's usual day, as far as it came before a study day."""
    seconds: dict[date, float] = defaultdict(float)
    for effort in efforts:
        seconds[effort.day] += effort.duration_ms / 1000
    earlier = [taken for day, taken in seconds.items() if day < before]
    return max(median(earlier), 1.0) if len(earlier) >= FEWEST_DAYS else USUAL_SECONDS


def measure_habit(came: Sequence[bool]) -> Habit:
    """Return how often a learner comes, where it is known of some days whether they came."""
    believed = min(1.0, MOST_BELIEVED / max(1, len(came)))
    return Habit(USUAL_HABIT.came + believed * sum(came), USUAL_HABIT.missed + believed * (len(came) - sum(came)))


def find_resolve(habit: Habit) -> float:
    """Return the share of days (0-1) for which a plan is made: as if a week without a gap had been seen, too.

    Whoever plans means to come. A plan for somebody who misses days asks more of those that are left, and that is more
    than was asked for where they come after all.
    """
    came, missed = habit.came - USUAL_HABIT.came + RESOLVED_DAYS, habit.missed - USUAL_HABIT.missed
    return came / (came + missed)


def list_habit_days(seen: Collection[date], since: date, day: date) -> list[date]:
    """Return the days by which is seen how often a learner comes who came back, or made up their mind, on `since`.

    Those are the ones from then on, up to `day`, and those before the break that ended then.
    """
    earlier = [one for one in seen if one < since]
    days = [since + timedelta(days=number) for number in range((day - since).days)]
    if earlier:
        last, count = max(earlier), (max(earlier) - min(earlier)).days + 1
        days = [last - timedelta(days=ago) for ago in reversed(range(min(HABIT_DAYS, count)))] + days
    return days[-HABIT_DAYS:]


def count_away(seen: Collection[date], day: date) -> int:
    """Return on how many days just before a study day nothing was answered, none of somebody new."""
    earlier = [one for one in seen if one < day]
    return (day - max(earlier)).days - 1 if earlier else 0


def sum_spent(efforts: Iterable[Effort], day: date) -> float:
    """Return the seconds that were spent on a study day."""
    return sum(effort.duration_ms for effort in efforts if effort.day == day) / 1000
