"""What a history takes over from edited banks."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create what carries progress over edits."""
    create("bank_seen", "bank", "digest", keys=["learner", "bank"])
    dropped: sa.Column[bool] = sa.Column("dropped", sa.Boolean(), nullable=False)
    create("card_former", "card", "former", keys=["learner", "card", "former"], more=[dropped])
    op.create_index("card_of_former", "card_former", ["learner", "former"])
    create("card_change", "card", "fingerprint", keys=["learner", "card"])


def create(table: str, *columns: str, keys: list[str], more: Iterable[sa.Column[bool]] = ()) -> None:
    """Create a table of texts that belong to a learner."""
    op.create_table(
        table,
        *(sa.Column(name, sa.String(), nullable=False) for name in ("learner", *columns)),
        *more,
        sa.PrimaryKeyConstraint(*keys, name=f"{table}_key"),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name=f"{table}_of_learner"),
    )
