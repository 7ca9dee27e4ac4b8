"""One database file: opened, brought up to date, written by one connection, read by others.

SQLite runs in WAL mode with exactly one read-write connection: a pool of one makes each transaction that may write wait
its turn, so that no two tasks ever share one. Readers are read-only connections beside it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store import identity
from bot.store.lock import Lock
from bot.store.migrations import upgrade
from bot.store.reasons import reason_and_advice

DRIVER = "sqlite+aiosqlite"
READERS = 2
BUSY_SECONDS = 5.0
"""How long to wait for a lock that another process holds."""
TURN_SECONDS = 60.0
"""How long one task waits for the others of this process."""


async def engines(path: Path, lock: Lock) -> tuple[AsyncEngine, AsyncEngine]:
    """For writing and for reading the file at ``path``, which is made where it is missing, and brought up to date.

    From then on ``lock`` is held; the caller releases it after the engines.

    Raises:
        StoreError: another process has the lock; the file is no database, is another program's, is damaged, cannot be
            written, or was made by a newer version.
    """
    work = asyncio.ensure_future(asyncio.to_thread(bring_up_to_date, path, lock))
    try:
        await asyncio.shield(work)
    except BaseException:
        # A thread cannot be cancelled, and must not go on without the lock.
        await asyncio.wait({work})
        lock.release()
        raise
    writer = _engine(sa.URL.create(DRIVER, database=str(path)), 1, _prepare_writer, "BEGIN IMMEDIATE")
    return writer, reading(path)


def reading(path: Path) -> AsyncEngine:
    """Connections that only read the file at ``path``, which is there."""
    return _engine(_read_only(path), READERS, _prepare_reader, "BEGIN")


def bring_up_to_date(path: Path, lock: Lock | None = None) -> None:
    """Make the file sound and its schema the present one, or raise StoreError and leave the schema as it was.

    ``lock`` is taken before anything is changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as raw:
            # On a read-only file even BEGIN IMMEDIATE succeeds; only the first write would not.
            if not os.access(path, os.W_OK):
                raise StoreError(f"The database {path} is read-only. The bot needs to write to it and to its folder.")
            identity.check(raw, path)
            if lock is not None and not lock.take():
                raise StoreError(
                    f"The database {path} is in use by another bot process. Stop that one first, or give this one a "
                    "file of its own in config.toml; only on PostgreSQL may several share one."
                )
            raw.execute("PRAGMA journal_mode = WAL")
            (verdict,) = raw.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise StoreError(f"The database {path} is damaged ({verdict}). Restore the last backup.")
            _migrate(path, raw)
    except (sa.exc.DBAPIError, sqlite3.Error, OSError) as error:
        raise StoreError(f"The database {path} cannot be used: {reason_and_advice(error)}") from error


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file lies at ``path``, whatever it holds: device and number. None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


async def empty_log(connection: Any) -> bool:
    """Write the log into the file and empty it. False when somebody was reading meanwhile."""
    # Not through SQLAlchemy, which would begin a transaction: there is no checkpoint inside one.
    raw: Any = (await connection.get_raw_connection()).driver_connection
    async with raw.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
        (busy, _, _) = await cursor.fetchone()
    return not busy


def _migrate(path: Path, raw: sqlite3.Connection) -> None:
    # Foreign keys are off here, as SQLite has them unless told otherwise: to alter a table is to copy and drop it, and
    # with them on the drop would delete all that refers to it. Instead they are checked once afterwards.
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=sa.StaticPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        if upgrade(connection) and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreError(f"The database {path} cannot be brought up to date: rows would lose what they refer to.")
        if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != identity.OURS:
            connection.exec_driver_sql(f"PRAGMA application_id = {identity.OURS}")


def _engine(url: sa.URL, size: int, prepare: Any, begin: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=TURN_SECONDS)
    sa.event.listen(engine.sync_engine, "connect", prepare)
    sa.event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _read_only(path: Path) -> sa.URL:
    return sa.URL.create(DRIVER, database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})


def _prepare_writer(connection: Any, _record: Any) -> None:
    _prepare(connection, "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY", "secure_delete = ON")


def _prepare_reader(connection: Any, _record: Any) -> None:
    _prepare(connection, "temp_store = MEMORY")


def _prepare(connection: Any, *pragmas: str) -> None:
    # The driver's own transaction handling knows no BEGIN IMMEDIATE, and no BEGIN at all for reading.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {round(BUSY_SECONDS * 1000)}", *pragmas):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
