"""A card's history, the list of keys, and the summary of a sitting in; what shows them out."""

from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Summary
from tvp_quiz.terminal.commands import COMMANDS, MEANINGS
from tvp_quiz.terminal.page import BLANK, SPACE, Block, Drawing, Page
from tvp_quiz.terminal.text import show_text
from tvp_quiz.terminal.words import GIVE_UP, WAITING, say_history, say_review, say_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tvp_quiz.scheduling.steps import Step

# Low enough to leave room for what is said and for some reviews on 24 lines
_CHART_HEIGHT = 8
_BACK = ((Text("Any key goes back", "dim"),),)
_ANSWERING = (
    ("letters", "choose, place or answer"),
    ("Enter", "answers; accepts the rating that is set"),
    ("Space", "shows the answer; accepts the rating that is set"),
    ("1 2 3 4", "rate: Again, Hard, Good, Easy"),
    ("Backspace", "takes the last letter or place back"),
    ("Ctrl-U  Ctrl-W", "take back the line, the last word"),
    ("↑ ↓ PgUp PgDn", "scroll"),
    ("Home  End", "scroll to the start, to the end"),
    ("Ctrl-C  Ctrl-D", "end the sitting; every answer is kept"),
)


def draw_history(history: CardHistory, day: date) -> Page:
    """Return the page of a card's history, newest review first, without what was answered.

    The card may be asked just now.
    """
    from tvp_quiz.scheduling.steps import trace_log  # noqa: PLC0415 - no question waits for the scheduler

    steps = trace_log(history.reviews)
    standing = [Block(Text(sentence)) for sentence in say_history(history, day)]
    reviews = [Block(Text(say_review(review)), Text(f"{review.day}  ", "cyan")) for review in reversed(history.reviews)]
    chart = Drawing(lambda width: _draw_chart(steps, day, history.exam, width))
    body: tuple[Block | Drawing, ...] = (
        Block(show_text(history.stem, "bold")),
        BLANK,
        *standing,
        chart,
        BLANK,
        *reviews,
    )
    topic = Text.assemble((" · ", "dim"), show_text(history.card, lines=False))
    return Page(Text("History", "bold"), topic, Text(), 0, body, _BACK)


def _draw_chart(steps: "Sequence[Step]", day: date, exam: date | None, width: int) -> list[str]:
    """Return the chart of a card's memory below a blank line, or nothing where there is none to draw."""
    from tvp_quiz.terminal.chart import draw_memory  # noqa: PLC0415 - no question waits for the scheduler

    chart = list(draw_memory(steps, day, exam, width, _CHART_HEIGHT))
    return ["", *chart] if chart else []


def draw_wait() -> Page:
    """Return the page that says why an answer can't be kept just now."""
    return Page(Text("Waiting", "bold"), Text(), Text(), 0, (Block(Text(WAITING)),), ((Text(GIVE_UP, "dim"),),))


def draw_keys() -> Page:
    """Return the page that lists all keys."""
    commands = [(key, MEANINGS[command]) for key, command in COMMANDS.items()]
    rows = (*_ANSWERING, *commands)
    body = [Block(Text(meaning), Text(f"{key:<16}", "bold cyan")) for key, meaning in rows]
    last = Block(Text("While text is typed, a command is a line that starts with a colon: :q", "dim"))
    return Page(Text("Keys", "bold"), Text(), Text(), 0, (*body, SPACE, last), _BACK)


def list_summary(summary: Summary) -> list[Text]:
    """Return the lines that stay on the screen after a sitting."""
    return [show_text(sentence, lines=False) for sentence in say_summary(summary)]
