"""A PostgreSQL server's database: opened, brought up to date, written and read by several processes at once.

What the rules promise rests on one order of writing, as SQLite has it by nature: see ``take_turn``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.migrations import upgrade
from bot.store.reasons import UnreachableError, reason_and_advice

WRITERS = 5
READERS = 5
"""Connections of one process; a server allows 100 in all unless told otherwise."""
TURN_SECONDS = 60.0
"""How long one task waits for a connection, and for those who write before it."""
CONNECT_SECONDS = 10.0
STATEMENT_SECONDS = 30.0
"""How long one statement may take, and how long the server may be silent."""

EVERYTHING = -1
"""The lock of who may touch any row. No id of Discord's is negative."""

_SERVER_SETTINGS = {
    "application_name": "hotseat",
    "jit": "off",  # compiling takes longer than our short queries
    "lock_timeout": f"{TURN_SECONDS:.0f}s",
    "idle_in_transaction_session_timeout": f"{TURN_SECONDS:.0f}s",
    # A machine that vanished while it held a lock must not hold up the others.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


async def engines(address: str) -> tuple[AsyncEngine, AsyncEngine]:
    """For writing and for reading the database at ``address``, after the migrations that it lacks.

    Raises:
        StoreError: the server cannot be reached or refuses us, there is no such database, it cannot be written, or was
            made by a newer version; or the driver is not installed.
    """
    await _bring_up_to_date(address)
    return writing(address), reading(address)


def reading(address: str) -> AsyncEngine:
    """Connections that only read. Each transaction sees what was committed before its first statement."""
    return _engine(address, READERS, "REPEATABLE READ", postgresql_readonly=True)


def writing(address: str, *, patient: bool = False) -> AsyncEngine:
    """Connections that may write. Each statement sees what was committed before it, not before its transaction.

    That is what ``take_turn`` needs: what was read before a turn came may not be true any more. ``patient``: no
    statement takes too long.
    """
    return _engine(address, WRITERS, "READ COMMITTED", patient=patient)


async def take_turn(connection: AsyncConnection, of: int | None) -> None:
    """Wait until nobody else may write what this transaction is about.

    With ``of``, an id of Discord's, that is what belongs to this member or server: others write at the same time what
    belongs to others. With None it is everything, and nobody else writes. The turn ends with the transaction.
    """
    if of is None:
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_key(EVERYTHING))))
        return
    everything = sa.func.pg_advisory_xact_lock_shared(_key(EVERYTHING))
    await connection.execute(sa.select(everything, sa.func.pg_advisory_xact_lock(_key(of))))


def shown(address: str) -> str:
    """The address without its password."""
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        return "postgresql://…"
    return sa.URL.create(url.drivername, url.username, None, url.host, url.port, url.database).render_as_string()


def _key(number: int) -> sa.BindParameter[int]:
    return sa.literal(number, sa.BigInteger)


async def _bring_up_to_date(address: str) -> None:
    engine = writing(address, patient=True)
    try:
        async with engine.begin() as connection:
            await prepare(connection, shown(address))
    except (sa.exc.DBAPIError, UnreachableError) as error:
        raise StoreError(f"The database {shown(address)} cannot be used: {reason_and_advice(error)}") from error
    finally:
        await engine.dispose()


async def prepare(connection: AsyncConnection, name: str) -> None:
    """Take the turn, and make the schema the present one. ``name`` is for the sentence where that cannot be."""
    encoding = (await connection.execute(sa.text("SHOW server_encoding"))).scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"The database {name} keeps text as {encoding}, which has not every letter. Create it anew with "
            "createdb --encoding=UTF8 --template=template0."
        )
    await take_turn(connection, None)
    await connection.run_sync(upgrade)


def _engine(address: str, size: int, isolation: str, *, patient: bool = False, **options: Any) -> AsyncEngine:
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=_connector(address, patient),
        pool_size=size,
        max_overflow=0,
        pool_timeout=TURN_SECONDS,
        pool_pre_ping=True,  # a server that was restarted is found again
        execution_options={"isolation_level": isolation, **options},
    )


def _connector(address: str, patient: bool) -> Callable[[], Awaitable[Any]]:
    try:
        import asyncpg
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs asyncpg, which is not installed. Install it with: pip install 'hotseat[postgres]'"
        ) from error
    limits = {} if patient else {"statement_timeout": f"{STATEMENT_SECONDS:.0f}s"}

    async def connect() -> Any:
        try:
            return await asyncpg.connect(
                address,
                timeout=CONNECT_SECONDS,
                command_timeout=None if patient else TURN_SECONDS + STATEMENT_SECONDS,
                server_settings=_SERVER_SETTINGS | limits,
            )
        except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise UnreachableError(error) from error

    return connect
