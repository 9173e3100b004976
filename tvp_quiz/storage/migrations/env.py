"""What Alembic runs to migrate: an open connection in, in a transaction that its opener ends."""

from alembic import context
from sqlmodel import SQLModel

# Filling the metadata is what they are loaded for
from tvp_quiz.storage import bank_tables, demo_tables, exam_tables, plan_tables, tables  # noqa: F401 - see above

# SQLite changes little of a table in place: batches copy it
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
