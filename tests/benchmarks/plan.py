"""Measure the planner beside other policies on learners whose memory is not the one that it assumes.

Run it as `python tests/benchmarks/plan.py`; with `--write` it puts the table into docs/plan.md. Equal seeds give equal
figures.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import ceil
from multiprocessing import Pool
from pathlib import Path
from random import Random
from statistics import fmean
from typing import NamedTuple

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from tvp_quiz.domain.plan import Costs, Forecast, Policy, Profile
from tvp_quiz.scheduling.agenda import BOOKS, Means, make_means, order_day
from tvp_quiz.scheduling.calibration import FIRST_RIGHT, measure_pace
from tvp_quiz.scheduling.habits import HABIT_DAYS, find_resolve, measure_habit
from tvp_quiz.scheduling.model import DEFAULT_WEIGHTS, Model
from tvp_quiz.scheduling.planning import choose_policy, foretell
from tvp_quiz.scheduling.simulation import Life, Situation

DOCS = Path(__file__).parents[2] / "docs" / "plan.md"
BEGIN, END = "<!-- written by tests/benchmarks/plan.py -->", "<!-- end -->"
DAYS = 60
EARLIER_DAYS = 60
SPREAD_OF_LEARNERS = 0.15
CHECKED = (0, 15, 30, 45, 55)
PLAIN = Policy(0.9, 0, 0)
REVIEW_SECONDS = 10
OURS = "the plan"


class Case(NamedTuple):
    """So many new cards, minutes a day, and the share of days that learners skip."""

    cards: int
    minutes: float
    skipped: float

    def __str__(self) -> str:
        """Return what the table calls it."""
        skipped = f", {self.skipped:.0%} of the days skipped" if self.skipped else ""
        return f"{self.cards} cards, {DAYS} days, {self.minutes:g} min/day{skipped}"


class Learner(NamedTuple):
    """One learner: how their memory works, the days on which they learn, before and until the exam, and their luck."""

    truth: Model
    earlier: Sequence[bool]
    days: Sequence[bool]
    seed: str

    def begin(self, cards: int) -> Life:
        """Return the life of the learner before the first day, with so many new cards, and the same luck each time."""
        means = Means(BOOKS, Costs(), FIRST_RIGHT, PLAIN)
        return Life(self.truth, means, Random(self.seed), fresh=[1.0] * cards)


class Result(NamedTuple):
    """The true share of the cards recalled on the day of the exam (0-1), the minutes used, and the forecasts by day."""

    mark: float
    minutes: float
    forecasts: dict[int, Forecast]


Follow = Callable[[Case, Learner], Result]


def draw_learner(number: int, skipped: float, spread: float) -> Learner:
    """Draw a learner: each of the 21 weights is the default one times a lognormal factor, within what fsrs allows."""
    dice = Random(f"learner {number}")
    bounds = zip(DEFAULT_WEIGHTS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    weights = tuple(min(max(weight * dice.lognormvariate(0, spread), low), high) for weight, low, high in bounds)
    earlier, days = ([dice.random() >= skipped for _ in range(count)] for count in (EARLIER_DAYS, DAYS))
    return Learner(Model(weights), earlier, days, f"life {number}")


def follow_plan(case: Case, learner: Learner) -> Result:
    """Let a learner follow the plan, made anew each day from what happened."""
    life, policy, spent = learner.begin(case.cards), None, 0.0
    forecasts: dict[int, Forecast] = {}
    for day, is_there in enumerate(learner.days):
        if not is_there:
            continue
        habit = measure_habit([*learner.earlier, *learner.days[:day]][-HABIT_DAYS:])
        profile = Profile(measure_pace(life.tests), Costs(), FIRST_RIGHT, find_resolve(habit))
        known = [replace(card, last=card.last - day, due=card.due - day) for card in life.known]
        situation = Situation(known, list(life.fresh), DAYS - day, case.minutes * 60, profile.attendance)
        dice = make_dice(learner, day)
        policy = choose_policy(situation, profile, dice, policy)
        # Nobody reads a forecast on a day that they miss
        if missing := [checked for checked in CHECKED if checked <= day and checked not in forecasts]:
            forecasts |= dict.fromkeys(missing, foretell(situation, profile, policy, dice, habit))
        life.means = make_means(profile, policy)
        life.means.reschedule(life.known)
        spent += life.answer(order_day(life.means, life.known, life.fresh, day, DAYS), day, case.minutes * 60)
    return Result(life.sum_recall(DAYS) / case.cards, spent / 60, forecasts)


def make_dice(learner: Learner, day: int) -> Callable[[str], Random]:
    """Return the dice of a day, which fall anew each day as the program's do."""
    return lambda luck: Random(f"{learner.seed} {day} {luck}")


