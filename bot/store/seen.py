"""Who has seen which model answer, and when."""

from __future__ import annotations

from collections.abc import Collection
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
    await put_all(connection, {member_id}, topic, question, now)


async def put_all(
    connection: AsyncConnection, member_ids: Collection[int], topic: str, question: str, now: datetime
) -> None:
    """Remember that these members, each named once, see the model answer of a question now."""
    if not member_ids:
        return
    here = (seen.c.topic == topic) & (seen.c.question == question)
    await connection.execute(seen.delete().where(seen.c.member_id.in_(member_ids) & here))
    rows = [{"member_id": one, "topic": topic, "question": question, "seen_at": now} for one in member_ids]
    await connection.execute(seen.insert(), rows)


def _key(member_id: int, topic: str, question: str) -> tuple[sa.ColumnElement[bool], ...]:
    return seen.c.member_id == member_id, seen.c.topic == topic, seen.c.question == question
