"""The types of question that an author may write: a model each, which knows its label and the question it becomes."""

import re
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from tvp_quiz.banks.entries import (
    MAX_OPTIONS,
    Entry,
    FullOption,
    Option,
    Program,
    Sides,
    SomeOptions,
    Statement,
    Strict,
    Text,
    Texts,
)
from tvp_quiz.domain import card
from tvp_quiz.domain.demo import PRINTS, PROGRAM, fold_output

GAP = re.compile(r"\{\{((?:[^{}]++|\{(?!\{)|\}(?!\}))*+)\}\}")
PERCENT = "%"


def make_when(facts: dict[str, str] | None) -> card.When | None:
    """Return facts as cards carry them."""
    return tuple(facts.items()) if facts else None


def make_option(option: FullOption) -> card.Option:
    """Return an option as cards carry it."""
    return card.Option(option.text, option.because or "", make_when(option.when))


def make_options(options: list[FullOption]) -> tuple[card.Option, ...]:
    """Return options as cards carry them."""
    return tuple(make_option(option) for option in options)


def _check_number(text: str) -> str:
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{1,15})?|\.\d{1,15})([eE][+-]?\d{1,2})?", text):
        raise PydanticCustomError("bad-number", "`{text}` is no number.", {"text": text[:40]})
    return text


def _check_tolerance(text: str) -> str:
    number = _check_number(text.removesuffix(PERCENT).strip())
    if float(number) < 0:
        raise PydanticCustomError("bad-number", "A tolerance can't be negative.")
    return text


def _check_gaps(text: str) -> str:
    gaps = GAP.findall(text)
    if not gaps:
        raise PydanticCustomError("cloze-without-gap", "{what}", {"what": "This text has no gap."})
    if any(not filling.strip() for gap in gaps for filling in gap.split("|")):
        raise PydanticCustomError("cloze-without-gap", "{what}", {"what": "One of the gaps is empty."})
    return text


Figure = Annotated[Text, AfterValidator(_check_number), WithJsonSchema({"type": ["number", "string"]})]
Tolerance = Annotated[Text, AfterValidator(_check_tolerance), WithJsonSchema({"type": ["number", "string"]})]


class Choice(Entry):
    """One of several options is right."""

    label: ClassVar = "Choice"
    type: Literal["choice"]
    question: Text = Field(description="The question.")
    answer: Option = Field(description="The right option.")
    distractors: SomeOptions = Field(description="The wrong options, each with its `because`.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Choice(make_option(self.answer), make_options(self.distractors))


class Multiple(Entry):
    """All the options that apply are to be named."""

    label: ClassVar = "All that apply"
    type: Literal["multiple"]
    question: Text = Field(description="The question; it should say that several options may apply.")
    answers: SomeOptions = Field(description="The right options.")
    distractors: SomeOptions = Field(description="The wrong options, each with its `because`.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Multiple(make_options(self.answers), make_options(self.distractors))


class TrueFalse(Entry):
    """A statement that is true or false."""

    label: ClassVar = "True or false"
    type: Literal["true-false"]
    question: Text = Field(description="The statement.")
    answer: bool = Field(description="Whether it is true.")
    when: Sides | None = Field(None, description="The facts of the demo under which it is `true`, and `false`.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        true = card.Option("True", when=make_when(self.when.true if self.when else None))
        false = card.Option("False", when=make_when(self.when.false if self.when else None))
        right, wrong = (true, false) if self.answer else (false, true)
        return card.Choice(right, (wrong,), shuffled=False)


class Typed(Entry):
    """A word or a term is typed."""

    label: ClassVar = "In a word"
    type: Literal["typed"]
    question: Text = Field(description="The question.")
    answer: Text = Field(description="The right word or term.")
    accept: Texts = Field(default=[], description="Other words that are as good.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Typed((self.answer, *self.accept))


class Number(Entry):
    """A number is typed."""

    label: ClassVar = "A number"
    type: Literal["number"]
    question: Text = Field(description="The question.")
    answer: Figure = Field(description="The right number, with a decimal point.")
    tolerance: Tolerance = Field("0", description="How far off is still right: a number, or a share as 5%.")
    unit: Text | None = Field(None, description="What is counted or measured.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        value = float(self.answer)
        tolerance = float(self.tolerance.removesuffix(PERCENT))
        if self.tolerance.endswith(PERCENT):
            tolerance *= abs(value) / 100
        return card.Number(value, self.answer, tolerance, self.unit or "")


class Cloze(Entry):
    """A text with gaps to be filled."""

    label: ClassVar = "Gaps"
    type: Literal["cloze"]
    question: Text = Field("Fill in what is missing.", description="What to say above the text.")
    text: Annotated[Text, AfterValidator(_check_gaps)] = Field(
        description="The text; each gap as {{filling}} or {{filling|another filling}}."
    )

    def build_question(self) -> card.Question:
        """Return what is asked."""
        pieces = GAP.split(self.text)
        gaps = (tuple(filling.strip() for filling in gap.split("|")) for gap in pieces[1::2])
        return card.Cloze(tuple(pieces[::2]), tuple(gaps))


class Pair(Strict):
    """Two things that belong together."""

    left: Text = Field(description="What is shown first.")
    right: Text = Field(description="What belongs to it.")


class Match(Entry):
    """Pairs to be found."""

    label: ClassVar = "Pairs"
    type: Literal["match"]
    question: Text = Field(description="What belongs to what.")
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=MAX_OPTIONS)] = Field(description="The pairs.")
    extra: Texts = Field(default=[], description="Right sides that belong to nothing.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Match(tuple((pair.left, pair.right) for pair in self.pairs), tuple(self.extra))


class Order(Entry):
    """Steps to be put into their order."""

    label: ClassVar = "Order"
    type: Literal["order"]
    question: Text = Field(description="What the steps lead to.")
    steps: Annotated[list[Statement], Field(min_length=2, max_length=MAX_OPTIONS)] = Field(
        description="The steps in their right order; a fact in the `when` of each is its place: 1, 2, 3."
    )

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Order(tuple(step.text for step in self.steps))


class Recall(Entry):
    """A question that is answered freely and rated by oneself."""

    label: ClassVar = "Open question"
    type: Literal["recall"]
    question: Text = Field(description="The question.")
    answer: Text = Field(description="The answer.")
    points: Texts = Field(default=[], description="What a good answer mentions.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        return card.Recall(self.answer, tuple(self.points))


class Predict(Entry):
    """A program is shown, and what it does is asked."""

    label: ClassVar = "Program"
    type: Literal["predict"]
    question: Text = Field("What happens when this program runs?", description="What is asked about it.")
    program: Program = Field(description="The program, as a block that begins with |.")
    answer: Option = Field(description="What happens.")
    distractors: SomeOptions = Field(description="What does not, each with its `because`.")

    def build_question(self) -> card.Question:
        """Return what is asked."""
        answer, distractors = make_option(self.answer), make_options(self.distractors)
        if self.demo == PROGRAM:
            answer, distractors = _tie_output(answer), tuple(map(_tie_output, distractors))
        return card.Choice(answer, distractors, self.program)


def _tie_output(option: card.Option) -> card.Option:
    """Return an option that is right if the program prints its very text, whatever the white space."""
    return option._replace(when=((PRINTS, fold_output(option.text)),))


Question = Annotated[
    Choice | Multiple | TrueFalse | Typed | Number | Cloze | Match | Order | Recall | Predict,
    Field(discriminator="type"),
]
MODELS: dict[str, type[Entry]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(Question)[0])
}
