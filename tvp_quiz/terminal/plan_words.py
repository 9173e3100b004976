"""How a plan for an exam stands in, the words and the drawing of it out."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from statistics import fmean

from tvp_quiz.domain.plan import Advice, Agenda, DayAhead, Forecast, Outlook
from tvp_quiz.terminal.words import count

_HEIGHT = 8
_WIDTH = 72
_BLOCKS = " ▁▂▃▄▅▆▇█"
_LABEL = 5


def say_outlook(outlook: Outlook) -> Iterator[str]:
    """Yield the lines that say how a plan stands."""
    plan, agenda = outlook.plan, outlook.agenda
    yield f"Exam on {plan.exam:%A %d %B %Y}, in {count(outlook.days, 'day')}; {count(plan.minutes, 'minute')} a day."
    yield f"  cards     {outlook.cards}, {outlook.new} of them new"
    yield f"  expected  {say_forecast(outlook.forecast)}"
    yield f"  today     {say_agenda(outlook.agenda)}"
    yield f"  in all    {say_minutes(outlook.forecast.minutes)} until then"
    yield from say_policy(outlook)
    if plan.target is not None:
        yield from say_target(plan.target, outlook.advice)
    yield ""
    yield "next: tvp-quiz drill" if agenda.cards else "Done for today. next: tvp-quiz plan --chart"


def say_agenda(agenda: Agenda) -> str:
    """Say what is left of today."""
    if not agenda.cards:
        return "nothing more"
    return f"{count(len(agenda.cards), 'card')}, {agenda.new} of them new, in about {say_minutes(agenda.seconds / 60)}"


def say_forecast(forecast: Forecast) -> str:
    """Say which mark is to be expected, and how sure that is."""
    low, high = forecast.low, forecast.high
    return f"{forecast.mark:.0%} recalled on that day; nine in ten such learners: {low:.0%} to {high:.0%}"


def say_minutes(minutes: float) -> str:
    """Say how long something takes."""
    whole = max(1, round(minutes))
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02} min"  # noqa: PLR2004 - an hour


def say_policy(outlook: Outlook) -> Iterator[str]:
    """Yield how the days until the exam are used."""
    policy = outlook.decision.policy
    taper = min(policy.taper, outlook.days)
    if taper < outlook.days:
        until = outlook.plan.exam - timedelta(days=taper)
        yield f"  Until {until:%d %B}: cards whose recall has fallen to {policy.retention:.0%}, then new ones;"
        yield "  from then on, whatever gains most for the exam."
    else:
        yield "  From now on comes first what gains most for the exam."


def say_target(target: float, advice: Advice | None) -> Iterator[str]:
    """Yield whether a target is to be reached, and what would reach it or come nearer."""
    if advice is None:
        yield f"  target    {100 * target:g}% is to be expected."
        return
    enough = f"{advice.minutes} minutes a day would do" if advice.minutes else "no number of minutes a day would do"
    yield f"  target    {100 * target:g}% is not to be expected: {enough}."
    if advice.left_out:
        yield f"  Leaving out {', '.join(advice.left_out)} would raise the mark by {100 * advice.gain:.0f} points."
    else:
        yield "  Leaving out a topic would not raise the mark."


def draw_days(days: Sequence[DayAhead]) -> Iterator[str]:
    """Yield a chart of the minutes of each day, and one of the mark if that day were the last; nothing of no days.

    Where there are more days than columns, a column stands for several.
    """
    if not days:
        return
    width = ceil(len(days) / _WIDTH)
    columns = [days[start : start + width] for start in range(0, len(days), width)]
    span = "a column is a day" if width == 1 else f"a column is {width} days"
    yield f"minutes a day ({span})"
    yield from draw_bars([fmean(one.minutes for one in column) for column in columns], "{:.0f}", unit=1)
    yield ""
    yield "mark to expect if no other day followed"
    yield from draw_bars([100 * column[-1].mark for column in columns], "{:.0f}%", unit=100)
    yield f"{'':{_LABEL}} {say_span(days[0].day, days[-1].day, len(columns))}"


def say_span(first: date, last: date, width: int) -> str:
    """Say the days at both ends of an axis, or the first alone where there is no room for two."""
    ends = f"{last:%d %b}"
    return f"{first:%d %b}".ljust(width - len(ends)) + ends if width > 2 * len(ends) else f"{first:%d %b} to {ends}"


def draw_bars(values: Sequence[float], label: str, unit: float) -> Iterator[str]:
    """Yield the lines of a bar chart whose top is the next multiple of `unit`."""
    top = max(unit, ceil(max(values) / unit) * unit)
    for row in range(_HEIGHT, 0, -1):
        mark = label.format(top * row / _HEIGHT) if row in {_HEIGHT, _HEIGHT // 2} else ""
        yield f"{mark:>{_LABEL}} " + "".join(draw_cell(value / top * _HEIGHT, row) for value in values)


def draw_cell(height: float, row: int) -> str:
    """Return the character of a bar so many rows high in a row, the lowest being 1."""
    return _BLOCKS[min(8, max(0, round((height - row + 1) * 8)))]
