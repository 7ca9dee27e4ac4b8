"""Everything in a SQLite file, into an empty database on a PostgreSQL server. All of it, or nothing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store import postgres, sqlite
from bot.store.backup import backup
from bot.store.reasons import UnreachableError, reason_and_advice
from bot.store.tables import Id, Moment, metadata, without_nul

BATCH = 1000

Progress = Callable[[int, int], None]
Row = tuple[Any, ...]


async def transfer(source: Path, target: Path | str, progress: Progress = lambda _done, _total: None) -> dict[str, int]:
    """Copy all rows of the file ``source`` to the database at the address ``target``; gives how many, by table.

    One transaction: the tables are made, filled, and then read again and compared with the file, row by row. The file
    is not changed; one of an older version will do. ``progress`` is told the steps done and all steps.

    Raises:
        StoreError: there is no such file, or it is damaged, or was written to meanwhile; the target cannot be used, is
            not empty, or has not kept what it was given. Then the target is as it was.
    """
    if isinstance(target, Path):
        raise StoreError(
            f"[store] database is the file {target}. Set it to the address of a new PostgreSQL database first, such as "
            "postgresql://user:password@host:5432/hotseat"
        )
    name = postgres.shown(target)
    engine = postgres.writing(target, patient=True)
    try:
        with _watched(source) as changes, _copied(source) as file:
            before = changes()
            async with engine.begin() as connection:
                await postgres.prepare(connection, name)
                await _check_empty(connection, name)
                counts = await _fill(connection, file, name, progress)
                if changes() != before:
                    raise StoreError(
                        f"{source} was written to while it was copied, so nothing was kept. Stop the bot first."
                    )
    except (sa.exc.DBAPIError, UnreachableError, sqlite3.Error) as error:
        raise StoreError(f"{source} was not copied to {name}: {reason_and_advice(error)}") from error
    finally:
        await engine.dispose()
    return counts


@dataclass
class _Sums:
    """How many rows there were, and the sum of their hashes: the same for the same rows in any order."""

    rows: int = 0
    hashes: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows += 1
            self.hashes += int.from_bytes(blake2b(repr(row).encode(), digest_size=8).digest())


@contextmanager
def _watched(source: Path) -> Iterator[Callable[[], int]]:
    """Gives a function whose number changes when anybody has written to the file."""
    if not source.is_file():
        raise StoreError(f"There is no database at {source}.")
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        query = "PRAGMA data_version"
        connection.execute(query)
        yield lambda: int(connection.execute(query).fetchone()[0])


@contextmanager
def _copied(source: Path) -> Iterator[sa.Connection]:
    """A sound copy of the file as it is now, with the present tables."""
    with tempfile.TemporaryDirectory(prefix="hotseat-") as folder:
        copy = Path(folder) / "copy.db"
        backup(source, copy)
        sqlite.bring_up_to_date(copy)
        engine = sa.create_engine(sa.URL.create("sqlite", database=str(copy)))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


async def _check_empty(connection: AsyncConnection, name: str) -> None:
    for table in metadata.sorted_tables:
        if (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first() is not None:
            raise StoreError(
                f"The database {name} is not empty: there are rows in its table {table.name}. Create a new one, and "
                "copy before the bot runs on it."
            )


async def _fill(connection: AsyncConnection, file: sa.Connection, name: str, progress: Progress) -> dict[str, int]:
    tables = metadata.sorted_tables
    counts = {
        table.name: int(file.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()) for table in tables
    }
    done, total = 0, 2 * sum(counts.values())
    sent = {table.name: _Sums() for table in tables}
    for table in tables:
        plain = _plain(table)
        for rows in _batches(file, plain):
            sent[table.name].add(rows)
            await connection.execute(plain.insert(), [dict(zip(plain.c.keys(), row, strict=True)) for row in rows])
            progress(done := done + len(rows), total)
        await _continue_ids(connection, file, table)
    for table in tables:
        arrived = _Sums()
        found = await connection.stream(sa.select(*_plain(table).c))
        async for partition in found.partitions(BATCH):
            arrived.add(tuple(row) for row in partition)
            progress(done := done + len(partition), total)
        if arrived != sent[table.name] or arrived.rows != counts[table.name]:
            raise StoreError(f"The table {table.name} of {name} has not kept what was copied to it. Nothing was kept.")
    return counts


def _plain(table: sa.Table) -> sa.TableClause:
    """The table with its times as the numbers that are kept."""
    return sa.table(
        table.name, *(sa.column(c.name, Id if isinstance(c.type, Moment) else c.type) for c in table.columns)
    )


def _batches(file: sa.Connection, plain: sa.TableClause) -> Iterator[list[Row]]:
    for rows in file.execute(sa.select(*plain.c)).partitions(BATCH):
        yield [tuple(without_nul(value) if isinstance(value, str) else value for value in row) for row in rows]


async def _continue_ids(connection: AsyncConnection, file: sa.Connection, table: sa.Table) -> None:
    """Let the next row get an id that none had before, be it deleted."""
    column = table.autoincrement_column
    if column is None:
        return
    last = file.execute(sa.select(sa.func.max(column))).scalar_one() or 0
    if table.dialect_options["sqlite"]["autoincrement"]:
        given = sa.table("sqlite_sequence", sa.column("name", sa.Text), sa.column("seq", Id))
        query = sa.select(sa.func.max(given.c.seq)).where(given.c.name == table.name)
        last = max(last, file.execute(query).scalar_one() or 0)
    following = "SELECT setval(pg_get_serial_sequence(:name, :column), :next, false)"
    values = {"name": f'"{table.name}"', "column": column.name, "next": last + 1}
    await connection.execute(sa.text(following), values)
