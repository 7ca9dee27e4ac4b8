"""What needs a server is skipped, with the reason, where there is none."""

from __future__ import annotations

import asyncio
import importlib.util
import socket
from collections.abc import AsyncIterator, Iterator
from functools import cache

import pytest

from tests import postgres as server
from tests.flows.openapi import checked


@cache
def _lacks(address: tuple[str, int]) -> str | None:
    """Why the tests on PostgreSQL cannot run, or None."""
    if importlib.util.find_spec("asyncpg") is None:
        return "asyncpg is not installed: pip install -e '.[postgres]'"
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return "no PostgreSQL server listens at {}:{}".format(*address)
    return None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and (lack := _lacks((server.HOST, server.PORT))):
        pytest.skip(lack)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The flows are gone through on PostgreSQL as well only when that is asked for: it takes minutes."""
    if "postgres" in config.option.markexpr or any("postgres" in name for name in config.args):
        return
    twice = [
        item for item in items if "kept_in" in getattr(item, "fixturenames", ()) and item.get_closest_marker("postgres")
    ]
    items[:] = [item for item in items if item not in twice]
    config.hook.pytest_deselected(items=twice)


@pytest.fixture(autouse=True)
def _requests_are_fit() -> Iterator[None]:
    """Whatever any bot sent in a test is what Discord documents, keeps its limits, and pings nobody."""
    with checked():
        yield


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """The address of one database for all tests of a run, up to date and dropped at the end."""
    from bot.store import Database

    async def make() -> str:
        address = await server.create()
        await (await Database.open(address)).close()
        return address

    address = asyncio.run(make())
    yield address
    asyncio.run(server.drop(address))


@pytest.fixture
async def postgres(postgres_database) -> str:
    """The address of a database with the present tables and no rows."""
    await server.empty(postgres_database)
    return postgres_database


@pytest.fixture
async def new_postgres() -> AsyncIterator[str]:
    """The address of a database without tables, this test's own."""
    address = await server.create()
    yield address
    await server.drop(address)
