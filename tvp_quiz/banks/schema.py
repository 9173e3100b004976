"""What an author may write in a bank file, as one model: for the checks, and for the schema that editors use."""

from pydantic import Field

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
