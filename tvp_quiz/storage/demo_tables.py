"""Approvals and runs of demos in, rows out, and back. Rows stay within storage."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import TypeVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from tvp_quiz.domain.demo import Ending, Facts, Level, Outcome, Run
from tvp_quiz.storage.tables import LEARNER, escape_text

# Bytes of UTF-8 that are kept of what a demo printed; its end says where some were left out
LONGEST_OUTPUT = 32 * 1024
CUT = "\n[The rest of the output was not kept.]\n"

E = TypeVar("E", bound=Enum)


def name_member(member: Enum) -> str:
    """Return the word that is kept for an enumeration's member: its value is for people, and may be reworded."""
    return member.name.lower()


def find_member(members: type[E], word: str) -> E:
    """Return the member that a word was kept for. Raises ValueError where there is none."""
    for member in members:
        if name_member(member) == word:
            return member
    raise ValueError(f"{word!r} is no {members.__name__.lower()} of a demo's run")


def list_words(members: Iterable[Enum]) -> str:
    """Return the words of an enumeration's members as SQL lists them."""
    return ", ".join(f"'{name_member(member)}'" for member in members)


class DemoApprovalRow(SQLModel, table=True):
    """A learner's word that a program of exactly these bytes may run."""

    __tablename__ = "demo_approval"

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    digest: str = Field(primary_key=True)
    approved_at: datetime


class DemoRunRow(SQLModel, table=True):
    """What came of the last run of a program of exactly these bytes."""

    __tablename__ = "demo_run"
    __table_args__ = (
        CheckConstraint(f"level IN ({list_words(Level)})", name="demo_run_level"),
        CheckConstraint(f"ending IN ({list_words(Ending)})", name="demo_run_ending"),
        CheckConstraint("seconds >= 0", name="demo_run_seconds"),
    )

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    digest: str = Field(primary_key=True)
    name: str
    machine: str
    level: str
    ending: str
    facts: str
    output: str
    reason: str
    seconds: float
    ran_at: datetime

    @classmethod
    def from_run(cls, learner: str, digest: str, name: str, run: Run) -> "DemoRunRow":
        """Return the row that keeps a run."""
        outcome = run.outcome
        return cls(
            learner=learner,
            digest=digest,
            name=escape_text(name),
            machine=escape_text(run.machine),
            level=name_member(outcome.level),
            ending=name_member(outcome.ending),
            facts=json.dumps(dict(outcome.facts)),
            output=cut_text(escape_text(outcome.output)),
            reason=cut_text(escape_text(outcome.reason)),
            seconds=outcome.seconds,
            ran_at=run.ran_at,
        )

    def to_run(self) -> Run:
        """Return the run that the row keeps. Raises ValueError where something else has written it."""
        outcome = Outcome(
            ending=find_member(Ending, self.ending),
            facts=read_facts(self.facts),
            output=self.output,
            reason=self.reason,
            level=find_member(Level, self.level),
            seconds=self.seconds,
        )
        return Run(outcome, self.machine, self.ran_at)


def read_facts(text: str) -> Facts:
    """Return facts that were kept as JSON. Raises ValueError where they aren't names and values."""
    try:
        facts = json.loads(text)
    except RecursionError as error:
        raise ValueError("the facts of a demo are nested too deeply") from error
    if not isinstance(facts, dict) or not all(isinstance(value, str) for value in facts.values()):
        raise ValueError("the facts of a demo are not names with their values")
    return facts


def cut_text(text: str) -> str:
    """Return a text that is not too long to be kept, its end left out where it is."""
    encoded = text.encode()
    if len(encoded) <= LONGEST_OUTPUT:
        return text
    return encoded[: LONGEST_OUTPUT - len(CUT)].decode(errors="ignore") + CUT
