"""What an author may write in a bank file, as one model: for the checks, and for the schema that editors use."""

from typing import Any

from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from tvp_quiz.banks.entries import Chart, Definition, Faq, Slug, Source, Strict, Text
from tvp_quiz.banks.questions import Question


class BankFile(Strict):
    """One bank. It has at least one of the four sections."""

    bank: Slug = Field(description="The bank's own id: small letters, digits and hyphens. Never change it.")
    title: Text = Field(description="The bank's name as learners see it.")
    source: Source | None = Field(None, description="The text that the bank is about.")
    definitions: list[Definition] = Field(default=[], description="Terms and what they mean.")
    chart: Chart | None = Field(None, description="Things compared, aspect by aspect.")
    faq: list[Faq] = Field(default=[], description="Questions answered in a few sentences.")
    questions: list[Question] = Field(default=[], description="Questions of any type.")


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema of a bank file, as an editor reads the YAML."""
    schema = BankFile.model_json_schema(schema_generator=_Generator)
    return {"$schema": _Generator.schema_dialect} | schema


class _Generator(GenerateJsonSchema):
    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema without null: a key may be left out, but one that is written has a value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema without a default that is null."""
        return (
            self.generate_inner(schema["schema"]) if schema.get("default") is None else super().default_schema(schema)
        )
