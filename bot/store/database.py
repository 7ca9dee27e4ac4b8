"""The store of one bot process: who may read and write when, and what becomes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError, Translatable
from bot.store import postgres, sqlite
from bot.store.lock import Lock
from bot.store.reasons import UnreachableError, is_no_mistake_of_ours, reason

WRITTEN = Translatable("The database cannot be written: {reason}.")
READ = Translatable("The database cannot be read: {reason}.")
BUSY = Translatable("it has been busy for a minute")
MOVED = Translatable("its file was moved, deleted or replaced while the bot was running")


class Database:
    """``await Database.open(place)``, later ``await database.close()``. ``path`` is None where it is no file."""

    def __init__(
        self, writer: AsyncEngine, reader: AsyncEngine, path: Path | None = None, lock: Lock | None = None
    ) -> None:
        self.path = path
        self._file = None if path is None else sqlite.file_at(path)
        self._lock = lock
        self._writer = writer
        self._reader = reader

    @classmethod
    async def open(cls, place: Path | str) -> Database:
        """Open the file at a path, making it where it is missing, or the database at a ``postgresql://…`` address.

        It is checked, and the migrations that it lacks are run. A file is this process's until it is closed.

        Raises:
            StoreError: it cannot be reached, is no database of ours, is damaged, cannot be written, is in use by
                another bot, or was made by a newer version.
        """
        if isinstance(place, str):
            database = cls(*await postgres.engines(place))
        else:
            lock = Lock(place)
            database = cls(*await sqlite.engines(place, lock), path=place, lock=lock)
        try:
            # A read-only connection cannot make the files beside a WAL database: the writer comes first, and stays.
            async with database.write():
                pass
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def write(self, of: int | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end of the block, rolled back on any exception.

        Nobody else writes meanwhile, in no other process either. With ``of``, the id of the only member or server whose
        rows the block reads and writes, others may write what belongs to others, where the database can do that.

        Raises:
            StoreError: the disk is full, the database is read-only, locked, damaged or gone. Nothing was changed.
        """
        # Writing would succeed in a file that nobody finds again.
        if self.path is not None and sqlite.file_at(self.path) != self._file:
            raise StoreError(WRITTEN, reason=MOVED)
        with _explained(WRITTEN):
            async with self._writer.begin() as connection:
                if connection.dialect.name == "postgresql":
                    await postgres.take_turn(connection, of)
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that only reads. The whole block sees what was committed before its first statement.

        Raises:
            StoreError: the database cannot be read, or the block tried to write.
        """
        with _explained(READ):
            async with self._reader.connect() as connection:
                yield connection

    async def purge(self) -> bool:
        """Make what was deleted unreadable in the files as well: deleted rows are overwritten, and the log is emptied.

        False when somebody was reading meanwhile; then it is to be done again. A PostgreSQL server looks after its own
        files.
        """
        async with self._writer.connect() as connection:
            return connection.dialect.name != "sqlite" or await sqlite.empty_log(connection)

    async def close(self) -> None:
        """Close every connection. Safe to call twice."""
        await self._reader.dispose()
        await self._writer.dispose()
        if self._lock is not None:
            self._lock.release()


@contextmanager
def _explained(done: str) -> Iterator[None]:
    """Turn what the machine cannot do into a StoreError; our own mistakes, such as a broken constraint, stay."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise StoreError(done, reason=BUSY) from error
    except (sa.exc.DBAPIError, UnreachableError, TimeoutError) as error:
        if not is_no_mistake_of_ours(error):
            raise
        raise StoreError(done, reason=reason(error)) from error
