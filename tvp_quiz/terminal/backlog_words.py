"""How a backlog stands in, the words for it out."""

from collections.abc import Iterator
from datetime import date

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.plan import Backlog, CatchUp, Recovery
from tvp_quiz.terminal.plan_words import say_minutes

COMMAND = "`tvp-quiz plan catch-up`"


def say_offer(backlog: Backlog) -> Iterator[str]:
    """Yield the lines that offer a way out of a backlog, to stand beside a label."""
    recovery = backlog.recovery
    what = f"{say_count(backlog.due, 'card')}, about {say_minutes(backlog.seconds / 60)}"
    if recovery is None or backlog.until is None:
        yield f"{what}: too many to catch up with."
        yield "`tvp-quiz suspend` leaves out those that can wait."
        return
    yield f"{what}. At {recovery.minutes:g} min a day that is caught up with by"
    yield f"{say_day(backlog.until)}, {say_loss(recovery)}{'; new cards wait' if backlog.new else ''}."
    yield f"{COMMAND} begins that, and --stop undoes it."


def say_progress(backlog: Backlog, catch_up: CatchUp) -> Iterator[str]:
    """Yield the lines that say how far a catch-up is, to stand beside a label."""
    yield f"{backlog.due} of {say_count(backlog.due + backlog.done, 'card')} to go, at {catch_up.minutes:g} min a day"
    yield f"until {say_end(backlog, catch_up)}{'' if backlog.today else '; done for today'}."
    if backlog.until is None:
        yield f"{COMMAND} --minutes M changes that."


def say_catch_up(backlog: Backlog, catch_up: CatchUp) -> Iterator[str]:
    """Yield the lines that say what a catch-up holds."""
    done = f", {backlog.done} asked since {say_day(catch_up.since)}" if backlog.done else ""
    yield f"Catching up until {say_end(backlog, catch_up)}, at {say_count(catch_up.minutes, 'minute')} a day."
    yield f"  due       {say_count(backlog.due, 'card')}, about {say_minutes(backlog.seconds / 60)} in all{done}"
    yield f"  today     {say_count(backlog.today, 'card') if backlog.today else 'nothing more'}"
    if backlog.recovery:
        yield f"  loss      {say_loss(backlog.recovery)}, against asking all of them today"
    if backlog.new:
        yield f"  new       {say_count(backlog.new, 'card')} until then"
    yield "No due day is changed: `tvp-quiz plan catch-up --stop` undoes it."
    yield ""
    yield "next: tvp-quiz drill" if backlog.today else "Done for today. next: tvp-quiz stats"


def say_end(backlog: Backlog, catch_up: CatchUp) -> str:
    """Say when a catch-up should be over, and that this has moved where it has."""
    if backlog.until is None:
        return f"nobody can foresee when (planned: {say_day(catch_up.until)})"
    moved = f" (planned: {say_day(catch_up.until)})" if backlog.until > catch_up.until else ""
    return f"{say_day(backlog.until)}{moved}"


def say_loss(recovery: Recovery) -> str:
    """Say how many cards are forgotten for the sake of the others."""
    lost = round(recovery.loss)
    return f"about {say_count(lost, 'card')} forgotten while they wait" if lost else "hardly a card forgotten meanwhile"


def say_day(day: date) -> str:
    """Say a day."""
    return f"{day:%a} {day.day} {day:%B}"
