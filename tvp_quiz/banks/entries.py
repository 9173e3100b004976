"""What an author may write in definitions, chart and faq: one model for each kind of entry, with its keys described."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_TEXT = 5_000
MAX_LIST = 25
# As many as there are letters to choose by, on every keyboard.
MAX_OPTIONS = 20
MAX_COLUMNS = 8
# How often a bank or a column may have been renamed
MAX_FORMER = 5


def _strip_blank_lines(value: object) -> object:
    return value.strip("\n").rstrip() if isinstance(value, str) else value


def _wrap_text(value: object) -> object:
    """Turn a plain text into the mapping that it is short for."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and len(value) == 1 and not value.keys() & {"text", "because", "when"}:
        key = str(next(iter(value)))
        raise PydanticCustomError(
            "colon-in-text", "`{key}:` is read as a key, because of its colon.", {"key": key[:40]}
        )
    return value


# An editor takes `answer: 4` for a number; here it is the text that its author wrote.
SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": MAX_TEXT})
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), SCALAR]
Program = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), BeforeValidator(_strip_blank_lines)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
FormerId = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]{0,63}/)?[a-z0-9][a-z0-9-]{0,63}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Fact = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Facts = Annotated[dict[Fact, Text], Field(min_length=1, max_length=MAX_LIST)]


class Strict(BaseModel, extra="forbid", frozen=True):
    """A mapping in which every key is known."""


class FullOption(Strict):
    """An option with what its author says about it."""

    text: Text = Field(description="The option as the learner reads it.")
    because: Text | None = Field(None, description="Why it is right or wrong; shown after the answer.")
    when: Facts | None = Field(None, description="The facts of the demo under which this option is right.")


class Sides(Strict):
    """The facts that decide a statement."""

    true: Facts = Field(description="The facts of the demo under which the statement is true.")
    false: Facts = Field(description="The facts of the demo under which it is false.")


class FullStatement(Strict):
    """A text that is right, with the facts that show it."""

    text: Text = Field(description="The text as the learner reads it.")
    when: Facts | None = Field(None, description="The facts of the demo under which this is right.")


Statement = Annotated[FullStatement, BeforeValidator(_wrap_text, json_schema_input_type=FullStatement | Text)]
Option = Annotated[FullOption, BeforeValidator(_wrap_text, json_schema_input_type=FullOption | Text)]
Texts = Annotated[list[Text], Field(max_length=MAX_LIST)]
Options = Annotated[list[Option], Field(max_length=MAX_OPTIONS)]
SomeOptions = Annotated[list[Option], Field(min_length=1, max_length=MAX_OPTIONS)]


class Source(Strict):
    """The text that a bank is about."""

    title: Text = Field(description="The title of the text.")
    publisher: Text | None = Field(None, description="Who published it.")
    authors: Texts = Field(default=[], description="Who wrote it.")
    updated: Text | None = Field(None, description="When it was last changed, as 2024-03-21.")
    url: Text | None = Field(None, description="Where it can be read.")


class Entry(Strict):
    """What every entry may say."""

    id: Slug = Field(
        description="The entry's own name: small letters, digits and hyphens. If you change it, add `was`."
    )
    because: Text | None = Field(None, description="The explanation that is shown with the answer.")
    nuance: Text | None = Field(None, description="What the answer leaves out; shown with it.")
    refs: list[Text] = Field(default=[], description="The places of the source that this examines.")
    tags: list[Text] = Field(default=[], description="Words to pick entries by.")
    was: Annotated[list[FormerId], Field(max_length=MAX_LIST)] = Field(
        default=[],
        description="Ids that this entry had before, so that progress is kept; bank/id for one that another bank had.",
    )
    demo: Name | None = Field(
        None,
        description="The demo that shows it: the name of a file in the folder demos, without .py; "
        "or `program` for the entry's own program.",
    )
    proves: Facts | None = Field(
        None, description="The facts that the demo has to find, where there are no options that say `when`."
    )


class Definition(Entry):
    """A term and one of its meanings."""

    term: Text = Field(description="The term that is defined.")
    sense: Text | None = Field(None, description="Which of several meanings, if the term has more than one.")
    meaning: Statement = Field(description="What the term means, in a sentence without the term.")
    aliases: Texts = Field(default=[], description="Other words for the term.")
    examples: Texts = Field(default=[], description="Examples that belong to this term and no other.")
    distractors: Options = Field(default=[], description="Wrong meanings; without them, other entries give theirs.")


class FullCell(Strict):
    """A cell with distractors of its own."""

    text: Text = Field(description="What holds for this column.")
    when: Facts | None = Field(
        None, description="The facts of the demo under which it holds; one of them is named after the column."
    )
    distractors: Options = Field(default=[], description="Wrong texts; without them, other cells give theirs.")


Cell = Annotated[FullCell, BeforeValidator(_wrap_text, json_schema_input_type=FullCell | Text)]


class Row(Entry):
    """One aspect in which the columns differ."""

    aspect: Text = Field(description="What is compared in this row.")
    cells: dict[Text, Cell] = Field(description="One cell for each column, by the column's name.")


class Chart(Strict):
    """Things side by side, compared aspect by aspect."""

    columns: Annotated[list[Text], Field(min_length=2, max_length=MAX_COLUMNS)] = Field(
        description="The things that are compared."
    )
    rows: list[Row] = Field(description="The aspects in which they are compared.")
    was: dict[Text, Annotated[list[Text], Field(max_length=MAX_FORMER)]] = Field(
        default={}, description="For a column that was renamed, the names that it had before, so that progress is kept."
    )


class Choose(Strict):
    """The options of a question that is otherwise answered freely."""

    answer: Option = Field(description="The right option.")
    distractors: SomeOptions = Field(description="The wrong options.")


class Faq(Entry):
    """A question and its answer in a few sentences."""

    question: Text = Field(description="The question.")
    answer: Text = Field(description="The answer.")
    points: Texts = Field(default=[], description="What a good answer mentions: a checklist for rating oneself.")
    choose: Choose | None = Field(None, description="Options that make a second card, answered by a letter.")
