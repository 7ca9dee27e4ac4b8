"""An empty database for each test that asks for one.

What any database must do is tested through ``database``, once for each entry of ``BACKENDS``; what only a file can do or
suffer is tested through ``path``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store import Database


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """The database at ``path``, closed at the end whatever happens."""
    database = await Database.open(path)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory) -> bytes:
    """A file with the present tables and no rows: the migrations run once for all tests that only need a database."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"

    async def create():
        async with opened(path):
            pass

    asyncio.run(create())
    return path.read_bytes()


@asynccontextmanager
async def sqlite(tmp_path: Path, blank: bytes) -> AsyncIterator[Database]:
    path = tmp_path / "hotseat.db"
    path.write_bytes(blank)
    async with opened(path) as database:
        yield database


BACKENDS = {"sqlite": sqlite}


@pytest.fixture(params=BACKENDS)
async def database(request, tmp_path, blank):
    async with BACKENDS[request.param](tmp_path, blank) as database:
        yield database


@pytest.fixture
def path(tmp_path) -> Path:
    """Where a database file may be made."""
    return tmp_path / "file.db"


@pytest.fixture
def made(path, blank) -> Path:
    """A database file that is up to date and closed."""
    path.write_bytes(blank)
    return path
