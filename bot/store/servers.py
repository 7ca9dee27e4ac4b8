"""What a server has set for itself."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview import Home
from bot.store.tables import server


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """None means: as the host has it, and for ``language`` as Discord has it."""

    held_in: Home | None = None
    topic: str | None = None
    questions: int | None = None
    moderator_role_id: int | None = None
    language: str | None = None


async def get(connection: AsyncConnection, guild_id: int | None) -> ServerSettings:
    """The settings of a server; all None for one that has set nothing, and outside servers."""
    row = (await connection.execute(sa.select(server).where(server.c.guild_id == guild_id))).mappings().one_or_none()
    if row is None:
        return ServerSettings()
    return ServerSettings(
        held_in=Home(row["held_in"]) if row["held_in"] else None,
        topic=row["topic"],
        questions=row["questions"],
        moderator_role_id=row["moderator_role_id"],
        language=row["language"],
    )


async def put(connection: AsyncConnection, guild_id: int, settings: ServerSettings) -> None:
    """Keep the settings of a server, in place of what was there."""
    await connection.execute(server.delete().where(server.c.guild_id == guild_id))
    values = {
        "held_in": settings.held_in,
        "topic": settings.topic,
        "questions": settings.questions,
        "moderator_role_id": settings.moderator_role_id,
        "language": settings.language,
    }
    await connection.execute(server.insert(), {"guild_id": guild_id} | values)


async def languages(connection: AsyncConnection) -> dict[int, str]:
    """The languages of the servers that have set one."""
    query = sa.select(server.c.guild_id, server.c.language).where(server.c.language.is_not(None))
    return {row.guild_id: row.language for row in await connection.execute(query)}
