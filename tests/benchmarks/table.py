"""Measured times in, a table of them beside what they should be out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from rich.table import Table

MANY = 100
"""From so many runs on, one in a hundred is no longer the slowest of them."""

Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a measure should stay under: so many milliseconds, or so many times the median of another measure."""

    what: str
    limit: float
    beside: str = ""
    share: float = 0.5

    def find_figure(self, times: Times) -> float:
        """Return what is held against the limit."""
        figure = find_quantile(times[self.what], self.share)
        return figure / median(times[self.beside]) if self.beside else figure

    def list_cells(self, times: Times) -> list[str]:
        """Return the figure, the target, and whether it is met."""
        figure = self.find_figure(times)
        verdict = "met" if figure <= self.limit else "NOT MET"
        if self.beside:
            return [f"{figure:.2f} of {self.beside}", f"≤ {self.limit}", verdict]
        return [f"{name_share(self.share)} {figure:.2f} ms", f"≤ {self.limit:g} ms", verdict]


def find_quantile(times: Sequence[float], share: float) -> float:
    """Return the smallest time that at least that share (0-1) of the times do not exceed; of halves, the median."""
    return median(times) if name_share(share) == "median" else sorted(times)[ceil(share * len(times)) - 1]


def name_share(share: float) -> str:
    """Return what a quantile is called."""
    return "median" if share == 1 / 2 else f"p{share * 100:.0f}"


def build_table(times: Times, goals: Sequence[Goal], title: str) -> Table:
    """Return a row for each measure, and one more for every goal of it after the first."""
    table = Table("what", title=title, title_justify="left")
    for column in ("runs", "median ms", "p90 ms", "p99 ms"):
        table.add_column(column, justify="right")
    for column in ("compared", "target", ""):
        table.add_column(column)
    for what, measured in times.items():
        first, *more = [goal.list_cells(times) for goal in goals if goal.what == what] or [[]]
        table.add_row(what, *list_figures(measured), *first)
        for cells in more:
            table.add_row(*[""] * 5, *cells)
    return table


def list_figures(times: Sequence[float]) -> list[str]:
    """Return how often was measured, and the quantiles that mean something for so many."""
    p99 = f"{find_quantile(times, 0.99):.1f}" if len(times) >= MANY else ""
    return [str(len(times)), f"{median(times):.1f}", f"{find_quantile(times, 0.9):.1f}", p99]
