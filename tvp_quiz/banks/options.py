"""Entries in, the texts that a learner has to choose among out, and problems where two of them are the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tvp_quiz.banks.entries import MAX_OPTIONS, Definition, Entry, Faq, FullOption, Row
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.questions import Choice, Match, Multiple, Order, Predict
from tvp_quiz.banks.wording import squeeze
from tvp_quiz.domain.problem import Problem

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A text to choose, the way to it within its entry, and the facts under which it is right."""

    text: str
    loc: Loc
    because: str | None = None
    when: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OptionSet:
    """The options that an author gave for one stem."""

    stem: str
    answers: list[Placed]
    distractors: list[Placed]


def list_option_sets(entry: Entry) -> Iterator[OptionSet]:
    """Yield every set of options with distractors of the author's own."""
    match entry:
        case Definition():
            answer = Placed(entry.meaning.text, ("meaning", "text"), when=entry.meaning.when)
            stem = f"{entry.term} {entry.sense or ''}"
            yield OptionSet(stem, [answer], _place(entry.distractors, "distractors"))
        case Row():
            for column, cell in entry.cells.items():
                answer = Placed(cell.text, ("cells", column, "text"), when=cell.when)
                distractors = _place(cell.distractors, "cells", column, "distractors")
                yield OptionSet(f"{entry.aspect} {column}", [answer], distractors)
        case Faq(choose=choose) if choose:
            answers = [_place_one(choose.answer, "choose", "answer")]
            yield OptionSet(entry.question, answers, _place(choose.distractors, "choose", "distractors"))
        case Choice() | Predict():
            answers = [_place_one(entry.answer, "answer")]
            yield OptionSet(entry.question, answers, _place(entry.distractors, "distractors"))
        case Multiple():
            answers = _place(entry.answers, "answers")
            yield OptionSet(entry.question, answers, _place(entry.distractors, "distractors"))


def find_equal_texts(entry: Entry, node: Node, path: Path) -> Iterator[Problem]:
    """Yield a problem for each text that stands twice where a learner has to tell the texts apart."""
    for options in list_option_sets(entry):
        answers = {squeeze(answer.text) for answer in options.answers}
        for twin in _find_twins([*options.answers, *options.distractors]):
            at = find_node(node, twin.loc)
            if squeeze(twin.text) in answers:
                yield _blame(at, path, "answer-among-distractors", "This says the same as the answer.")
            else:
                yield _blame(at, path, "equal-options", "Another option says the same.")
    for texts in list_sequences(entry):
        for twin in _find_twins(texts):
            at = find_node(node, twin.loc)
            yield _blame(at, path, "equal-options", "This text stands here twice, so nobody can tell which is meant.")


def find_excess(entry: Entry, node: Node, path: Path) -> Iterator[Problem]:
    """Yield a problem where a learner would have to choose among more texts than there are letters."""
    sets = ([*options.answers, *options.distractors] for options in list_option_sets(entry))
    for texts in chain(sets, list_sequences(entry)):
        if len(texts) > MAX_OPTIONS:
            at = find_node(node, texts[MAX_OPTIONS].loc)
            message = f"With this one, there are more than {MAX_OPTIONS} to choose among, and no letters left for them."
            yield Problem(path, at.line, at.column, "too-many", message, "Delete some, or make several entries of it.")


def find_node(node: Node, loc: Loc) -> Node:
    """Return the node at the end of a way, or the last one on it."""
    for step in loc:
        node = node.child(step) or node
    return node


def _place(options: list[FullOption], *loc: str | int) -> list[Placed]:
    return [_place_one(option, *loc, index) for index, option in enumerate(options)]


def _place_one(option: FullOption, *loc: str | int) -> Placed:
    return Placed(option.text, (*loc, "text"), option.because, option.when)


def list_sequences(entry: Entry) -> Iterator[list[Placed]]:
    """Yield every group of texts that a learner has to put in their places."""
    match entry:
        case Order():
            yield [
                Placed(step.text, ("steps", index, "text"), when=step.when) for index, step in enumerate(entry.steps)
            ]
        case Match():
            yield [Placed(pair.left, ("pairs", index, "left")) for index, pair in enumerate(entry.pairs)]
            rights = (Placed(pair.right, ("pairs", index, "right")) for index, pair in enumerate(entry.pairs))
            extra = (Placed(text, ("extra", index)) for index, text in enumerate(entry.extra))
            yield list(chain(rights, extra))


def _find_twins(texts: list[Placed]) -> Iterator[Placed]:
    seen: set[str] = set()
    for text in texts:
        looks = squeeze(text.text)
        if looks in seen:
            yield text
        seen.add(looks)


def _blame(at: Node, path: Path, rule: str, message: str) -> Problem:
    return Problem(path, at.line, at.column, rule, message, "Change its text, or delete it.")
