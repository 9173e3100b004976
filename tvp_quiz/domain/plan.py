"""What a learner plans for an exam, what the program takes them for, and what it decides and foresees."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tvp_quiz.domain.review import Rating

# A plan looks ahead day by day, nobody learns all day, and weights may not drown each other
LONGEST_DAYS, MOST_MINUTES, HEAVIEST = 730, 600, 100


class ExamPlan(NamedTuple):
    """An exam on a day, and what the learner will do for it, from the study day `since` on.

    `minutes` are those of each day; `banks` are those it is about, all where none is named; `target` is the mark that
    is wished for (0-1). A card counts as often as `weights` have it for its bank, once where they don't name that.
    """

    exam: date
    minutes: float
    since: date
    banks: tuple[str, ...] = ()
    target: float | None = None
    weights: Mapping[str, float] = MappingProxyType({})


class Pace(NamedTuple):
    """How many times as long as FSRS expects a learner keeps things: the logarithm of it, and its standard error."""

    mean: float
    error: float


class Costs(NamedTuple):
    """The seconds that a card takes: when it is first met, recalled, or forgotten, and relearned after that."""

    meeting: float = 25.0
    recalled: float = 8.0
    forgotten: float = 18.0
    relearned: float = 8.0


class Habit(NamedTuple):
    """How often a learner comes: the days on which they did and those that they missed, as if so many had been seen."""

    came: float
    missed: float

    @property
    def share(self) -> float:
        """Return the share of days (0-1) on which they may be expected."""
        return self.came / (self.came + self.missed)


class Profile(NamedTuple):
    """What the program takes a learner for.

    `chance` is the share (0-1) of new cards whose first answer is right, `attendance` that of days on which they learn.
    """

    pace: Pace
    costs: Costs = Costs()
    chance: float = 0.6
    attendance: float = 1.0


class Policy(NamedTuple):
    """How the days until an exam are used.

    Before the last `taper` days a card is asked when its retrievability has fallen to `retention` (0-1), and new ones
    in the time that is left; in those days comes first what gains most for the exam, and nothing that raises the
    recall of one card by less than `price` a second.
    """

    retention: float
    taper: int
    price: float


class Forecast(NamedTuple):
    """The mark to expect on the day of the exam (0-1), and the ends of its 90 % range; the `minutes` until then."""

    mark: float
    low: float
    high: float
    minutes: float


class Decision(NamedTuple):
    """What was decided for a study day and those after it, until it is decided anew."""

    day: date
    policy: Policy
    profile: Profile


class Agenda(NamedTuple):
    """What a sitting holds: its cards in order, `new` of them never met before, and the seconds that should take."""

    cards: tuple[str, ...]
    new: int
    seconds: float


class Advice(NamedTuple):
    """What would help where a target is out of reach.

    `minutes` a day would reach it, None if none would; without the banks `left_out`, the mark rises by `gain` (0-1).
    """

    minutes: int | None
    left_out: tuple[str, ...]
    gain: float


class Outlook(NamedTuple):
    """A plan as it stands on a study day, with advice where its target is not to be expected.

    `spent` are the seconds of the day that have gone into reviews.
    """

    plan: ExamPlan
    decision: Decision
    cards: int
    new: int
    forecast: Forecast
    agenda: Agenda
    advice: Advice | None
    spent: float = 0

    @property
    def days(self) -> int:
        """Return the study days until the exam, today among them."""
        return (self.plan.exam - self.decision.day).days


class DayAhead(NamedTuple):
    """A day until the exam: the minutes that it should take, and the mark to expect (0-1) if no other followed."""

    day: date
    minutes: float
    mark: float


class Followed(NamedTuple):
    """A plan that a drill follows: what was decided on it last, and the seconds of today `spent` on reviews."""

    plan: ExamPlan
    decision: Decision
    spent: float


class CatchUp(NamedTuple):
    """A way out of a backlog: from the study day `since` on, at so many minutes a day, by about the day `until`."""

    since: date
    until: date
    minutes: float


class Effort(NamedTuple):
    """What an answer took; `introduced` is the study day on which its card was met, where that is known."""

    card: str
    day: date
    rating: "Rating"
    duration_ms: int
    introduced: date | None


class Underway(NamedTuple):
    """A catch-up that a drill follows, and the learner's latest answers, newest first."""

    catch_up: CatchUp
    efforts: tuple[Effort, ...]


class Recovery(NamedTuple):
    """What comes of a backlog at so many minutes a day.

    `days` from now nothing is due any more, None where that takes too long to foresee; of the cards due today, `loss`
    more are forgotten than if all of them were asked today.
    """

    minutes: float
    days: int | None
    loss: float


class Backlog(NamedTuple):
    """What is due on a study day, `seconds` of it in all, and how that goes down; `today` cards fit into this day.

    While a catch-up stands, `done` are the cards that were asked since it began. No number of minutes would help where
    there is no `recovery`. Meanwhile `new` cards wait.
    """

    day: date
    due: int
    seconds: float
    today: int
    new: int
    recovery: Recovery | None
    done: int = 0

    @property
    def until(self) -> date | None:
        """Return the day by which nothing should be due any more, where that can be foreseen."""
        if self.recovery is None or self.recovery.days is None:
            return None
        return self.day + timedelta(days=self.recovery.days)
