"""Papers and attempts at their questions in, rows out, and back. Rows stay within storage."""

import json
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import BigInteger, Field, SQLModel

from tvp_quiz.domain.day import MS_OF_DAY
from tvp_quiz.domain.exam import Attempt, Certainty, Item, Marked, Measure, Paper, Sat, Share
from tvp_quiz.storage.following import check_numbers
from tvp_quiz.storage.tables import LEARNER, cut_answer, read_json

_SHARES = TypeAdapter(tuple[Share, ...])
_TEXTS = TypeAdapter(tuple[str, ...])
_MARKED = TypeAdapter(Marked)


class ExamPaperRow(SQLModel, table=True):
    """A paper as it was drawn, and how far it has come."""

    __tablename__ = "exam_paper"
    __table_args__ = (
        CheckConstraint("limit_ms > 0", name="exam_paper_limit"),
        CheckConstraint("used_ms BETWEEN 0 AND limit_ms", name="exam_paper_used"),
        CheckConstraint("place >= 0", name="exam_paper_place"),
    )

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    id: UUID = Field(primary_key=True)
    seed: int = Field(sa_type=BigInteger)
    banks: str
    blueprint: str
    limit_ms: int
    certainty: bool
    apart: bool
    started_at: datetime
    predicted: float
    predicted_low: float
    predicted_high: float
    place: int
    used_ms: int
    handed_in_at: datetime | None = None

    @classmethod
    def from_paper(cls, learner: str, paper: Paper) -> "ExamPaperRow":
        """Return the row that keeps a paper which begins now."""
        return cls(
            learner=learner,
            id=paper.id,
            seed=paper.seed,
            banks=json.dumps(paper.banks),
            blueprint=json.dumps(paper.blueprint),
            limit_ms=paper.limit_ms,
            certainty=paper.certainty,
            apart=paper.apart,
            started_at=paper.started_at,
            predicted=paper.predicted.share,
            predicted_low=paper.predicted.low,
            predicted_high=paper.predicted.high,
            place=0,
            used_ms=0,
        )

    def to_sat(self, number: int, questions: "list[ExamQuestionRow]") -> Sat:
        """Return the paper with its questions. Raises ValueError where something else has written one of them."""
        shares = {"predicted": self.predicted, "low": self.predicted_low, "high": self.predicted_high}
        check_numbers(shares, above=-1, most=1)
        counts = {"limit_ms": self.limit_ms, "used_ms": self.used_ms, "place": self.place}
        check_numbers(counts, above=-1, most=MS_OF_DAY, whole=True)
        paper = Paper(
            id=self.id,
            seed=self.seed,
            banks=read_json(_TEXTS, self.banks),
            blueprint=read_json(_SHARES, self.blueprint),
            limit_ms=self.limit_ms,
            certainty=self.certainty,
            apart=self.apart,
            started_at=self.started_at,
            items=tuple(row.to_item() for row in questions),
            predicted=Measure(*shares.values()),
        )
        attempts = tuple(row.to_attempt() for row in questions)
        marked = tuple(read_json(_MARKED, row.marked) for row in questions if row.marked)
        return Sat(number, paper, attempts, self.place, self.used_ms, self.handed_in_at, marked)


class ExamQuestionRow(SQLModel, table=True):
    """A question of a paper, and what was made of it; `correct` and `marked` are there once the paper was handed in."""

    __tablename__ = "exam_question"
    __table_args__ = (
        ForeignKeyConstraint(["learner", "paper"], ["exam_paper.learner", "exam_paper.id"]),
        CheckConstraint("certainty BETWEEN 1 AND 3", name="exam_question_certainty"),
        CheckConstraint("ms >= 0", name="exam_question_time"),
        # By it a drill finds what was answered wrongly by somebody who was sure
        Index("exam_question_judged", "learner", "correct", "certainty"),
    )

    learner: str = Field(primary_key=True)
    paper: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True)
    card: str
    fingerprint: str
    given: str
    certainty: int | None = None
    flagged: bool = False
    seen: bool = False
    ms: int = 0
    correct: bool | None = None
    marked: str | None = None

    @classmethod
    def from_item(cls, learner: str, paper: UUID, position: int, item: Item) -> "ExamQuestionRow":
        """Return the row of a question that nobody has looked at yet."""
        given = json.dumps([])
        return cls(
            learner=learner, paper=paper, position=position, card=item.card, fingerprint=item.fingerprint, given=given
        )

    def to_item(self) -> Item:
        """Return the question as it was drawn. Raises TypeError where something else has written it."""
        if not (isinstance(self.card, str) and isinstance(self.fingerprint, str)):
            raise TypeError("a question that can't be")
        return Item(self.card, self.fingerprint)

    def take(self, attempt: Attempt) -> None:
        """Change the row to what was made of the question by now."""
        self.given = json.dumps([cut_answer(text) for text in attempt.given])
        self.certainty = attempt.certainty
        self.flagged = attempt.flagged
        self.seen = attempt.seen
        self.ms = attempt.ms

    def to_attempt(self) -> Attempt:
        """Return what was made of the question. Raises ValueError where something else has written it."""
        check_numbers({"ms": self.ms}, above=-1, most=MS_OF_DAY, whole=True)
        certainty = None if self.certainty is None else Certainty(self.certainty)
        return Attempt(read_json(_TEXTS, self.given), certainty, self.flagged, self.seen, self.ms)

    def take_marked(self, marked: Marked) -> None:
        """Add what the question came to."""
        self.correct = marked.correct
        self.marked = json.dumps(marked._replace(given=cut_answer(marked.given))._asdict())
