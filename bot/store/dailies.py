"""When servers are asked their question of the day."""

from __future__ import annotations

from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.daily import Daily
from bot.store.shares import WHOLE, Share
from bot.store.tables import daily


async def put(connection: AsyncConnection, new: Daily) -> None:
    """Keep a server's choice, in place of what was there."""
    await remove(connection, new.guild_id)
    values = {
        "guild_id": new.guild_id,
        "channel_id": new.channel_id,
        "minute": new.at.hour * 60 + new.at.minute,
        "zone": new.zone,
        "topic": new.topic,
        "next_at": new.next_at,
    }
    await connection.execute(daily.insert(), values)


async def remove(connection: AsyncConnection, guild_id: int) -> bool:
    """Ask a server no more; False when it was not asked."""
    return (await connection.execute(daily.delete().where(daily.c.guild_id == guild_id))).rowcount > 0


async def get(connection: AsyncConnection, guild_id: int) -> Daily | None:
    """What a server has chosen, or None."""
    row = (await connection.execute(sa.select(daily).where(daily.c.guild_id == guild_id))).mappings().one_or_none()
    return None if row is None else _daily(row)


async def due(connection: AsyncConnection, now: datetime, limit: int, share: Share = WHOLE) -> list[Daily]:
    """Those of our servers whose question is due, the longest due first."""
    ours = (daily.c.next_at <= now) & share.where(daily.c.guild_id)
    query = sa.select(daily).where(ours).order_by(daily.c.next_at).limit(limit)
    return [_daily(row) for row in (await connection.execute(query)).mappings()]


async def next_due(connection: AsyncConnection, share: Share = WHOLE) -> datetime | None:
    """When the next question of any of our servers is due."""
    query = sa.select(sa.func.min(daily.c.next_at, type_=daily.c.next_at.type)).where(share.where(daily.c.guild_id))
    moment: datetime | None = (await connection.execute(query)).scalar_one()
    return moment


async def move(connection: AsyncConnection, before: Daily, next_at: datetime) -> bool:
    """Set when a server is asked next; False when somebody else has done that, or it was changed meanwhile.

    Of several processes that see a question fall due, the one that gets True asks it.
    """
    same = (daily.c.guild_id == before.guild_id) & (daily.c.next_at == before.next_at)
    return (await connection.execute(daily.update().where(same).values(next_at=next_at))).rowcount == 1


def _daily(row: sa.RowMapping) -> Daily:
    return Daily(
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        at=time(*divmod(row["minute"], 60)),
        zone=row["zone"],
        topic=row["topic"],
        next_at=row["next_at"],
    )
