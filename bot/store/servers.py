"""What a server has set for itself."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview import Home
from bot.store.tables import server


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """None means: as the host has it."""

    held_in: Home | None = None
    topic: str | None = None
    questions: int | None = None


async def get(connection: AsyncConnection, guild_id: int | None) -> ServerSettings:
    """The settings of a server; all None for one that has set nothing, and outside servers."""
    row = (await connection.execute(sa.select(server).where(server.c.guild_id == guild_id))).mappings().one_or_none()
    if row is None:
        return ServerSettings()
    return ServerSettings(
        held_in=Home(row["held_in"]) if row["held_in"] else None, topic=row["topic"], questions=row["questions"]
    )


async def put(connection: AsyncConnection, guild_id: int, settings: ServerSettings) -> None:
    """Keep the settings of a server, in place of what was there."""
    await connection.execute(server.delete().where(server.c.guild_id == guild_id))
    values = {"held_in": settings.held_in, "topic": settings.topic, "questions": settings.questions}
    await connection.execute(server.insert(), {"guild_id": guild_id} | values)
