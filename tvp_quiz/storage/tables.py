"""Domain values in, rows out, and back. Rows stay within storage."""

from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Table
from sqlmodel import BigInteger, Field, SQLModel

from tvp_quiz.domain.history import Mark
from tvp_quiz.domain.review import LONGEST_ANSWER, Kind, Memory, Rating, Review, check_memory, check_review
from tvp_quiz.domain.settings import Settings, check_settings

# A constraint without a name can't be changed by a later migration
SQLModel.metadata.naming_convention = {"pk": "%(table_name)s_key", "fk": "%(table_name)s_of_%(referred_table_name)s"}

# Tables in other modules refer to this, so that none of them is made before the convention stands
LEARNER = "learner.name"

T = TypeVar("T")

TICK = timedelta(microseconds=1)
KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)


def get_table(row: type[SQLModel]) -> Table:
    """Return the table that rows of a class are in."""
    table: Table = row.__table__  # type: ignore[attr-defined] # every class of ours has one
    return table


def escape_text(text: str) -> str:
    """Return what somebody wrote with what UTF-8 can't say, and what no server keeps, in its escaped form."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", r"\x00")


def cut_answer(text: str) -> str:
    """Return an answer as it is kept: escaped, and no longer than anybody can give one."""
    return escape_text(text)[:LONGEST_ANSWER]


def read_json(adapter: TypeAdapter[T], text: str) -> T:
    """Return what a column says in JSON. Raises ValueError, in a few words, where it says something else."""
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise ValueError(error.errors(include_url=False, include_input=False)[0]["msg"]) from error


def stamp_change(before: datetime | None, now: datetime) -> datetime:
    """Return when a row was changed: now, but later than the change before it, or another machine could not tell."""
    return now if before is None else max(now, before + TICK)


class LearnerRow(SQLModel, table=True):
    """A learner and what they have chosen."""

    __tablename__ = "learner"
    __table_args__ = (
        CheckConstraint("retention > 0 AND retention < 1", name="learner_retention"),
        CheckConstraint("new >= 0", name="learner_new"),
        CheckConstraint("rollover BETWEEN 0 AND 23", name="learner_rollover"),
    )

    name: str = Field(primary_key=True)
    retention: float
    new: int
    rollover: int
    created_at: datetime
    retention_at: datetime | None = None
    new_at: datetime | None = None
    rollover_at: datetime | None = None

    def to_settings(self) -> Settings:
        """Return what the learner has chosen."""
        return check_settings(Settings(retention=self.retention, new=self.new, rollover=self.rollover))


class SittingRow(SQLModel, table=True):
    """One run of drill or exam: `seed` is what it was shuffled by."""

    __tablename__ = "sitting"
    __table_args__ = (CheckConstraint(f"kind IN ({KINDS})", name="sitting_kind"),)

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    id: UUID = Field(primary_key=True)
    kind: str
    started_at: datetime
    seed: int = Field(sa_type=BigInteger)


class ReviewRow(SQLModel, table=True):
    """One rating, never changed once written but for `voided_at`."""

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["learner", "sitting"], ["sitting.learner", "sitting.id"]),
        CheckConstraint("rating BETWEEN 1 AND 4", name="review_rating"),
        CheckConstraint("duration_ms >= 0", name="review_duration"),
        CheckConstraint("retention > 0 AND retention < 1", name="review_retention"),
        CheckConstraint(f"kind IN ({KINDS})", name="review_kind"),
        # Without its last two columns, a card's log would be looked for in the index that is already in its order
        Index("review_of_card", "learner", "card", "reviewed_at", "id"),
        Index("review_of_day", "learner", "day"),
        Index("review_in_order", "learner", "reviewed_at", "id"),
    )

    learner: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    card: str
    sitting: UUID
    rating: int
    reviewed_at: datetime
    utc_offset: int
    day: date
    duration_ms: int
    kind: str
    retention: float
    response: str
    correct: bool | None
    fingerprint: str
    overruled: bool
    voided_at: datetime | None = None

    @classmethod
    def from_review(cls, learner: str, sitting: UUID, review: Review) -> "ReviewRow":
        """Return the row that keeps a review."""
        return cls(
            learner=learner,
            id=review.id,
            card=review.card,
            sitting=sitting,
            rating=int(review.rating),
            reviewed_at=review.reviewed_at,
            utc_offset=review.utc_offset,
            day=review.day,
            duration_ms=review.duration_ms,
            kind=review.kind.value,
            retention=review.retention,
            response=cut_answer(review.response),
            correct=review.correct,
            fingerprint=review.fingerprint,
            overruled=review.overruled,
        )

    def to_review(self) -> Review:
        """Return the review that the row keeps. Raises ValueError where something else has written it."""
        review = Review(
            id=self.id,
            card=self.card,
            rating=Rating(self.rating),
            reviewed_at=self.reviewed_at,
            utc_offset=self.utc_offset,
            day=self.day,
            duration_ms=self.duration_ms,
            kind=Kind(self.kind),
            retention=self.retention,
            response=self.response,
            correct=self.correct,
            fingerprint=self.fingerprint,
            overruled=self.overruled,
        )
        return check_review(review)


class MemoryRow(SQLModel, table=True):
    """What the log of one card amounts to, with the fingerprint of its entry when it was last seen."""

    __tablename__ = "memory"
    __table_args__ = (
        CheckConstraint("stability > 0", name="memory_stability"),
        CheckConstraint("difficulty BETWEEN 1 AND 10", name="memory_difficulty"),
        CheckConstraint("introduced <= last AND last <= due", name="memory_days"),
        CheckConstraint("reps > 0", name="memory_reps"),
        CheckConstraint("lapses BETWEEN 0 AND reps", name="memory_lapses"),
        # The due cards are found by its first two columns; all four are what a sitting asks of every known card
        Index("memory_due", "learner", "due", "introduced", "card"),
    )

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    card: str = Field(primary_key=True)
    stability: float
    difficulty: float
    introduced: date
    last: date
    due: date
    reps: int
    lapses: int
    fingerprint: str

    @classmethod
    def from_memory(cls, learner: str, card: str, memory: Memory, fingerprint: str) -> "MemoryRow":
        """Return the row that keeps a card's memory."""
        return cls(
            learner=learner,
            card=card,
            stability=memory.stability,
            difficulty=memory.difficulty,
            introduced=memory.introduced,
            last=memory.last,
            due=memory.due,
            reps=memory.reps,
            lapses=memory.lapses,
            fingerprint=fingerprint,
        )

    def to_memory(self) -> Memory:
        """Return the memory that the row keeps. Raises ValueError where something else has written it."""
        memory = Memory(
            stability=self.stability,
            difficulty=self.difficulty,
            introduced=self.introduced,
            last=self.last,
            due=self.due,
            reps=self.reps,
            lapses=self.lapses,
        )
        return check_memory(memory)


class CardMarkRow(SQLModel, table=True):
    """What a learner has said about a card: not to ask it at all, or not before a day."""

    __tablename__ = "card_mark"

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    card: str = Field(primary_key=True)
    suspended: bool = False
    buried_until: date | None = None
    suspended_at: datetime | None = None
    buried_at: datetime | None = None

    def to_mark(self) -> Mark:
        """Return the mark that the row keeps."""
        return Mark(suspended=self.suspended, buried_until=self.buried_until)


class ReleaseRow(SQLModel, table=True):
    """The oldest release of the program that knows this schema, for older ones to name."""

    __tablename__ = "release"

    needed: str = Field(primary_key=True)
