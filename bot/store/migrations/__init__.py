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


def upgrade(connection: sa.Connection) -> None:
    """Bring the schema behind ``connection`` up to date, inside the caller's transaction.

    Raises:
        StoreError: the database was made by a newer version of the bot.
    """
    made = config()
    known = {script.revision for script in ScriptDirectory.from_config(made).walk_revisions()}
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present not in known:
        raise StoreError(
            f"The database was made by a newer version of Hotseat (schema {present}). Upgrade Hotseat to use it."
        )
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
