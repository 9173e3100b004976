"""A card's history, the list of keys, and the summary of a sitting in; what shows them out."""

from datetime import date

from rich.text import Text

from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Summary
from tvp_quiz.terminal.commands import COMMANDS, MEANINGS
from tvp_quiz.terminal.page import BLANK, SPACE, Block, Page
from tvp_quiz.terminal.text import show_text
from tvp_quiz.terminal.words import say_history, say_review, say_summary

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
    standing = [Block(Text(sentence)) for sentence in say_history(history, day)]
    reviews = [Block(Text(say_review(review)), Text(f"{review.day}  ", "cyan")) for review in reversed(history.reviews)]
    body = (Block(show_text(history.stem, "bold")), BLANK, *standing, BLANK, *reviews)
    topic = Text.assemble((" · ", "dim"), show_text(history.card, lines=False))
    return Page(Text("History", "bold"), topic, Text(), 0, body, _BACK)


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
