"""Who has seen which model answer, and when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import seen


async def get(connection: AsyncConnection, member_id: int, topic: str, question: str) -> datetime | None:
    """When this member last saw the model answer of a question, or None."""
    query = sa.select(seen.c.seen_at).where(*_key(member_id, topic, question))
    return (await connection.execute(query)).scalar_one_or_none()


async def put(connection: AsyncConnection, member_id: int, topic: str, question: str, now: datetime) -> None:
    """Remember that this member sees the model answer of a question now."""
    await connection.execute(seen.delete().where(*_key(member_id, topic, question)))
    row = {"member_id": member_id, "topic": topic, "question": question, "seen_at": now}
    await connection.execute(seen.insert(), row)


def _key(member_id: int, topic: str, question: str) -> tuple[sa.ColumnElement[bool], ...]:
    return seen.c.member_id == member_id, seen.c.topic == topic, seen.c.question == question
