"""The database beside a bot that may be running on it: looked at, handed over, never changed."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError
from bot.store import identity, migrations, postgres, sqlite
from bot.store.reasons import UnreachableError, advice, reason, reason_and_advice


@dataclass(frozen=True, slots=True)
class Condition:
    """How a database is. ``size`` is in bytes; ``outdated`` says that the next start brings its tables up to date.

    ``trouble`` is what keeps the bot from using it, as a sentence, and ``cure`` what to do about that.
    """

    name: str
    made: bool = True
    size: int = 0
    outdated: bool = False
    trouble: str = ""
    cure: str = ""


@asynccontextmanager
async def reading(place: Path | str) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads the database at a path or an address, whoever else writes to it.

    Raises:
        StoreError: there is none, it cannot be read, or its tables are not those of this version.
    """
    name = shown(place)
    try:
        engine = _engine(place)
        try:
            async with engine.connect() as connection:
                if await connection.run_sync(_revision) != _newest():
                    raise StoreError(
                        f"The tables of the database {name} are not those of this version of Hotseat. Start the bot "
                        "once, which brings them up to date."
                    )
                yield connection
        finally:
            await engine.dispose()
    except (sa.exc.DBAPIError, sqlite3.Error, UnreachableError) as error:
        raise StoreError(f"The database {name} cannot be read: {reason_and_advice(error)}") from error


def _engine(place: Path | str) -> AsyncEngine:
    if isinstance(place, str):
        return postgres.reading(place)
    if not place.is_file():
        raise StoreError(f"There is no database at {place}. Is [store] database right in config.toml?")
    with closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True)) as raw:
        identity.check(raw, place)
    return sqlite.reading(place)


async def examine(place: Path | str) -> Condition:
    """Look whether the bot can use the database at a path or an address. Nothing is changed; a file is read through."""
    if isinstance(place, Path):
        return await asyncio.to_thread(_examine_file, place)
    return await _examine_server(place)


def shown(place: Path | str) -> str:
    """The name of a database, without a password."""
    return str(place) if isinstance(place, Path) else postgres.shown(place)


def _examine_file(path: Path) -> Condition:
    name, here = str(path), path.absolute()
    if not here.exists():
        folder = next(parent for parent in here.parents if parent.exists())
        if os.access(folder, os.W_OK | os.X_OK):
            return Condition(name, made=False)
        return Condition(
            name,
            made=False,
            trouble=f"The database {name} cannot be made: the folder {folder} cannot be written.",
            cure="Name a file in a folder that the bot's user owns",
        )
    if not (os.access(here, os.W_OK) and os.access(here.parent, os.W_OK | os.X_OK)):
        return Condition(
            name,
            trouble=f"The database {name} cannot be written.",
            cure="Let the bot's user own the file and its folder",
        )
    try:
        with closing(sqlite3.connect(f"{here.as_uri()}?mode=ro", uri=True, timeout=sqlite.BUSY_SECONDS)) as raw:
            return _look_into(raw, name, here.stat().st_size)
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        return Condition(name, trouble=f"The database {name} cannot be used: {reason(error)}.", cure=advice(error))


def _look_into(raw: sqlite3.Connection, name: str, size: int) -> Condition:
    if identity.is_foreign(raw):
        return Condition(
            name,
            trouble=f"The file {name} is the database of another program.",
            cure="Name another file under [store] database in config.toml",
        )
    (verdict,) = raw.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok" or raw.execute("PRAGMA foreign_key_check").fetchone():
        return Condition(name, trouble=f"The database {name} is damaged.", cure="Restore the last backup")
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=sa.StaticPool)
    with engine.connect() as connection:
        return _judge(name, _revision(connection), size)


async def _examine_server(address: str) -> Condition:
    name = shown(address)
    try:
        engine = postgres.reading(address)
        try:
            async with engine.connect() as connection:
                may = "has_schema_privilege(current_schema(), 'CREATE') AND NOT pg_is_in_recovery()"
                query = sa.text(f"SELECT {may}, pg_database_size(current_database())")
                writable, size = (await connection.execute(query)).one()
                revision = await connection.run_sync(_revision)
        finally:
            await engine.dispose()
    except StoreError as error:
        return Condition(name, trouble=str(error))
    except (sa.exc.DBAPIError, UnreachableError) as error:
        return Condition(name, trouble=f"The database {name} cannot be used: {reason(error)}.", cure=advice(error))
    if not writable:
        return Condition(
            name,
            trouble=f"The database {name} cannot be written.",
            cure="Make the bot's user the owner of the database",
        )
    return _judge(name, revision, size)


def _judge(name: str, revision: str | None, size: int) -> Condition:
    scripts = ScriptDirectory.from_config(migrations.config())
    if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
        return Condition(
            name,
            size=size,
            trouble=f"The database {name} was made by a newer version of Hotseat (schema {revision}).",
            cure="Upgrade Hotseat",
        )
    return Condition(name, size=size, outdated=revision != _newest())


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _newest() -> str | None:
    return ScriptDirectory.from_config(migrations.config()).get_current_head()
