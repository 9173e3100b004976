"""Entries with their cards and problems in; what their author sees of them out, on a page or one below the other."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tvp_quiz.domain.card import Card, Cloze, Number, Typed
from tvp_quiz.domain.problem import Problem
from tvp_quiz.domain.prompt import Mode, Prompt, QuestionView
from tvp_quiz.domain.written import EntryView, WrittenBank, find_error
from tvp_quiz.terminal.draft import Draft
from tvp_quiz.terminal.feedback import list_key
from tvp_quiz.terminal.page import BLANK, Block, Page, lay_blocks
from tvp_quiz.terminal.question import list_answers, list_stem, show_hint
from tvp_quiz.terminal.tables import count_problems, list_problem, print_problems, say_problems
from tvp_quiz.terminal.text import show_text

# As much of a line beside what is wrong in it as leaves room for both sides on 80 columns.
_CONTEXT = 28
_KEYS = ("n next", "p previous", "e edit", "q end")


def print_entries(
    console: Console, bank: WrittenBank, shown: Iterable[tuple[tuple[Problem, ...], tuple[Prompt, ...]]]
) -> None:
    """Print entries, each as its problems and its cards; after them what else is wrong with their file."""
    told: set[Problem] = set()
    for problems, prompts in shown:
        for problem in problems:
            lines = (*list_problem(problem, bank.quote(problem)), Text())
            console.print(Text("\n").join(lines), soft_wrap=True)
        for line in lay_blocks(_list_cards(prompts, bank.title), console):
            line.rstrip()
            console.print(line, soft_wrap=True)
        told |= set(problems)
    rest = [problem for problem in bank.problems if problem not in told]
    if rest:
        print_problems(console, rest, bank.quote)
    elif told:
        console.print(Text(say_problems(list(told)), "bold"))


def draw_entry(view: EntryView) -> Page:
    """Return the page of an entry that is being written."""
    bank = view.bank
    entry = bank.entries[view.place] if bank.entries else None
    problems = entry.problems if entry else bank.problems
    body = (*_list_problems(bank, problems), *_list_cards(view.prompts, bank.title))
    named = show_text(bank.title or bank.path.name, "bold", lines=False)
    topic = Text.assemble((" · ", "dim"), show_text(_name_entry(view), lines=False)) if entry else Text()
    place = f"{view.place + 1} of {len(bank.entries)}" if entry else ""
    progress = (view.place + 1) / len(bank.entries) if entry else 0
    footer = (*show_hint(view.notice or _say_elsewhere(view)), tuple(Text(key, "dim") for key in _KEYS))
    return Page(named, topic, Text(place, "dim"), progress, body, footer)


def _name_entry(view: EntryView) -> str:
    entry = view.bank.entries[view.place]
    return entry.id or f"line {entry.line}"


def _say_elsewhere(view: EntryView) -> str:
    """Say what is wrong in the rest of the file, or nothing."""
    bank = view.bank
    shown = bank.entries[view.place].problems if bank.entries else bank.problems
    rest = tuple(problem for problem in bank.problems if problem not in shown)
    first = find_error(rest)
    return f"{count_problems(rest)} elsewhere in this file, as in line {first.line}: {first.message}" if first else ""


def _list_problems(bank: WrittenBank, problems: Iterable[Problem]) -> Iterator[Block]:
    """Yield what tells problems of the file in view, which is named above."""
    for problem in problems:
        named = problem._replace(path=Path(problem.path.name))
        for line in list_problem(named, bank.quote(problem), _CONTEXT):
            indent = len(line.plain) - len(line.plain.lstrip())
            yield Block(line[indent:], Text(" " * indent))
        yield BLANK


def _list_cards(prompts: Iterable[Prompt], bank: str) -> Iterator[Block]:
    for prompt in prompts:
        yield from _list_card(prompt, bank)
        yield BLANK


def _list_card(prompt: Prompt, bank: str) -> Iterator[Block]:
    """Yield a card as it is asked, and below that what its feedback says.

    Options that are chosen from stand there once, since the feedback has them all.
    """
    card = prompt.card
    aspect = show_text(f" · {card.aspect}" if card.aspect else "", "dim", lines=False)
    yield Block(Text.assemble(show_text(card.id, "bold cyan", lines=False), aspect))
    yield BLANK
    yield from list_stem(QuestionView(prompt, bank, 0, 0))
    if prompt.mode not in {Mode.ONE, Mode.SOME, Mode.REVEAL}:
        yield from list_answers(Draft(prompt), cursor="")
        yield BLANK
    yield from list_key(prompt)
    for label, text in _list_more(card):
        yield Block(Text.assemble((f"{label}: ", "dim"), show_text(text, "dim", lines=False)), Text("  "))


def _list_more(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what only the author has to know of a card: a label and a text."""
    also = _list_accepted(card)
    if also:
        yield "Also right", "; ".join(also)
    if card.demo:
        yield "Demo", card.demo


def _list_accepted(card: Card) -> list[str]:
    match card.question:
        case Typed(accepted):
            return list(accepted[1:])
        case Cloze(_, gaps):
            return [text for gap in gaps for text in gap[1:]]
        case Number(value, _, tolerance, unit) if tolerance:
            return [f"{value - tolerance:g} to {value + tolerance:g} {unit}".rstrip()]
        case _:
            return []