def follow_fsrs(
    case: Case, learner: Learner, *, new: int | None = None, capped: bool = False, final_days: int = 0
) -> Result:
    """Let a learner follow FSRS at 0.9, with so many new cards a day, as many as time allows where None is given.

    `capped` lets no interval reach beyond the last day; in the last `final_days` all cards are asked once more, in the
    order in which they were met.
    """
    life, spent = learner.begin(case.cards), 0.0
    for day, is_there in enumerate(learner.days):
        if not is_there:
            continue
        due = len(life.known)
        order = order_day(life.means, life.known, life.fresh, day, DAYS)
        if DAYS - day <= final_days:
            order = [place for place, card in enumerate(life.known) if card.last < DAYS - final_days]
        elif new is not None:
            order = [place for place in order if place < due + new]
        spent += life.answer(order, day, case.minutes * 60)
        for card in life.known if capped and day < DAYS - 1 else ():
            card.due = min(card.due, DAYS - 1)
    return Result(life.sum_recall(DAYS) / case.cards, spent / 60, {})


def make_final_pass(case: Case, learner: Learner) -> Result:
    """Let a learner follow FSRS at 0.9 up to a final pass, which gets the days that it takes."""
    return follow_fsrs(case, learner, final_days=ceil(case.cards * REVIEW_SECONDS / (case.minutes * 60)))


POLICIES: dict[str, Follow] = {
    "FSRS at 0.9, 10 new a day": lambda case, learner: follow_fsrs(case, learner, new=10),
    "FSRS at 0.9, new as time allows": follow_fsrs,
    "interval cap": lambda case, learner: follow_fsrs(case, learner, capped=True),
    "final pass": make_final_pass,
    OURS: follow_plan,
}


def measure(case: Case, count: int, spread: float) -> dict[str, list[Result]]:
    """Return what every policy comes to for each learner."""
    results: dict[str, list[Result]] = defaultdict(list)
    with Pool() as pool:
        lives = pool.imap(partial(measure_learner, case, spread), range(count))
        for number, life in enumerate(lives, start=1):
            sys.stderr.write(f"\r\x1b[K{case}: learner {number} of {count}")
            for name, result in life.items():
                results[name].append(result)
    sys.stderr.write("\r\x1b[K")
    return results


def measure_learner(case: Case, spread: float, number: int) -> dict[str, Result]:
    """Return what every policy comes to for one learner."""
    learner = draw_learner(number, case.skipped, spread)
    return {name: follow(case, learner) for name, follow in POLICIES.items()}


def write_rows(case: Case, results: dict[str, list[Result]]) -> Iterator[str]:
    """Yield the lines of one case, in Markdown."""
    yield f"| **{case}** | recalled | worst tenth | minutes |"
    yield "|---|---:|---:|---:|"
    for name, ones in results.items():
        marks = sorted(one.mark for one in ones)
        worst = fmean(marks[: ceil(len(marks) / 10)])
        yield f"| {name} | {fmean(marks):.1%} | {worst:.1%} | {fmean(one.minutes for one in ones):.0f} |"
    yield ""


def write_coverage(measured: dict[Case, dict[str, list[Result]]]) -> Iterator[str]:
    """Yield the table of how often the range held the result, in Markdown."""
    yield "| share of learners within the range, its mean width | " + " | ".join(f"day {day}" for day in CHECKED) + " |"
    yield "|---|" + "---:|" * len(CHECKED)
    for case, results in measured.items():
        yield f"| {case} | " + " | ".join(describe_range(results[OURS], day) for day in CHECKED) + " |"


def describe_range(results: Sequence[Result], day: int) -> str:
    """Return how often the range that was foretold on a day, or the next they came, held the result, and its width."""
    pairs = [(one.mark, one.forecasts[day]) for one in results if day in one.forecasts]
    held = fmean(found.low <= mark <= found.high for mark, found in pairs)
    return f"{held:.0%}, {100 * fmean(found.high - found.low for _, found in pairs):.1f}"


def read_options() -> Namespace:
    """Return what the command line says."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=40, help="how many are simulated (default: 40)")
    parser.add_argument(
        "--spread", type=float, default=SPREAD_OF_LEARNERS, help=f"of their weights (default: {SPREAD_OF_LEARNERS})"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/plan.md")
    return parser.parse_args()


def main() -> None:
    """Run the benchmark."""
    options = read_options()
    cases = [Case(cards, minutes, skipped) for (cards, minutes), skipped in product([(300, 15), (600, 10)], (0, 0.25))]
    measured = {case: measure(case, options.learners, options.spread) for case in cases}
    lines = [line for case, results in measured.items() for line in write_rows(case, results)]
    table = "\n".join([*lines, *write_coverage(measured)])
    sys.stdout.write(f"{table}\n")
    if options.write:
        put_between(DOCS, BEGIN, END, table)


def put_between(path: Path, begin: str, end: str, table: str) -> None:
    """Put a table between two lines of a file, in place of what stands there."""
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    path.write_text(f"{before}{begin}\n\n{table.rstrip()}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
