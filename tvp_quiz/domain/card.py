"""Cards: what a bank asks, without a word on how it is drawn or marked."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.domain.problem import Problem

When = tuple[tuple[str, str], ...]


class Option(NamedTuple):
    """One text to choose, and what its author says about it.

    `when` are the facts, name and value, under which it is right; None says nothing.
    """

    text: str
    because: str = ""
    when: When | None = None


class Choice(NamedTuple):
    """One option is right. `program` is shown with the stem; options that are not `shuffled` keep their order."""

    answer: Option
    distractors: tuple[Option, ...]
    program: str = ""
    shuffled: bool = True


class Multiple(NamedTuple):
    """All the answers are right, and no distractor is."""

    answers: tuple[Option, ...]
    distractors: tuple[Option, ...]


class Typed(NamedTuple):
    """A term is typed: the first of `accepted` is shown; `rivals` are other terms, which no slip may turn into it."""

    accepted: tuple[str, ...]
    rivals: tuple[str, ...] = ()


class Number(NamedTuple):
    """A number is typed; `text` is the author's writing of it, `tolerance` an absolute distance in `unit`."""

    value: float
    text: str
    tolerance: float = 0.0
    unit: str = ""


class Cloze(NamedTuple):
    """A text with gaps: `parts` surround the gaps, and each gap has its accepted fillings, the best one first."""

    parts: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]
    rivals: tuple[str, ...] = ()


class Match(NamedTuple):
    """Each left belongs to its right; `extra` rights belong to none."""

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()


class Order(NamedTuple):
    """Steps in their right order."""

    steps: tuple[str, ...]


class Recall(NamedTuple):
    """An answer that the learner holds against their own; `points` are the checklist for it."""

    answer: str
    points: tuple[str, ...] = ()


def list_options(question: "Question") -> tuple[Option, ...]:
    """Return the options of a question that has some, the right ones first."""
    match question:
        case Choice(answer, distractors):
            return (answer, *distractors)
        case Multiple(answers, distractors):
            return (*answers, *distractors)
        case _:
            return ()


Question = Choice | Multiple | Typed | Number | Cloze | Match | Order | Recall


class Card(NamedTuple):
    """What is scheduled: one prompt made from an entry.

    `id` is `bank/entry#prompt`. `because` and `nuance` are the author's explanation and what it leaves out;
    `source` names the text; `refs` the places in it. `fingerprint` tells edits apart (edit.py).
    `alike` are the ids of the cards that it is easily confused with. `demo` is the name of the program that shows it,
    and `proves` what that has to find where the question has no options. `former` are the ids that the card had before.
    """

    id: str
    aspect: str
    stem: str
    question: Question
    because: str = ""
    nuance: str = ""
    source: str = ""
    refs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fingerprint: str = ""
    alike: tuple[str, ...] = ()
    demo: str = ""
    proves: When | None = None
    former: tuple[str, ...] = ()


def get_entry(card: str) -> str:
    """Return the `bank/entry` part of a card's id; siblings share it."""
    return card.partition("#")[0]


def get_bank(card: str) -> str:
    """Return the bank part of a card's id."""
    return card.partition("/")[0]


class Bank(NamedTuple):
    """One file of entries; `cards` is in the author's order and may read a card only when asked for it.

    `digest` stands for all that an edit may have changed for learners.
    """

    id: str
    title: str
    path: Path
    cards: Mapping[str, Card]
    digest: str = ""


class Content(NamedTuple):
    """All banks of a content folder, and what is wrong with their files."""

    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]
