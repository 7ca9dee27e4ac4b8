"""Databases on the PostgreSQL server of the tests: made, emptied, dropped."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.tables import metadata

HOST, PORT = "127.0.0.1", 5432
SERVER = f"postgresql://postgres@{HOST}:{PORT}"

_numbers = itertools.count(1)


@asynccontextmanager
async def connected(address: str = f"{SERVER}/postgres") -> AsyncIterator:
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


async def create(options: str = "ENCODING 'UTF8' TEMPLATE template0") -> str:
    """A new database without tables; gives its address."""
    name = f"hotseat_test_{os.getpid()}_{next(_numbers)}"
    async with connected() as connection:
        await connection.execute(f"CREATE DATABASE {name} {options}")
    return f"{SERVER}/{name}"


async def drop(address: str) -> None:
    async with connected() as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {address.rpartition('/')[2]} WITH (FORCE)")


async def empty(address: str) -> None:
    """Delete all rows, and let ids begin anew. To make and drop a database takes a hundred times as long."""
    deletions = "".join(f'DELETE FROM "{table.name}";' for table in reversed(metadata.sorted_tables))
    async with connected(address) as connection:
        await connection.execute(deletions + "SELECT setval(seqrelid, 1, false) FROM pg_sequence")
