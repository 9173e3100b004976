"""The lines of an exported history: what each type holds, in its order, and what can be true of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, model_validator

from tvp_quiz.domain.day import MINUTES_OF_DAY
from tvp_quiz.domain.plan import LONGEST_DAYS
from tvp_quiz.domain.settings import MOST_NEW
from tvp_quiz.storage.moving.fields import (
    LONGEST_MS,
    MOST_QUESTIONS,
    Answer,
    Day,
    Duration,
    Id,
    Instant,
    KindWord,
    Name,
    Number,
    Portion,
    Print,
    Retention,
    SharePart,
    Sureness,
    Text,
    Uuid,
    Weights,
)


class Line(BaseModel, strict=True, extra="forbid", frozen=True, allow_inf_nan=False):
    """A line with all its keys and no other."""


class LearnerRecord(Line):
    """A learner and what they have chosen."""

    type: Literal["learner"]
    learner: Name
    retention: Retention
    new: Annotated[int, Field(ge=0, le=MOST_NEW)]
    rollover: Annotated[int, Field(ge=0, le=23)]
    created_at: Instant
    retention_at: Instant | None
    new_at: Instant | None
    rollover_at: Instant | None


class SittingRecord(Line):
    """One run of drill or exam."""

    type: Literal["sitting"]
    learner: Name
    id: Uuid
    kind: KindWord
    started_at: Instant
    seed: Number


class ReviewRecord(Line):
    """One answer."""

    type: Literal["review"]
    learner: Name
    id: Uuid
    card: Id
    sitting: Uuid
    rating: Annotated[int, Field(ge=1, le=4)]
    reviewed_at: Instant
    utc_offset: Annotated[int, Field(gt=-MINUTES_OF_DAY, lt=MINUTES_OF_DAY)]
    day: Day
    duration_ms: Duration
    kind: KindWord
    retention: Retention
    response: Answer
    correct: bool | None
    fingerprint: Print
    overruled: bool
    voided_at: Instant | None


class FormerRecord(Line):
    """An id that a card had before."""

    type: Literal["former"]
    learner: Name
    card: Id
    former: Id
    dropped: bool


class MarkRecord(Line):
    """What a learner has said about a card."""

    type: Literal["mark"]
    learner: Name
    card: Id
    suspended: bool
    buried_until: Day | None
    suspended_at: Instant | None
    buried_at: Instant | None


class MarkedPart(Line):
    """What a question came to."""

    number: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    card: Id
    stem: Text
    given: Answer
    right: Text
    correct: bool
    certainty: Sureness | None
    ms: Duration
    because: list[Text]
    source: Text
    refs: list[Text]
    demo: Print


class QuestionPart(Line):
    """A question of a paper; its position is its place in the list."""

    card: Id
    fingerprint: Print
    given: list[Answer]
    certainty: Sureness | None
    flagged: bool
    seen: bool
    ms: Duration
    correct: bool | None
    marked: MarkedPart | None


class PaperRecord(Line):
    """A mock exam, with its questions."""

    type: Literal["paper"]
    learner: Name
    id: Uuid
    seed: Number
    banks: list[Id]
    blueprint: list[SharePart]
    limit_ms: Annotated[int, Field(ge=1, le=LONGEST_MS)]
    certainty: bool
    apart: bool
    started_at: Instant
    predicted: Portion
    predicted_low: Portion
    predicted_high: Portion
    place: Annotated[int, Field(ge=0, le=MOST_QUESTIONS)]
    used_ms: Duration
    handed_in_at: Instant | None
    questions: Annotated[list[QuestionPart], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @model_validator(mode="after")
    def check_whole(self) -> "PaperRecord":
        """Return the paper, if its parts agree."""
        if self.used_ms > self.limit_ms:
            raise ValueError("more time is gone than it had")
        if self.handed_in_at is None and any(question.marked for question in self.questions):
            raise ValueError("it is marked, but was not handed in")
        return self


class PlanRecord(Line):
    """A learner's plan for an exam."""

    type: Literal["plan"]
    learner: Name
    exam: Day
    minutes: Annotated[float, Field(gt=0, le=MINUTES_OF_DAY)]
    since: Day
    banks: list[Id]
    target: Annotated[float, Field(gt=0, le=1)] | None
    weights: Weights
    changed_at: Instant | None
    dropped: bool

    @model_validator(mode="after")
    def check_days(self) -> "PlanRecord":
        """Return the plan, if a plan can be as long."""
        if not 0 <= (self.exam - self.since).days <= LONGEST_DAYS:
            raise ValueError(f"its exam is not within {LONGEST_DAYS} days of its beginning")
        return self


class CatchUpRecord(Line):
    """How a learner catches up after days away."""

    type: Literal["catch_up"]
    learner: Name
    since: Day
    until: Day
    minutes: Annotated[float, Field(gt=0, le=MINUTES_OF_DAY)]
    changed_at: Instant | None
    dropped: bool

    @model_validator(mode="after")
    def check_days(self) -> "CatchUpRecord":
        """Return the catch-up, if it can be as long."""
        if not 0 <= (self.until - self.since).days <= LONGEST_DAYS:
            raise ValueError(f"it does not end within {LONGEST_DAYS} days of its beginning")
        return self


Record = (
    LearnerRecord | SittingRecord | ReviewRecord | FormerRecord | MarkRecord | PaperRecord | PlanRecord | CatchUpRecord
)
RECORDS: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="type")])
