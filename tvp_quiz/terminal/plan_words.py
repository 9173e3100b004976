"""How a plan for an exam stands in, the words and the drawing of it out."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil, floor
from statistics import fmean

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.plan import Advice, Agenda, DayAhead, ExamPlan, Forecast, Outlook

_HEIGHT = 8
_WIDEST = 78
_BLOCKS = " ▁▂▃▄▅▆▇█"
_LABEL = 5


def say_outlook(outlook: Outlook) -> Iterator[str]:
    """Yield the lines that say how a plan stands."""
    plan, agenda = outlook.plan, outlook.agenda
    days, minutes = say_count(outlook.days, "day"), say_count(plan.minutes, "minute")
    yield f"Exam on {plan.exam:%A %d %B %Y}, in {days}; {minutes} a day."
    yield f"  cards     {outlook.cards}, {outlook.new} of them new"
    if plan.banks or plan.weights:
        yield f"  about     {say_topics(plan)}"
    yield f"  expected  {say_forecast(outlook.forecast, plan.target)}"
    yield f"  today     {say_agenda(outlook.agenda, outlook.spent)}"
    yield f"  in all    {say_minutes(outlook.forecast.minutes)} until then"
    yield from say_policy(outlook)
    if plan.target is not None:
        yield from say_target(plan.target, outlook.advice)
    yield ""
    done = "Done for today" if outlook.spent else "Nothing to do today"
    yield "next: tvp-quiz drill" if agenda.cards else f"{done}. next: tvp-quiz plan --chart"


def say_topics(plan: ExamPlan) -> str:
    """Say which banks a plan is about, and how often the cards of some count."""
    times = [f"{bank} counting {say_count(weight, 'time')}" for bank, weight in plan.weights.items()]
    others = [bank for bank in plan.banks if bank not in plan.weights] if plan.banks else ["every other bank once"]
    return ", ".join([*times, *others])


def say_agenda(agenda: Agenda, spent: float) -> str:
    """Say what is left of today, of which some seconds are spent."""
    if not agenda.cards:
        return "nothing more" if spent else "nothing that would raise the mark by enough"
    cards = say_count(len(agenda.cards), "card")
    return f"{cards}, {agenda.new} of them new, in about {say_minutes(agenda.seconds / 60)}"


def say_forecast(forecast: Forecast, target: float | None) -> str:
    """Say which mark is to be expected, and how sure that is."""
    low, high = forecast.low, forecast.high
    mark = f"{forecast.mark:.0%}"
    if target and forecast.mark < target and mark == f"{target:.0%}":
        # Rounded, it would look as if it were reached
        mark = f"{floor(1000 * forecast.mark) / 10:g}%"
    return f"{mark} recalled on that day; nine in ten such learners: {low:.0%} to {high:.0%}"


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
    minutes = say_count(advice.minutes, "minute") if advice.minutes else "no number of minutes"
    yield f"  target    {100 * target:g}% is not to be expected: {minutes} a day would do."
    if advice.left_out:
        yield f"  Leaving out {', '.join(advice.left_out)} would raise the mark by {100 * advice.gain:.0f} points."
    else:
        yield "  Leaving out a topic would not raise the mark."


def draw_days(days: Sequence[DayAhead], width: int) -> Iterator[str]:
    """Yield a chart so wide of the minutes of each day, and of the mark if it were the last; nothing of no days.

    Where there are more days than columns, a column stands for several.
    """
    if not days:
        return
    each = ceil(len(days) / max(1, min(width, _WIDEST) - _LABEL - 1))
    columns = [days[start : start + each] for start in range(0, len(days), each)]
    span = "a column is a day" if each == 1 else f"a column is {each} days"
    yield f"minutes a day ({span})"
    yield from draw_bars([fmean(one.minutes for one in column) for column in columns], "{:g}", unit=1)
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
