"""Approvals and runs of demos."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

LEVELS = "level IN ('bubblewrap', 'landlock', 'limits')"
ENDINGS = "ending IN ('ran', 'cannot', 'broken', 'stopped')"


def upgrade() -> None:
    """Create what demos need."""
    create_demo_approval()
    create_demo_run()


def create_demo_approval() -> None:
    """Create the table of the programs that a learner lets run."""
    op.create_table(
        "demo_approval",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner", "digest", name="demo_approval_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="demo_approval_of_learner"),
    )


def create_demo_run() -> None:
    """Create the table of what came of each program's last run."""
    op.create_table(
        "demo_run",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner", "digest", name="demo_run_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="demo_run_of_learner"),
        sa.CheckConstraint(LEVELS, name="demo_run_level"),
        sa.CheckConstraint(ENDINGS, name="demo_run_ending"),
        sa.CheckConstraint("seconds >= 0", name="demo_run_seconds"),
    )
