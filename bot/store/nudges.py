"""Who asked to be told about due questions, and when next."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.nudge import Nudge
from bot.store.tables import nudge

BATCH = 100
"""Members that are looked at in one go."""


async def get(connection: AsyncConnection, member_id: int) -> Nudge | None:
    """What a member wishes, or None."""
    row = (await connection.execute(sa.select(nudge).where(nudge.c.member_id == member_id))).mappings().one_or_none()
    return None if row is None else Nudge(**row)


async def put(connection: AsyncConnection, wish: Nudge) -> None:
    """Keep a member's wish, in place of an earlier one."""
    await stop(connection, wish.member_id)
    values = {"hour": wish.hour, "zone": wish.zone, "next_at": wish.next_at, "told_at": wish.told_at}
    await connection.execute(nudge.insert(), {"member_id": wish.member_id} | values)


async def stop(connection: AsyncConnection, member_id: int) -> bool:
    """Tell a member nothing any more; False where nothing was wished."""
    gone = await connection.execute(nudge.delete().where(nudge.c.member_id == member_id))
    return gone.rowcount > 0


async def at_hand(connection: AsyncConnection, now: datetime) -> list[Nudge]:
    """The wishes whose hour has come, the longest waiting first."""
    query = sa.select(nudge).where(nudge.c.next_at <= now).order_by(nudge.c.next_at).limit(BATCH)
    return [Nudge(**row) for row in (await connection.execute(query)).mappings()]
