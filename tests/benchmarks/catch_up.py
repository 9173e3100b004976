"""Measure ways out of a backlog on learners whose memory is not the one that the program assumes.

Run it as `python tests/benchmarks/catch_up.py`; with `--write` it puts the table into docs/plan.md. Equal seeds give
equal figures.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from plan import DOCS, SPREAD_OF_LEARNERS, draw_learner, put_between

from tvp_quiz.scheduling.agenda import order_day
from tvp_quiz.scheduling.backlog import order_backlog
from tvp_quiz.scheduling.queue import spread_new
from tvp_quiz.scheduling.simulation import Life

BEGIN, END = "<!-- written by tests/benchmarks/catch_up.py -->", "<!-- end of the catch-up -->"
CARDS, USUAL_MINUTES, DAYS_BEFORE, NEW = 1500, 30, 90, 10
NO_EXAM = 10**6
SHOWN = (3, 7, 14, 30)
LATEST = 60


class Case(NamedTuple):
    """So many days away, and minutes a day after that."""

    away: int
    minutes: float

    def __str__(self) -> str:
        """Return what the table calls it."""
        return f"{self.away} days away, then {self.minutes:g} min/day"


class Result(NamedTuple):
    """What came of a backlog of so many cards: their true recall (0-1) by day, and what its end took."""

    cards: int
    recalls: Sequence[float]
    days: int
    minutes: float


Order = Callable[[Life, int], list[int]]


def order_recall(life: Life, day: int) -> list[int]:
    """Return the due cards by falling retrievability."""
    return order_day(life.means, life.known, [], day, NO_EXAM)


def order_drill(life: Life, day: int) -> list[int]:
    """Return the cards as a drill has them: due by falling retrievability, the day's new ones spread among them."""
    count = len(life.known)
    new = range(count, count + min(NEW, len(life.fresh)))
    return [int(place) for place in spread_new([*map(str, order_recall(life, day))], [*map(str, new)])]


def order_oldest(life: Life, day: int) -> list[int]:
    """Return the due cards, the longest due first."""
    return [place for _, place in sorted((card.due, place) for place, card in enumerate(life.known) if card.due <= day)]


def order_gain(life: Life, day: int) -> list[int]:
    """Return the due cards as a catch-up has them."""
    return order_backlog(life.means.costs, life.known, day)


ORDERS: dict[str, Order] = {
    "falling recall, ten new a day": order_drill,
    "falling recall": order_recall,
    "longest due first": order_oldest,
    "the catch-up": order_gain,
}


def begin_life(number: int) -> Life:
    """Return the life of a learner at the end of DAYS_BEFORE days of plain FSRS, with the same luck each time."""
    life = draw_learner(number, 0, SPREAD_OF_LEARNERS).begin(CARDS)
    for day in range(DAYS_BEFORE):
        places = len(life.known) + NEW
        order = order_day(life.means, life.known, life.fresh, day, NO_EXAM)
        life.answer([place for place in order if place < places], day, USUAL_MINUTES * 60)
    return life


def catch_up(case: Case, number: int, order: Order) -> Result:
    """Let a learner come back, and go on by falling recall without new cards once nothing is due any more."""
    life, start = begin_life(number), DAYS_BEFORE + case.away
    backlog = [place for place, card in enumerate(life.known) if card.due <= start]
    days, seconds, recalls = LATEST, 0.0, []
    for day in range(start, start + LATEST):
        spent = life.answer((order if days == LATEST else order_recall)(life, day), day, case.minutes * 60)
        recalls.append(recall_backlog(life, backlog, day + 1))
        if days == LATEST:
            seconds += spent
            days = day - start if not any(card.due <= day for card in life.known) else days
    return Result(len(backlog), recalls, days, seconds / 60)


def recall_backlog(life: Life, backlog: Sequence[int], day: int) -> float:
    """Return the mean true probability of recall of some cards on a day."""
    return fmean(
        life.truth.find_recall(life.strengths[place].stability * life.factors[place], day - life.known[place].last)
        for place in backlog
    )


def write_rows(case: Case, results: dict[str, list[Result]]) -> Iterator[str]:
    """Yield the lines of one case, in Markdown."""
    cards = fmean(one.cards for ones in results.values() for one in ones)
    days = " | ".join(f"day {day}" for day in SHOWN)
    yield f"| **{case}: {cards:.0f} due** | {days} | mean of 30 days | days | minutes |"
    yield "|---|" + "---:|" * (len(SHOWN) + 3)
    for name, ones in results.items():
        recalls = [f"{fmean(one.recalls[day - 1] for one in ones):.1%}" for day in SHOWN]
        mean = fmean(fmean(one.recalls[:30]) for one in ones)
        is_gone = all(one.days < LATEST for one in ones)
        days_taken = f"{fmean(one.days + 1 for one in ones):.0f}" if is_gone else f"over {LATEST}"
        ends = f"{days_taken} | {fmean(one.minutes for one in ones):.0f}"
        yield f"| {name} | {' | '.join(recalls)} | {mean:.1%} | {ends} |"
    yield ""


def read_options() -> Namespace:
    """Return what the command line says."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=40, help="how many are simulated (default: 40)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/plan.md")
    return parser.parse_args()


def main() -> None:
    """Run the benchmark."""
    options = read_options()
    lines: list[str] = []
    for case in (Case(14, 6), Case(30, 15), Case(90, 10)):
        results = {
            name: [catch_up(case, number, order) for number in range(options.learners)]
            for name, order in ORDERS.items()
        }
        lines += write_rows(case, results)
    table = "\n".join(lines)
    sys.stdout.write(table)
    if options.write:
        put_between(DOCS, BEGIN, END, table)


if __name__ == "__main__":
    main()
