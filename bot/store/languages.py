"""The languages of members who have set another one than English."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import language


async def get(connection: AsyncConnection, member_id: int) -> str | None:
    """A member's language as Discord names it (``de``, ``pt-BR``), or None for English."""
    query = sa.select(language.c.locale).where(language.c.member_id == member_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def put(connection: AsyncConnection, member_id: int, locale: str | None) -> None:
    """Remember a member's language; None, which is English, is kept by keeping nothing."""
    await connection.execute(language.delete().where(language.c.member_id == member_id))
    if locale is not None:
        await connection.execute(language.insert(), {"member_id": member_id, "locale": locale})
