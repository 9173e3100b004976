"""A database of an older schema in; it is copied, then brought up to the newest, or left as it was."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from tvp_quiz.storage.engine import connect, explain_errors, for_writing
from tvp_quiz.storage.file import copy_file, find_path

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: str, folder: Path = FOLDER) -> None:
    """Run the migrations of a folder in one transaction; an older file is first copied beside itself."""
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
                copy_file(path, path.with_name(f"{path.name}.{revision}.backup"))
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def configure_alembic(connection: Connection, folder: Path) -> Config:
    """Return Alembic's configuration, which finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
