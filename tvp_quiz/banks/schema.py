"""What an author may write in a bank file, as one model: for the checks, and for the schema that editors use."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from tvp_quiz.banks.entries import MAX_FORMER, MAX_OPTIONS, Chart, Definition, Faq, Slug, Source, Strict, Text
from tvp_quiz.banks.questions import MODELS, Question

SCHEMA_FILE = "bank.schema.json"
# What an editor takes for a number or a truth value is a text here, as its author wrote it.
TEXT = ["string", "number", "boolean"]
NAME = ["string", "integer", "boolean"]
TEXT_HINT = "Write a text here; put it in quotes if it begins with a special sign or holds a colon."
NAME_HINT = "Use small letters, digits and hyphens, as in creation-cost."
FACT_HINT = "Use letters, digits, hyphens and underscores, as in creation_cost."
FIGURE = r"(\d{1,15}(\.\d{1,15})?|\.\d{1,15})([eE][+-]?\d{1,2})?"
FILLING = r"(?:(?!\}\})[\s\S])*"
LARGEST = 1e115
SECTIONS = ("definitions", "chart", "faq", "questions")
SECTION_HINT = "This bank asks nothing: add definitions, a chart, a faq or questions."
# Editors name these where they find something else
TITLES = {
    "FullOption": "text, or {text: …, because: …}",
    "FullStatement": "text, or {text: …}",
    "FullCell": "text, or {text: …}",
}
REFINEMENTS: dict[tuple[str, str], dict[str, Any]] = {
    ("Number", "answer"): {
        "type": ["number", "string"],
        "pattern": rf"^\s*[+-]?{FIGURE}\s*$",
        "maximum": LARGEST,
        "minimum": -LARGEST,
        "errorMessage": "Write digits with a decimal point, as in 0.5.",
    },
    ("Number", "tolerance"): {
        "type": ["number", "string"],
        "pattern": rf"^\s*\+?{FIGURE}\s*%?\s*$",
        "maximum": LARGEST,
        "minimum": 0,
        "errorMessage": "Write a number, or a share as 5%; it can't be negative.",
    },
    ("Cloze", "text"): {
        "type": ["string"],
        "pattern": rf"^(?![\s\S]*\{{\{{(?:{FILLING}\|)?\s*(?:\||\}}\}}))[\s\S]*\{{\{{{FILLING}\}}\}}",
        "errorMessage": "Write {{word}}, or {{word|other word}}, where the gap is to be.",
    },
    ("TrueFalse", "answer"): {
        "type": NAME,
        "pattern": "^([Tt]([Rr][Uu][Ee])?|[Ff]([Aa][Ll][Ss][Ee])?|[Yy]([Ee][Ss])?|[Nn][Oo]?|[Oo]([Nn]|[Ff][Ff])|[01])$",
        "minimum": 0,
        "maximum": 1,
        "errorMessage": "Write true or false.",
    },
    ("Predict", "program"): {
        "type": TEXT,
        "pattern": r"\S",
        "errorMessage": "Write the program as a block that begins with |.",
    },
}


class BankFile(Strict):
    """One bank. It has at least one of the four sections."""

    bank: Slug = Field(description="The bank's own id: small letters, digits and hyphens. If you change it, add `was`.")
    title: Text = Field(description="The bank's name as learners see it.")
    was: Annotated[list[Slug], Field(max_length=MAX_FORMER)] = Field(
        default=[], description="Ids that the bank had before, so that progress is kept."
    )
    source: Source | None = Field(None, description="The text that the bank is about.")
    definitions: list[Definition] = Field(default=[], description="Terms and what they mean.")
    chart: Chart | None = Field(None, description="Things compared, aspect by aspect.")
    faq: list[Faq] = Field(default=[], description="Questions answered in a few sentences.")
    questions: list[Question] = Field(default=[], description="Questions of any type.")


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema of a bank file, as an editor reads the YAML."""
    schema = BankFile.model_json_schema(schema_generator=_Generator)
    for part in _list_parts(schema):
        _adapt(part)
    models = schema["$defs"]
    for (owner, key), refinement in REFINEMENTS.items():
        models[owner]["properties"][key] |= refinement
    for name, model in MODELS.items():
        models[model.__name__]["properties"]["type"] = {
            "enum": [name],
            "description": f"The type of question. {name}: {model.__doc__}",
            "errorMessage": f"Write one of {', '.join(MODELS)}.",
        }
    # Editors take the keys true and false for no texts, and so for none of the properties
    del models["Sides"]["additionalProperties"]
    models["Sides"]["propertyNames"] = {"enum": [True, False, "true", "false"]}
    for name, title in TITLES.items():
        models[name]["title"] = title
    schema["anyOf"] = [{"required": [section], "errorMessage": SECTION_HINT} for section in SECTIONS]
    return {"$schema": _Generator.schema_dialect} | schema


def write_schema() -> str:
    """Return the text of the file that editors read the schema from."""
    return json.dumps(make_schema(), indent=2) + "\n"


def _list_parts(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    """Yield every mapping of a schema, the outer before the inner."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _list_parts(inner)


def _adapt(part: dict[str, Any]) -> None:
    """Make a part of a schema say of a value as an editor reads it what the model says of its text."""
    if part.get("type") == TEXT:
        part.pop("minLength", None)
        part |= {"pattern": r"\S", "errorMessage": TEXT_HINT}
    elif part.get("type") == "string" and "pattern" in part:
        part |= {"type": NAME, "minimum": 0, "errorMessage": FACT_HINT if "_" in part["pattern"] else NAME_HINT}
    elif "patternProperties" in part:
        ((pattern, part["additionalProperties"]),) = part.pop("patternProperties").items()
        part["propertyNames"] = {"type": NAME, "pattern": pattern, "patternErrorMessage": FACT_HINT}
    elif "distractors" in part and "maxItems" in part["distractors"]:
        # The answer takes one of the letters
        part["distractors"]["maxItems"] = MAX_OPTIONS - 1


class _Generator(GenerateJsonSchema):
    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema without null: a key may be left out, but one that is written has a value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema without a default, which an editor would write out."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 - as the library has it
        """Leave out titles that only repeat a key."""
        del schema
        return False
