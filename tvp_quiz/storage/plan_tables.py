"""A learner's plan for an exam and what was decided on it in, rows out, and back. Rows stay within storage."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import CheckConstraint, false
from sqlmodel import Field, SQLModel

from tvp_quiz.domain.plan import Costs, Decision, ExamPlan, Pace, Policy, Profile
from tvp_quiz.storage.following import check_decision, check_plan
from tvp_quiz.storage.tables import LEARNER, read_json

_BANKS = TypeAdapter(tuple[str, ...])
_WEIGHTS: TypeAdapter[Mapping[str, float]] = TypeAdapter(dict[str, float])


class PlanRow(SQLModel, table=True):
    """The one plan of a learner; one that is dropped stays, so that another machine hears of that."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="plan_minutes"),
        CheckConstraint("target > 0 AND target <= 1", name="plan_target"),
    )

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    exam: date
    minutes: float
    since: date
    banks: str
    target: float | None
    weights: str
    changed_at: datetime | None = None
    dropped: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @classmethod
    def from_plan(cls, learner: str, plan: ExamPlan, changed_at: datetime) -> "PlanRow":
        """Return the row that keeps a plan."""
        return cls(
            learner=learner,
            exam=plan.exam,
            minutes=plan.minutes,
            since=plan.since,
            banks=json.dumps(plan.banks),
            target=plan.target,
            weights=json.dumps(dict(plan.weights)),
            changed_at=changed_at,
            dropped=False,
        )

    def to_plan(self) -> ExamPlan:
        """Return the plan that the row keeps. Raises ValueError where something else has written it."""
        plan = ExamPlan(
            exam=self.exam,
            minutes=self.minutes,
            since=self.since,
            banks=read_json(_BANKS, self.banks),
            target=self.target,
            weights=read_json(_WEIGHTS, self.weights),
        )
        return check_plan(plan)


class PlanDecisionRow(SQLModel, table=True):
    """What was last decided on a learner's plan."""

    __tablename__ = "plan_decision"
    __table_args__ = (
        CheckConstraint("retention > 0 AND retention < 1", name="plan_decision_retention"),
        CheckConstraint("taper >= 0", name="plan_decision_taper"),
        CheckConstraint("chance BETWEEN 0 AND 1", name="plan_decision_chance"),
        CheckConstraint("attendance BETWEEN 0 AND 1", name="plan_decision_attendance"),
        CheckConstraint("meeting > 0 AND recalled > 0 AND forgotten > 0 AND relearned > 0", name="plan_decision_costs"),
    )

    learner: str = Field(primary_key=True, foreign_key="plan.learner")
    day: date
    retention: float
    taper: int
    price: float
    pace: float
    pace_error: float
    meeting: float
    recalled: float
    forgotten: float
    relearned: float
    chance: float
    attendance: float

    @classmethod
    def from_decision(cls, learner: str, decision: Decision) -> "PlanDecisionRow":
        """Return the row that keeps a decision."""
        profile = decision.profile
        return cls(
            learner=learner,
            day=decision.day,
            **decision.policy._asdict(),
            **profile.costs._asdict(),
            pace=profile.pace.mean,
            pace_error=profile.pace.error,
            chance=profile.chance,
            attendance=profile.attendance,
        )

    def to_decision(self) -> Decision:
        """Return the decision that the row keeps. Raises ValueError where something else has written it."""
        costs = Costs(self.meeting, self.recalled, self.forgotten, self.relearned)
        profile = Profile(Pace(self.pace, self.pace_error), costs, self.chance, self.attendance)
        return check_decision(Decision(self.day, Policy(self.retention, self.taper, self.price), profile))


class CatchUpRow(SQLModel, table=True):
    """How a learner catches up after days away, from `since` to `until`, at so many minutes a day."""

    __tablename__ = "catch_up"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="catch_up_minutes"),
        CheckConstraint("since <= until", name="catch_up_days"),
    )

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    since: date
    until: date
    minutes: float
    changed_at: datetime | None
    dropped: bool
