"""Migrations, run by Alembic when the database is opened. Each one in ``versions`` says what it is for."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreError


def config() -> Config:
    """Alembic's configuration, made in code: there is no alembic.ini to lose."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return made


def upgrade(connection: sa.Connection) -> bool:
    """Bring the schema behind ``connection`` up to date, inside the caller's transaction. False when it was so already.

    Raises:
        StoreError: the database was made by a newer version of the bot.
    """
    made = config()
    scripts = ScriptDirectory.from_config(made)
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present == scripts.get_current_head():
        return False
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"The database was made by a newer version of Hotseat (schema {present}). Upgrade Hotseat to use it."
        )
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
    return True
