"""terminal/chart.py: what is drawn of a card's memory, whatever its log, its dates and the terminal."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import DAY, make_review
from terminals import draw as draw_screen
from values import replace
from views import HISTORY

from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.scheduling.steps import Step, trace_log
from tvp_quiz.terminal.chart import HEIGHT, draw_memory, write_names
from tvp_quiz.terminal.overlays import draw_history
from tvp_quiz.terminal.text import fit_text

# Days since the first review, and rating: two on one day among them
LOG = [(0, 3), (2, 3), (13, 1), (13, 3), (15, 3), (25, 3)]
CURVE = {*"‾─_│"}
STEPS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 4), st.booleans()), min_size=1, max_size=12)


def trace(log: list[tuple[int, int]], *, crammed: tuple[int, ...] = ()) -> list[Step]:
    return trace_log(
        make_review(number, rating=Rating(rating), days=days, kind=Kind.CRAM if number in crammed else Kind.DRILL)
        for number, (days, rating) in enumerate(log)
    )


def draw(log: list[tuple[int, int]], today: int, exam: int | None = None, width: int = 80) -> list[str]:
    return list(draw_memory(trace(log), after(today), None if exam is None else after(exam), width))


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_chart_has_its_look(width: int, check_golden: Callable[[str, str], None]) -> None:
    lines = draw(LOG, 30, width=width) + draw(LOG, 30, exam=120, width=width) + draw([(0, 3)], 400, width=width)
    check_golden(f"chart-{width}", "\n".join([*lines, ""]))


def test_without_more_than_ascii_a_chart_keeps_its_shape(check_golden: Callable[[str, str], None]) -> None:
    lines = draw(LOG, 30, exam=90)
    fitted = [fit_text(line, "ascii") for line in lines]
    assert [len(line) for line in fitted] == [len(line) for line in lines]
    check_golden("chart-ascii", "\n".join([*fitted, ""]))


@given(STEPS, st.integers(0, 900), st.none() | st.integers(0, 1600), st.integers(1, 250), st.integers(3, HEIGHT))
def test_a_chart_keeps_to_its_size_and_names_its_days(
    days: list[tuple[int, int, bool]], today: int, exam: int | None, width: int, height: int
) -> None:
    log = [(sum(one for one, *_ in days[: end + 1]), rating) for end, (_, rating, _) in enumerate(days)]
    steps = trace(log, crammed=tuple(index for index, (*_, crammed) in enumerate(days) if crammed))
    day = after(log[-1][0] + today)
    lines = list(draw_memory(steps, day, day + timedelta(days=exam) if exam is not None else None, width, height))
    assert len(lines) in {0, height}
    assert max(map(len, lines), default=0) <= min(width, 100)
    if lines:
        assert sorted(lines[-1].split()[1:]) == sorted(["today", "due", *(["exam"] if exam is not None else [])])
        assert set(fit_text("".join(lines), "ascii")) <= set(' |:.-_+%"' + "0123456789AHGE" + "todayduexam")


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(1, 500), st.integers(40, 120))
def test_between_two_reviews_the_curve_never_rises(gaps: list[int], today: int, width: int) -> None:
    log = [(sum(gaps[:end]), 1 + end % 4) for end in range(len(gaps) + 1)]
    *rows, axis, _ = draw(log, log[-1][0] + today, width=width)
    depths = [find_depth(rows, column) for column in range(6, len(axis))]
    for (before, behind), letters in zip(pairwise(depths), pairwise(axis[6:]), strict=True):
        assert before <= behind or not set("AHGE").isdisjoint(letters)


def find_depth(rows: list[str], column: int) -> int:
    """Return how far down the curve is in a column of a chart, in thirds of a row."""
    drawn = [
        3 * index + "‾─_│".index(row[column]) for index, row in enumerate(rows) if row[column : column + 1] in CURVE
    ]
    return max(drawn)


def test_a_review_is_marked_by_its_rating_and_the_worst_of_a_column_is_shown() -> None:
    *_, axis, _ = draw([(0, 3), (50, 4), (50, 1), (50, 3), (100, 2)], 100)
    assert [letter for letter in axis[6:] if letter.isalpha()] == ["G", "A", "H"]


def test_only_what_changed_memory_is_drawn() -> None:
    assert list(draw_memory(trace(LOG, crammed=(5,)), after(30), None, 80)) == draw(LOG[:5], 30)


def test_the_scale_goes_down_to_nothing_only_where_it_must() -> None:
    assert [line[:4].strip() for line in draw(LOG, 30) if line[:4].strip()] == ["100%", "90%", "50%"]
    assert [line[:4].strip() for line in draw([(0, 3)], 400) if line[:4].strip()] == ["100%", "90%", "0%"]


def test_the_desired_retention_is_that_of_the_last_review() -> None:
    steps = trace(LOG)
    last = steps[-1]._replace(review=replace(steps[-1].review, retention=0.75))
    rows = draw_memory([*steps[:-1], last], after(30), None, 80)
    (desired,) = (row for row in rows if row.startswith(" 75%"))
    assert desired.count(".") > 30


@pytest.mark.parametrize(
    ("log", "today", "width"), [([], 3, 80), ([(0, 1)], 0, 80), (LOG, 30, 31), ([(0, 1), (0, 1)], 0, 80)]
)
def test_nothing_is_drawn_where_there_is_nothing_to_see(log: list[tuple[int, int]], today: int, width: int) -> None:
    assert draw(log, today, width=width) == []


@given(st.integers(26, 94).flatmap(lambda columns: st.tuples(st.just(columns), st.lists(st.integers(0, columns - 1)))))
def test_names_stand_side_by_side(drawn: tuple[int, list[int]]) -> None:
    columns, places = drawn
    names = [(0, "2026-03-01"), *zip(sorted(places)[:3], ("today", "due", "exam"), strict=False)]
    line = write_names(names, columns)
    assert len(line) <= columns
    assert line.split() == [name for _, name in names]


def test_a_clock_set_back_before_the_first_review_draws_that_day_as_today() -> None:
    assert draw(LOG, -10) == draw(LOG, 0)


def test_in_a_sitting_the_chart_stands_between_blank_lines() -> None:
    lines = draw_screen(draw_history(HISTORY, DAY)).splitlines()
    top = next(index for index, line in enumerate(lines) if "100% │" in line)
    assert (lines[top - 1], lines[top + 8]) == ("", "")
    assert lines[top + 7].split()[1:] == ["today", "due"]


def test_in_a_sitting_nothing_stands_in_for_a_chart_of_a_single_day() -> None:
    (review,) = (step.review for step in trace([(0, 1)]))
    lines = draw_screen(draw_history(replace(HISTORY, reviews=(review,)), DAY)).splitlines()
    below = lines.index(f"  {DAY}  Again")
    assert lines[below - 2 : below] == ["  Chance of recall today: 96%.", ""]


def test_three_years_of_reviews_fit() -> None:
    log = [(number * 11 // 3, 3 if number % 7 else 1) for number in range(300)]
    lines = draw(log, log[-1][0])
    assert len(lines) == HEIGHT
    assert max(map(len, lines)) <= 80
