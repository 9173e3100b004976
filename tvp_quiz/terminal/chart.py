"""The steps of a card's memory in, a drawing of how it faded and came back out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from tvp_quiz.domain.review import Memory, Rating
from tvp_quiz.scheduling.forgetting import find_recall
from tvp_quiz.scheduling.steps import Step

HEIGHT = 12
_WIDEST = 100
# In fewer columns, the names of the days would not fit side by side
_NARROWEST = 26
_LABEL = 4
_MARGIN = _LABEL + 2
# A line at the foot, in the middle and at the head of a row
_LINES = "_─‾"
_STROKE = "│"
_NAMED = ":"
_DESIRED = "."


class Point(NamedTuple):
    """A review that counts: its rating, the retrievability (0-1) just before, 1 at the first, and the memory after."""

    rating: Rating
    found: float
    memory: Memory


class Frame(NamedTuple):
    """What a plot shows: `span` days from `first` on, and retrievability from `floor` (0-1) to 1."""

    first: date
    span: int
    floor: float
    columns: int
    rows: int

    def find_column(self, day: date) -> int:
        """Return the column of a day."""
        return round((day - self.first).days * (self.columns - 1) / self.span)

    def find_days(self, column: int) -> float:
        """Return how many days after the first a column stands for."""
        return column * self.span / (self.columns - 1)

    def find_place(self, retrievability: float) -> tuple[int, str]:
        """Return the row of a retrievability, counted from above, and the line that shows it there."""
        finest = self.rows * len(_LINES) - 1
        height = round((retrievability - self.floor) / (1 - self.floor) * finest)
        return self.rows - 1 - height // len(_LINES), _LINES[height % len(_LINES)]


def draw_memory(steps: Iterable[Step], day: date, exam: date | None, width: int, height: int = HEIGHT) -> Iterator[str]:
    """Yield the lines of a chart of a card's retrievability, from its first review to the last of the days named.

    These are today (`day`), the day on which the card is due, and that of an exam. A stroke is a review, with the
    initial of its rating below, of the worst where a column has several; dots are the desired retention. The chart has
    `height` lines and up to `width` columns. Without a review that counts, without a second day, and where there is no
    room, nothing is drawn.
    """
    counted = [step for step in steps if not step.is_crammed]
    points = [
        Point(step.review.rating, 1.0 if step.retrievability is None else step.retrievability, step.memory)
        for step in counted
        if step.memory
    ]
    columns = min(width, _WIDEST) - _MARGIN
    if not points or columns < _NARROWEST:
        return
    named = list_named(points[-1].memory, day, exam)
    if named[-1][0] <= points[0].memory.introduced:
        return
    desired = counted[-1].review.retention
    frame = make_frame(points, named[-1][0], desired, columns, height - 2)
    marks = [(frame.find_column(one), name) for one, name in named]
    yield from draw_rows(frame, points, desired, [column for column, _ in marks])
    yield f"{frame.floor:>{_LABEL}.0%} └{draw_axis(frame, points, [column for column, _ in marks])}"
    yield " " * _MARGIN + write_names([(0, str(frame.first)), *marks], columns)


def list_named(memory: Memory, day: date, exam: date | None) -> list[tuple[date, str]]:
    """Return the days that a chart names, in their order, none before the first review, whatever the clock says."""
    named = [(day, "today"), (memory.due, "due"), *([(exam, "exam")] if exam else [])]
    return sorted(((max(one, memory.introduced), name) for one, name in named), key=lambda one: one[0])


def make_frame(points: Sequence[Point], last: date, desired: float, columns: int, rows: int) -> Frame:
    """Return the frame that holds all there is to see: the upper half of the scale, where that is enough."""
    first, memory = points[0].memory.introduced, points[-1].memory
    lowest = min(desired, find_recall(memory, (last - memory.last).days), *(point.found for point in points))
    return Frame(first, (last - first).days, 0.5 if lowest >= 0.5 else 0.0, columns, rows)  # noqa: PLR2004 - the half


def draw_rows(frame: Frame, points: Sequence[Point], desired: float, named: Sequence[int]) -> Iterator[str]:
    """Yield the rows of a plot with what they stand for: the curve before the named columns and the desired line."""
    place, _ = frame.find_place(desired)
    cells = [[" "] * frame.columns for _ in range(frame.rows)]
    for column in range(0, frame.columns, 2):
        cells[place][column] = _DESIRED
    for column in named:
        for row in cells:
            row[column] = _NAMED
    for column, index, line in draw_curve(frame, points):
        cells[index][column] = line
    labels = {place: f"{desired:.0%}", 0: "100%"}
    for index, row in enumerate(cells):
        yield f"{labels.get(index, ''):>{_LABEL}} │{''.join(row)}".rstrip()


def draw_curve(frame: Frame, points: Sequence[Point]) -> Iterator[tuple[int, int, str]]:
    """Yield the cells of the curve: column, row, and the line there.

    A review is a stroke from what it found up to 1; from there the curve falls. Where it falls by several rows from one
    column to the next, a stroke joins them.
    """
    reviewed = {
        column: list(group) for column, group in groupby(points, lambda point: frame.find_column(point.memory.last))
    }
    memory, above = points[0].memory, 0
    for column in range(frame.columns):
        if found := reviewed.get(column):
            memory, above = found[-1].memory, 0
            lowest, _ = frame.find_place(min(point.found for point in found))
            yield from ((column, row, _STROKE) for row in range(lowest + 1))
        else:
            days = frame.find_days(column) - (memory.last - frame.first).days
            row, line = frame.find_place(find_recall(memory, days))
            yield from ((column, between, _STROKE) for between in range(above + 1, row))
            yield column, row, line
            above = row


def draw_axis(frame: Frame, points: Sequence[Point], named: Iterable[int]) -> str:
    """Return the axis of days, with the initials of ratings and a tick at each named column that has none."""
    cells = ["─"] * frame.columns
    for column in named:
        cells[column] = "┴"
    for point in sorted(points, key=lambda point: point.rating, reverse=True):
        cells[frame.find_column(point.memory.last)] = point.rating.name[0]
    return "".join(cells)


def write_names(names: Sequence[tuple[int, str]], columns: int) -> str:
    """Return a line of names, each as near to its column as the others and the edge let it; columns never fall."""
    starts: list[int] = []
    free = 0
    for column, name in names:
        starts.append(max(free, column - len(name) // 2))
        free = starts[-1] + len(name) + 1
    cells = [" "] * columns
    end = columns
    for start, (_, name) in reversed(list(zip(starts, names, strict=True))):
        begin = min(start, end - len(name))
        cells[begin : begin + len(name)] = name
        end = begin - 1
    return "".join(cells).rstrip()
