"""Where servers want to be asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import daily, server


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where a server holds interviews, and has its question of the day; None where it has said nothing."""

    held_in: str | None = None
    daily_channel_id: int | None = None


async def wishes_of_servers(connection: AsyncConnection) -> dict[int, Wishes]:
    """Of all servers that have said anything, by id."""
    found = {
        row.guild_id: Wishes(row.held_in)
        for row in await connection.execute(sa.select(server.c.guild_id, server.c.held_in))
    }
    for row in await connection.execute(sa.select(daily.c.guild_id, daily.c.channel_id)):
        found[row.guild_id] = replace(found.get(row.guild_id, Wishes()), daily_channel_id=row.channel_id)
    return found
