"""Learners, sittings, reviews, memories and card marks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KINDS = "kind IN ('drill', 'cram', 'exam')"
RETENTION = "retention > 0 AND retention < 1"


def upgrade() -> None:
    """Create the first schema."""
    create_learner()
    create_sitting()
    create_review()
    create_memory()
    create_card_mark()


def create_learner() -> None:
    """Create the table that all the others refer to."""
    op.create_table(
        "learner",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retention", sa.Float(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("rollover", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="learner_key"),
        sa.CheckConstraint(RETENTION, name="learner_retention"),
        sa.CheckConstraint("new >= 0", name="learner_new"),
        sa.CheckConstraint("rollover BETWEEN 0 AND 23", name="learner_rollover"),
    )


def create_sitting() -> None:
    """Create the table of sittings."""
    op.create_table(
        "sitting",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "id", name="sitting_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="sitting_of_learner"),
        sa.CheckConstraint(KINDS, name="sitting_kind"),
    )


def create_review() -> None:
    """Create the log and its indexes."""
    op.create_table(
        "review",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("sitting", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("utc_offset", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("retention", sa.Float(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("overruled", sa.Boolean(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("learner", "id", name="review_key"),
        sa.ForeignKeyConstraint(["learner", "sitting"], ["sitting.learner", "sitting.id"], name="review_of_sitting"),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name="review_rating"),
        sa.CheckConstraint("duration_ms >= 0", name="review_duration"),
        sa.CheckConstraint(RETENTION, name="review_retention"),
        sa.CheckConstraint(KINDS, name="review_kind"),
    )
    op.create_index("review_of_card", "review", ["learner", "card", "reviewed_at", "id"])
    op.create_index("review_of_day", "review", ["learner", "day"])
    op.create_index("review_in_order", "review", ["learner", "reviewed_at", "id"])


def create_memory() -> None:
    """Create the cache of the log."""
    op.create_table(
        "memory",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("introduced", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "card", name="memory_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="memory_of_learner"),
        sa.CheckConstraint("stability > 0", name="memory_stability"),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 10", name="memory_difficulty"),
        sa.CheckConstraint("introduced <= last AND last <= due", name="memory_days"),
        sa.CheckConstraint("reps > 0", name="memory_reps"),
        sa.CheckConstraint("lapses BETWEEN 0 AND reps", name="memory_lapses"),
    )
    op.create_index("memory_due", "memory", ["learner", "due", "introduced", "card"])


def create_card_mark() -> None:
    """Create the table of suspended and buried cards."""
    op.create_table(
        "card_mark",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("learner", "card", name="card_mark_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="card_mark_of_learner"),
    )
