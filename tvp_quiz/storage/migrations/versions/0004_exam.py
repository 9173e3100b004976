"""Mock exams."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create what exams need."""
    create_exam_paper()
    create_exam_question()


def create_exam_paper() -> None:
    """Create the table of papers."""
    op.create_table(
        "exam_paper",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("banks", sa.String(), nullable=False),
        sa.Column("blueprint", sa.String(), nullable=False),
        sa.Column("limit_ms", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("predicted", sa.Float(), nullable=False),
        sa.Column("predicted_low", sa.Float(), nullable=False),
        sa.Column("predicted_high", sa.Float(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("used_ms", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("learner", "id", name="exam_paper_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="exam_paper_of_learner"),
        sa.CheckConstraint("limit_ms > 0", name="exam_paper_limit"),
        sa.CheckConstraint("used_ms BETWEEN 0 AND limit_ms", name="exam_paper_used"),
        sa.CheckConstraint("place >= 0", name="exam_paper_place"),
    )


def create_exam_question() -> None:
    """Create the table of their questions."""
    op.create_table(
        "exam_question",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("paper", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("certainty", sa.Integer(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("marked", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("learner", "paper", "position", name="exam_question_key"),
        sa.ForeignKeyConstraint(
            ["learner", "paper"], ["exam_paper.learner", "exam_paper.id"], name="exam_question_of_exam_paper"
        ),
        sa.CheckConstraint("certainty BETWEEN 1 AND 3", name="exam_question_certainty"),
        sa.CheckConstraint("ms >= 0", name="exam_question_time"),
    )
    op.create_index("exam_question_judged", "exam_question", ["learner", "correct", "certainty"])
