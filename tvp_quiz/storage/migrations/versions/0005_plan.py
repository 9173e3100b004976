"""Plans for an exam."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBERS = (
    "retention price pace pace_error meeting recalled forgotten relearned chance attendance".split()  # noqa: SIM905 - one line says as much as ten
)


def upgrade() -> None:
    """Create what plans need."""
    create_plan()
    create_plan_decision()


def create_plan() -> None:
    """Create the table of what learners plan."""
    op.create_table(
        "plan",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("exam", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("banks", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("weights", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("learner", name="plan_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="plan_of_learner"),
        sa.CheckConstraint("minutes > 0", name="plan_minutes"),
        sa.CheckConstraint("target > 0 AND target <= 1", name="plan_target"),
    )


def create_plan_decision() -> None:
    """Create the table of what was last decided on each plan."""
    op.create_table(
        "plan_decision",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taper", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=False) for name in NUMBERS),
        sa.PrimaryKeyConstraint("learner", name="plan_decision_key"),
        sa.ForeignKeyConstraint(["learner"], ["plan.learner"], name="plan_decision_of_plan"),
        sa.CheckConstraint("retention > 0 AND retention < 1", name="plan_decision_retention"),
        sa.CheckConstraint("taper >= 0", name="plan_decision_taper"),
        sa.CheckConstraint("chance BETWEEN 0 AND 1", name="plan_decision_chance"),
        sa.CheckConstraint("attendance BETWEEN 0 AND 1", name="plan_decision_attendance"),
        sa.CheckConstraint(
            "meeting > 0 AND recalled > 0 AND forgotten > 0 AND relearned > 0", name="plan_decision_costs"
        ),
    )
