"""A demo, and what comes of it, in; the pages that show them out, with nothing in them obeyed, hidden or left out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from tvp_quiz.domain.demo import Demo, DemoView, Ending, Level, Ruling
from tvp_quiz.terminal.demo_words import (
    Judged,
    judge_claims,
    say_circumstances,
    say_digest,
    say_kept,
    say_level,
    say_ruling,
)
from tvp_quiz.terminal.page import BLANK, SPACE, Block, Page, Rows
from tvp_quiz.terminal.tail import Tail, list_source
from tvp_quiz.terminal.text import show_text

if TYPE_CHECKING:
    from rich.console import Console

_SPINNER = "|/-\\"
_TURNS_A_SECOND = 8
_RULINGS = {Ruling.PROVED: "bold green", Ruling.CONTRADICTED: "bold red", Ruling.UNDECIDED: "bold yellow"}
# An indentation up to this leads a folded line on; a deeper one would leave a narrow terminal no room for the code.
_DEEPEST = 16
_FOLD = 4
_MARKS = {"✓": "bold green", "✗": "bold red", "?": "bold yellow"}


def draw_watching(demo: Demo, level: Level, lines: tuple[str, ...], seconds: float) -> Page:
    """Return the page of a demo that is running, which follows its output."""
    spinner = _SPINNER[int(seconds * _TURNS_A_SECOND) % len(_SPINNER)]
    footer = (Text(f"{spinner} {int(seconds)} s", "bold cyan"), _show_level(level), Text("Ctrl-C stops it", "dim"))
    return _draw_page(demo, (Rows(lines),), footer)._replace(follows=True)


def draw_demo(view: DemoView) -> Page:
    """Return the page of what came of a demo: its output, the verdict on each claim, and where it ran."""
    outcome = view.run.outcome
    lines = Tail(outcome.output).list_lines()
    shown = (Rows(lines), BLANK) if lines else ()
    style = _RULINGS[view.proof.ruling] if outcome.ending is Ending.RAN else "bold yellow"
    body = (*shown, Block(show_text(say_ruling(view), style)), *_list_claims(view), *_list_remarks(view))
    keys = ("r run again", "v program", "any other key goes back")
    return _draw_page(view.demo, body, tuple(Text(key, "dim") for key in keys), len(shown))._replace(follows=True)


def draw_program(demo: Demo) -> Page:
    """Return the page of a program in its colours."""
    return _draw_page(demo, tuple(_list_program(demo)), (Text("Any key goes back", "dim"),))


def print_program(console: "Console", demo: Demo) -> None:
    """Print a program as it can be copied."""
    for line in _color_source(demo.source):
        console.print(line, soft_wrap=True)


def draw_consent(demo: Demo, level: Level, reason: str) -> Page:
    """Return the page that asks whether a demo may run."""
    facts = (
        ("file    ", show_text(str(demo.path), lines=False)),
        ("digest  ", Text(f"{say_digest(demo.digest)}…")),
        ("level   ", _show_level(level)),
    )
    body = (
        Block(show_text(reason, "bold")),
        BLANK,
        *(Block(text, Text(label, "dim")) for label, text in facts),
        SPACE,
        Block(Text("Always means this program as it is now: after any change it is asked again.", "dim")),
    )
    keys = ("v view", "o once", "a always", "n no (Enter)")
    return _draw_page(demo, body, tuple(Text(key, "bold") for key in keys))


def _draw_page(demo: Demo, body: tuple[Block | Rows, ...], footer: tuple[Text, ...], focus: int | None = None) -> Page:
    """Return a page under the title and the name of a demo."""
    name = show_text(demo.name, lines=False)
    title, topic = show_text(demo.title, "bold", lines=False), Text.assemble((" · ", "dim"), name)
    return Page(title, topic, Text(), 0, body, (footer,), focus)


def _show_level(level: Level) -> Text:
    return Text(say_level(level), "bold yellow" if level is Level.LIMITS else "dim")


def _list_claims(view: DemoView) -> Iterator[Block]:
    """Yield each claim after its mark, and below it why it stands so."""
    for judged in judge_claims(view):
        text = show_text(judged.text, "bold" if judged.right else "", lines=False)
        key = Text(" (the key)", "dim") if judged.right else Text()
        yield Block(text.append(key), Text.assemble("! " if judged.contradicts else "  ", _show_mark(judged)))
        against = ("contradicts the key: ", "bold red") if judged.contradicts else ""
        yield Block(Text.assemble(against, show_text(judged.why, "dim", lines=False)), Text("      "))


def _show_mark(judged: Judged) -> Text:
    style = "bold red" if judged.contradicts else _MARKS[judged.mark] if judged.right else "dim"
    return Text(f"{judged.mark} ", style)


def _list_remarks(view: DemoView) -> Iterator[Block]:
    yield SPACE
    if view.notice:
        yield Block(show_text(view.notice, "yellow"))
    yield Block(show_text(say_circumstances(view.run), "dim", lines=False))
    if view.is_kept:
        yield Block(Text(f"{say_kept(view.run)}; r runs it again", "dim"))


def _list_program(demo: Demo) -> Iterator[Block]:
    """Yield a program's lines after their numbers, none of their code out of sight."""
    lines = _color_source(demo.source)
    digits = len(str(len(lines)))
    for number, line in enumerate(lines, 1):
        indent = min(len(line) - len(line.plain.lstrip()), _DEEPEST)
        lead = Text(f"{number:>{digits}} │ " + " " * indent, "dim")
        yield Block(line[indent:], lead, " " * digits + " │ " + " " * (indent + _FOLD))


def _color_source(source: bytes) -> list[Text]:
    from rich.syntax import Syntax  # noqa: PLC0415 - it takes longer to load than all else here

    lines = list_source(source)
    syntax = Syntax("", "python", theme="ansi_dark", background_color="default", word_wrap=True)
    code = "\n".join(lines)
    # It adds a newline where none was
    colored = syntax.highlight(code)[: len(code)]
    return list(colored.split("\n", allow_blank=True))
