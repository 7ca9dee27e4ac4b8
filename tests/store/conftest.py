"""An empty database for each test that asks for one.

What any database must do is tested through ``database``, on SQLite and on PostgreSQL; what only a file can do or suffer
is tested through ``path``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store import Database


@asynccontextmanager
async def opened(place: Path | str) -> AsyncIterator[Database]:
    """The database at ``place``, closed at the end whatever happens."""
    database = await Database.open(place)
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


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request) -> Path | str:
    """Where a database is that is up to date, empty and closed: a file, and once more on a server."""
    return request.getfixturevalue("made" if request.param == "sqlite" else "postgres")


@pytest.fixture
async def database(place):
    async with opened(place) as database:
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
