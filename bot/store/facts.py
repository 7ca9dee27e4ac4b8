"""Single values that outlive a start."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import fact


async def get(connection: AsyncConnection, name: str) -> str | None:
    return (await connection.execute(sa.select(fact.c.value).where(fact.c.name == name))).scalar_one_or_none()


async def put(connection: AsyncConnection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``, in place of what was there."""
    await connection.execute(fact.delete().where(fact.c.name == name))
    await connection.execute(fact.insert(), {"name": name, "value": value})
