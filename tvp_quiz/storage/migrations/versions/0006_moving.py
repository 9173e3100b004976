"""What two machines need to agree, catching up after days away, and the release that a schema needs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let every choice know its time, let plans be dropped instead of deleted, and create the new tables."""
    for table, *times in (
        ("learner", "retention_at", "new_at", "rollover_at"),
        ("card_mark", "suspended_at", "buried_at"),
        ("plan", "changed_at"),
    ):
        for time in times:
            op.add_column(table, sa.Column(time, sa.DateTime(), nullable=True))
    op.add_column("plan", sa.Column("dropped", sa.Boolean(), nullable=False, server_default=sa.false()))
    create_catch_up()
    release = op.create_table(
        "release",
        sa.Column("needed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("needed", name="release_key"),
    )
    op.bulk_insert(release, [{"needed": "0.2.0"}])


def create_catch_up() -> None:
    """Create the table of what learners do about a backlog."""
    op.create_table(
        "catch_up",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("learner", name="catch_up_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="catch_up_of_learner"),
        sa.CheckConstraint("minutes > 0", name="catch_up_minutes"),
        sa.CheckConstraint("since <= until", name="catch_up_days"),
    )
