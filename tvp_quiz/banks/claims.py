"""Entries in, what each of their options claims of a demo's facts out, and what is missing to decide it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.banks.chart import name_fact
from tvp_quiz.banks.entries import Entry, Row
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.options import Loc, Placed, find_node, list_option_sets, list_sequences
from tvp_quiz.banks.questions import GAP, Cloze, Number, Order, Predict, TrueFalse, Typed
from tvp_quiz.banks.wording import fold, shorten
from tvp_quiz.domain.demo import PRINTS, PROGRAM, SAYS, Claim, fold_output
from tvp_quiz.domain.problem import Problem

Facts = Mapping[str, str]
Said = tuple[Loc, str, str, str]
"""Where, which rule, what is wrong, what to write."""


class Stated(NamedTuple):
    """What one text of an entry says of the facts; `loc` is the way to it."""

    text: str
    right: bool
    when: Facts | None
    loc: Loc


def list_claims(entry: Entry, node: Node) -> tuple[Claim, ...]:
    """Return what an entry claims of its demo's facts, with the places of the texts that claim it."""
    return tuple(_place(stated, node) for stated in list_stated(entry) if stated.when)


def _place(stated: Stated, node: Node) -> Claim:
    at = find_node(node, stated.loc)
    return Claim(stated.text, stated.right, tuple((stated.when or {}).items()), at.line, at.column)


def list_stated(entry: Entry) -> Iterator[Stated]:
    """Yield what each option of an entry says of the facts, and what the entry as a whole does."""
    for options in list_option_sets(entry):
        yield from (_state(placed, entry, right=True) for placed in options.answers)
        yield from (_state(placed, entry, right=False) for placed in options.distractors)
    match entry:
        case Order():
            yield from (_state(step, entry, right=True) for steps in list_sequences(entry) for step in steps)
        case TrueFalse(when=sides, answer=answer) if sides:
            yield Stated("True", answer, sides.true, ("when", "true"))
            yield Stated("False", not answer, sides.false, ("when", "false"))
    if entry.proves:
        yield Stated("The answer", right=True, when=entry.proves, loc=("proves",))


def _state(placed: Placed, entry: Entry, *, right: bool) -> Stated:
    printed = isinstance(entry, Predict) and entry.demo == PROGRAM
    when = {PRINTS: fold_output(placed.text)} if printed else placed.when
    return Stated(placed.text, right, when, placed.loc)


def find_undecided(entry: Entry, node: Node, path: Path) -> Iterator[Problem]:
    """Yield a problem for each text whose truth the entry's demo could not decide."""
    for loc, rule, message, remedy in _find_undecided(entry):
        at = find_node(node, loc)
        yield Problem(path, at.line, at.column, rule, message, remedy)


def _find_undecided(entry: Entry) -> Iterator[Said]:
    stated = list(list_stated(entry))
    for one in stated:
        if one.when and SAYS in one.when:
            message = f"`{SAYS}` is what a demo says for people; it may differ from run to run."
            yield one.loc, "loose-fact", message, "Rest on another fact of the demo."
    if entry.demo is None:
        for one in stated:
            if one.when:
                yield (
                    one.loc,
                    "no-demo",
                    "These are facts of a demo, and the entry names none.",
                    "Add `demo: its-name`.",
                )
        return
    yield from _find_without_facts(entry, stated)
    yield from _find_loose_answers(entry)
    if isinstance(entry, Row):
        yield from _find_wrong_columns(entry)


def _find_without_facts(entry: Entry, stated: list[Stated]) -> Iterator[Said]:
    for one in stated:
        # what the entry as a whole proves stands for its answers, never for a distractor
        if not one.when and not (one.right and entry.proves):
            message = f"The demo can't decide `{shorten(one.text)}`, which names no facts."
            yield one.loc, "missing-when", message, "Write `{text: …, when: {fact: value}}`."
    if isinstance(entry, TrueFalse) and not entry.when:
        remedy = "Add `when: {true: {fact: value}, false: {fact: other value}}`."
        yield ("demo",), "missing-when", "The demo can't decide this statement, which names no facts.", remedy
    elif not stated:
        yield ("demo",), "missing-when", "The demo can't decide this answer.", "Add `proves: {fact: value}`."


def _find_loose_answers(entry: Entry) -> Iterator[Said]:
    """Yield the answers that could be changed without their facts: the demo would go on proving something else."""
    # In their order, so that two gaps can't be exchanged either
    values = map(fold, (entry.proves or {}).values())
    for loc, text, accepted in _list_bound(entry):
        if entry.proves and not any(value in accepted for value in values):
            message = (
                f"`{shorten(text)}` is not among the values of `proves`, in order, so the demo does not decide it."
            )
            yield loc, "loose-answer", message, "Let the demo find a fact whose value is the answer."
    for place, step in enumerate(entry.steps if isinstance(entry, Order) else (), start=1):
        if step.when and str(place) not in step.when.values():
            message = f"No fact of this step is its place, {place}."
            yield ("steps", place - 1), "loose-answer", message, f"Write a fact that the demo finds to be {place}."


def _list_bound(entry: Entry) -> Iterator[tuple[Loc, str, set[str]]]:
    """Yield each text that has to be the value of a fact, in all the ways in which it may be written."""
    match entry:
        case Number() | Typed():
            others = entry.accept if isinstance(entry, Typed) else ()
            yield ("answer",), entry.answer, {fold(text) for text in (entry.answer, *others)}
        case Cloze():
            for gap in GAP.findall(entry.text):
                yield ("text",), gap, {fold(text) for text in gap.split("|")}


def _find_wrong_columns(row: Row) -> Iterator[Said]:
    """Yield the cells that would be proved in another column, too."""
    for column, cell in row.cells.items():
        fact = name_fact(column)
        texts = [
            (("cells", column), cell.when),
            *((("cells", column, "distractors", n), each.when) for n, each in enumerate(cell.distractors)),
        ]
        for loc, when in texts:
            if when and fact not in when:
                message = f"None of these facts is named `{fact}`, so they may belong to another column."
                yield (
                    loc,
                    "column-fact",
                    message,
                    f"Write `when: {{{fact}: …}}`, and let the demo find a fact of that name.",
                )
