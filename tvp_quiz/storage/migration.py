"""A database of an older schema in; it is backed up, then brought up to the newest, or left as it was."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from tvp_quiz.storage.backups.backup import Reason, keep_backup
from tvp_quiz.storage.engine import connect, explain_errors, for_writing
from tvp_quiz.storage.file import find_path

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: str, now: datetime, folder: Path = FOLDER) -> None:
    """Run the migrations of a folder in one transaction, after an older file was backed up. Raises DatabaseError."""
    run_migrations(database, folder, lambda: keep_backup(database, Reason.MIGRATION, now))


def upgrade_copy(copy: Path) -> None:
    """Bring a copy of a database up to the newest schema; there is no need to back that up. Raises DatabaseError."""
    run_migrations(str(copy), FOLDER, lambda: None)


def run_migrations(database: str, folder: Path, back_up: Callable[[], object]) -> None:
    """Run the migrations of a folder in one transaction; `back_up` is called before an older file is changed."""
    engine = for_writing(connect(database))
    path = find_path(database)
    if path:
        # SQLite changes a table by copying and dropping it, and dropping would take what refers to it along
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with explain_errors(database), engine.begin() as connection:
            config = configure_alembic(connection, folder)
            # Only in a transaction is it certain that no other program migrates at the same time
            revision = MigrationContext.configure(connection).get_current_revision()
            if path and revision not in {None, ScriptDirectory.from_config(config).get_current_head()}:
                back_up()
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def configure_alembic(connection: Connection, folder: Path) -> Config:
    """Return Alembic's configuration, which finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
