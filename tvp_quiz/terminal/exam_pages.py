"""An exam's views in, the pages of its full screen out."""

from collections.abc import Iterable

from rich.text import Text

from tvp_quiz.domain.exam import ExamView, Paper
from tvp_quiz.domain.prompt import QuestionView
from tvp_quiz.terminal.draft import TYPED, letter_options
from tvp_quiz.terminal.exam_keys import LETTERS, Shown, Stance
from tvp_quiz.terminal.exam_words import (
    HAND_IN,
    HOW_SURE,
    LEVELS,
    MEANINGS,
    say_clock,
    say_counts,
    say_open_ends,
    say_start,
)
from tvp_quiz.terminal.page import BLANK, SPACE, Block, Page
from tvp_quiz.terminal.question import list_answers, list_stem, show_hint
from tvp_quiz.terminal.text import show_text

_CURSOR = "█"
_MANY_LETTERS = 11
_LAST_SECONDS = 60
_ANSWERING = (
    ("letters", "choose, choose further, or place"),
    ("Backspace", "takes the last letter or place back, also the answer"),
    ("Enter", "goes on to the next question; what is answered is kept at once"),
    ("1 2 3", "how sure you are, where that is asked"),
    ("← →", "back and forth"),
    ("↑ ↓ PgUp PgDn", "scroll"),
    ("Esc", "a command, also while text is typed; so does : on an empty line"),
)


def draw_exam(view: ExamView, stance: Stance) -> Page:
    """Return the page of a question, or what is shown in its place."""
    if stance.shown is Shown.KEYS:
        return _draw_keys(view)
    return _draw_hand_in(view) if stance.shown is Shown.HAND_IN else _draw_question(view, stance)


def _draw_question(view: ExamView, stance: Stance) -> Page:
    asked = list_stem(QuestionView(view.prompt, view.bank, 0, 0))
    counts = tuple(Text(words, "bold") for words in say_counts(view))
    level = view.attempt.certainty
    said = (Text(LEVELS[level], "cyan"),) if level else ()
    footer = (
        (*counts, *said),
        *_show_line(view, stance),
        tuple(Text(item, "dim") for item in _list_keys(view, stance)),
    )
    return _draw(view, (*asked, *list_answers(stance.draft)), footer)


def _show_line(view: ExamView, stance: Stance) -> tuple[tuple[Text, ...], ...]:
    """Return the row with the command line, the question how sure one is, or a hint, if there is any."""
    if stance.command is not None:
        return ((Text.assemble(":", show_text(stance.command, "bold", lines=False), (_CURSOR, "cyan")),),)
    if stance.asks and not stance.hint:
        return show_hint(HOW_SURE)
    return show_hint(stance.hint or view.notice)


def _draw(view: ExamView, body: Iterable[Block], footer: tuple[tuple[Text, ...], ...]) -> Page:
    """Return a page under the header that says where in the paper one is, and how much time is left."""
    aspect = show_text(view.prompt.card.aspect, lines=False)
    topic = Text.assemble((" · ", "dim"), aspect) if aspect else Text()
    flag = ("flagged", "bold yellow") if view.index in view.flagged else ""
    clock = (f"{say_clock(view.seconds)} left", "bold red" if view.seconds <= _LAST_SECONDS else "bold")
    place = f"{view.index + 1} of {view.count}"
    status = Text.assemble(flag, " · " if flag else "", place, " · ", clock)
    progress = 1 - len(view.missing) / view.count
    return Page(show_text(view.bank, "bold", lines=False), topic, status, progress, tuple(body), footer)


def _list_keys(view: ExamView, stance: Stance) -> tuple[str, ...]:
    """Return the footer's reminders of the keys that matter now."""
    letters = " ".join(letter_options(view.prompt, LETTERS))
    if len(letters) > _MANY_LETTERS:
        letters = f"{letters[0]} to {letters[-1]}"
    if view.prompt.mode in TYPED:
        if stance.asks:
            return "1 2 3 how sure", "Esc change the answer", "← → back, next without"
        opens = ":" if not stance.draft.line else "Esc :"
        return "Enter next", "← → back, next", f"{opens}f flag", ":g go to", ":h hand in", ":q leave", ":? keys"
    return f"{letters} answer", "Enter next", "p back", "f flag", "g go to", "h hand in", "q leave", "? keys"


def _draw_hand_in(view: ExamView) -> Page:
    lines = [Block(Text(HAND_IN, "bold")), BLANK, *(Block(Text(words)) for words in say_open_ends(view))]
    return _draw(view, lines, ((Text("y hands in", "bold"), Text("any other key goes back", "dim")),))


def _draw_keys(view: ExamView) -> Page:
    rows = (*_ANSWERING, *MEANINGS.items())
    body = (Block(Text(meaning), Text(f"{key:<16}", "bold cyan")) for key, meaning in rows)
    return _draw(view, body, ((Text("Any key goes back", "dim"),),))


def draw_start(paper: Paper, questions: int, seconds: int, answered: int, notes: tuple[str, ...]) -> Page:
    """Return the page before an exam begins."""
    said = [Block(show_text(words)) for words in say_start(paper, questions, seconds, answered, notes)]
    keys = (Text("Enter begins", "bold"), Text("q leaves", "dim"))
    topic = Text.assemble((" · ", "dim"), show_text(", ".join(paper.banks), lines=False))
    rules = (
        Block(Text("Answers can be changed until you hand in, and are kept as they are given.")),
        Block(Text("At the end of the time the paper is handed in by itself.")),
    )
    return Page(Text("Mock exam", "bold"), topic, Text(), 0, (*said, SPACE, *rules), (keys,))
