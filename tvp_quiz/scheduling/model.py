"""FSRS-6 as plain arithmetic: a memory's two numbers and an answer in, the next two out; fit for millions of them."""

from math import exp
from typing import NamedTuple

from tvp_quiz.domain.review import Rating

SMALLEST = 0.001
# How much of a growth each e-fold of a stability since the first meeting holds: 0.4 to 0.5 where that went right, 0.6
# to 0.9 where it did not, as recalls with a probability between 0.75 and 0.93 have it
COMPOUNDING = 0.6
EASIEST, HARDEST = 1.0, 10.0
# Those of fsrs, which takes too long to load where a queue waits for them
DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip


class Strength(NamedTuple):
    """What a model holds of a card that was met: its stability (days) and its difficulty (1-10)."""

    stability: float
    difficulty: float


class Model:
    """One learner's memory as FSRS-6 has it, where every answer is Again or Good, and Again is relearned the same day.

    `scale` is how many times as long as by the weights this learner keeps what was learned, and recall adds e**`growth`
    times as much to a stability.
    Source: the formulas of FSRS-6 as the package `fsrs` has them; the weights are in its order.
    """

    __slots__ = (
        "_again",
        "_decay",
        "_factor",
        "_forgetting",
        "_gain",
        "_good",
        "_growth",
        "_relearning",
        "_reverting",
        "_toward",
        "_weights",
    )

    def __init__(self, weights: tuple[float, ...] = DEFAULT_WEIGHTS, scale: float = 1.0, growth: float = 0.0) -> None:
        """Work out what is the same for every card."""
        w = self._weights = weights
        self._decay = -w[20]
        self._factor: float = (0.9 ** (1 / self._decay) - 1) / scale
        self._gain = exp(w[8] + growth), w[9], w[10]
        self._growth = growth
        self._forgetting = w[11], w[12], w[13], w[14], exp(w[17] * w[18])
        self._relearning = exp(w[17] * w[18]), w[19]
        self._reverting = 1 - w[7], w[6] * 2 / 9
        self._toward = w[7] * (w[4] - exp(w[5] * (Rating.EASY - 1)) + 1)
        self._good = Strength(max(w[2], SMALLEST), clamp(w[4] - exp(w[5] * (Rating.GOOD - 1)) + 1))
        again = Strength(max(w[0], SMALLEST), clamp(w[4]))
        self._again = Strength(self._relearn(again.stability), self._ease(again.difficulty, 0))

    def at_pace(self, pace: float, growth: float = 0) -> "Model":
        """Return a model that keeps things e**`pace` times as long, and gains e**`growth` times as much by recall."""
        return Model(self._weights, exp(pace), growth)

    def find_recall(self, stability: float, elapsed: float) -> float:
        """Return the probability of recall (0-1) so many days after the last review."""
        return float((1 + self._factor * elapsed / stability) ** self._decay)

    def find_interval(self, stability: float, retention: float) -> int:
        """Return the whole days after which the probability of recall falls to `retention`, at least one."""
        faded: float = retention ** (1 / self._decay) - 1
        return max(1, round(stability / self._factor * faded))

    def regrow(self, stability: float) -> float:
        """Return about what a stability that was worked out without the growth of this model would be with it."""
        return stability * float(max(stability / self._good.stability, 1.0) ** (COMPOUNDING * self._growth))

    def meet(self, *, right: bool) -> Strength:
        """Return what a first meeting leaves."""
        return self._good if right else self._again

    def recall(self, strength: Strength, recall: float) -> Strength:
        """Return what remembering leaves, on a later day, where it had the probability `recall`."""
        return Strength(self._strengthen(strength, recall), self._ease(strength.difficulty, 0))

    def forget(self, strength: Strength, recall: float) -> Strength:
        """Return what forgetting and relearning on one day leave, where remembering had the probability `recall`."""
        return Strength(self._weaken(strength, recall), self._ease(self._ease(strength.difficulty, 1), 0))

    def foresee_recall(self, strength: Strength, recall: float, days: int) -> float:
        """Return the probability of recall so many days after a review in which remembering has that of `recall`."""
        elapsed = self._factor * days
        recalled = (1 + elapsed / self._strengthen(strength, recall)) ** self._decay
        relearned = (1 + elapsed / self._weaken(strength, recall)) ** self._decay
        return float(recall * recalled + (1 - recall) * relearned)

    def _strengthen(self, strength: Strength, recall: float) -> float:
        stability, difficulty = strength
        scale, saturation, surprise = self._gain
        growth = scale * (11 - difficulty) * stability**-saturation * (exp((1 - recall) * surprise) - 1)
        return float(stability * (1 + growth))

    def _weaken(self, strength: Strength, recall: float) -> float:
        stability, difficulty = strength
        scale, hardness, saturation, surprise, least = self._forgetting
        left = scale * difficulty**-hardness * ((stability + 1) ** saturation - 1) * exp((1 - recall) * surprise)
        return self._relearn(max(min(left, stability / least), SMALLEST))

    def _relearn(self, stability: float) -> float:
        growth, saturation = self._relearning
        return stability * max(1.0, growth / float(stability**saturation))

    def _ease(self, difficulty: float, forgotten: int) -> float:
        keep, step = self._reverting
        return clamp(self._toward + keep * (difficulty + (10 - difficulty) * step * forgotten))


def clamp(difficulty: float) -> float:
    """Return a difficulty within its range."""
    return min(max(difficulty, EASIEST), HARDEST)
