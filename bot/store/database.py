"""One database file: opened, brought up to date, written by one connection, read by others, copied while in use."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.migrations import upgrade

DRIVER = "sqlite+aiosqlite"
READERS = 2
BUSY_SECONDS = 5


class Database:
    """The store of one bot process. ``await Database.open(path)``, later ``await database.close()``.

    SQLite runs in WAL mode with exactly one read-write connection: a pool of one makes each ``write`` block wait its
    turn, so that no two tasks ever share a transaction. Readers are read-only connections beside it.
    """

    def __init__(self, path: Path, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Open or create the file at ``path`` and run the migrations that it lacks.

        Raises:
            StoreError: the file is no database, is damaged, cannot be written, or was made by a newer version.
        """
        writer = create_async_engine(
            sa.URL.create(DRIVER, database=str(path)), pool_size=1, max_overflow=0, pool_timeout=60
        )
        sa.event.listen(writer.sync_engine, "connect", _prepare_writer)
        sa.event.listen(writer.sync_engine, "begin", _begin_immediate)
        reader = create_async_engine(_read_only(path), pool_size=READERS, max_overflow=0, pool_timeout=60)
        sa.event.listen(reader.sync_engine, "connect", _prepare_reader)
        database = cls(path, writer, reader)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            async with writer.connect() as connection:
                verdict = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar_one()
            _require_sound(path, verdict)
            async with writer.begin() as connection:
                await connection.run_sync(upgrade)
        except (sa.exc.DBAPIError, sqlite3.Error, OSError) as error:
            await database.close()
            raise StoreError(f"The database {path} cannot be used: {_reason(error)}.") from error
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end of the block, rolled back on any exception.

        Raises:
            StoreError: the disk is full, the file is read-only or locked. Nothing was changed.
        """
        try:
            async with self._writer.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StoreError(f"The database cannot be written: {_reason(error)}.") from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that only reads; it sees what was committed before its first statement."""
        async with self._reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection. Safe to call twice."""
        await self._reader.dispose()
        await self._writer.dispose()


def _require_sound(path: Path, verdict: str) -> None:
    if verdict != "ok":
        raise StoreError(f"The database {path} is damaged ({verdict}). Restore the last backup.")


def _read_only(path: Path) -> sa.URL:
    return sa.URL.create(DRIVER, database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})


def _prepare_writer(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling would open a plain BEGIN; ours is BEGIN IMMEDIATE, below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_reader(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _reason(error: BaseException) -> str:
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    return str(cause).rstrip(".")
