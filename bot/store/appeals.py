"""Disputed marks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.appeal import Appeal, Verdict
from bot.interview.attempt import Source
from bot.store.tables import appeal

LATEST = 10
"""How many of their appeals a member is shown."""


async def add(connection: AsyncConnection, new: Appeal) -> int:
    """Keep a new appeal; gives its id. There must be none about the same point of the same answer."""
    row_id: int = (await connection.execute(appeal.insert().returning(appeal.c.id), _values(new))).scalar_one()
    return row_id


async def save(connection: AsyncConnection, after: Appeal) -> None:
    """Write how an appeal stands now."""
    await connection.execute(appeal.update().where(appeal.c.id == after.id), _values(after))


async def get(connection: AsyncConnection, appeal_id: int) -> Appeal | None:
    """The appeal of that id, or None."""
    found = await _all(connection, sa.select(appeal).where(appeal.c.id == appeal_id))
    return found[0] if found else None


async def about(
    connection: AsyncConnection, source: Source, source_id: int, position: int, member_id: int
) -> list[Appeal]:
    """The appeals about one answer."""
    here = (
        (appeal.c.source == source)
        & (appeal.c.source_id == source_id)
        & (appeal.c.position == position)
        & (appeal.c.member_id == member_id)
    )
    return await _all(connection, sa.select(appeal).where(here).order_by(appeal.c.id))


async def waiting(connection: AsyncConnection, guild_id: int, member_id: int | None = None) -> int:
    """How many appeals of a server, or of one of its members, are not decided."""
    query = sa.select(sa.func.count()).where(_open(guild_id))
    if member_id is not None:
        query = query.where(appeal.c.member_id == member_id)
    return (await connection.execute(query)).scalar_one()


async def next_open(connection: AsyncConnection, guild_id: int, after_id: int = 0) -> Appeal | None:
    """The oldest appeal that is not decided and came after ``after_id``; the oldest of all when none did."""
    query = sa.select(appeal).where(_open(guild_id)).order_by(appeal.c.id <= after_id, appeal.c.id).limit(1)
    found = await _all(connection, query)
    return found[0] if found else None


async def latest_of(connection: AsyncConnection, guild_id: int, member_id: int) -> list[Appeal]:
    """What a member has appealed last in a server, the latest first."""
    query = sa.select(appeal).where((appeal.c.guild_id == guild_id) & (appeal.c.member_id == member_id))
    return await _all(connection, query.order_by(appeal.c.id.desc()).limit(LATEST))


async def untold(connection: AsyncConnection, guild_id: int, member_id: int) -> list[Appeal]:
    """The decided appeals of a member's whose verdict the member does not know yet."""
    query = sa.select(appeal).where(
        (appeal.c.member_id == member_id)
        & (appeal.c.guild_id == guild_id)
        & (appeal.c.told == sa.literal_column("0"))
        & (appeal.c.verdict != Verdict.OPEN)
    )
    return await _all(connection, query.order_by(appeal.c.id))


async def told(connection: AsyncConnection, *ids: int) -> None:
    """Remember that the writers of these know the verdict."""
    await connection.execute(appeal.update().where(appeal.c.id.in_(ids)), {"told": 1})


async def won(connection: AsyncConnection, guild_id: int, topic: str) -> dict[str, int]:
    """How many appeals about a topic's questions were accepted, by question."""
    query = (
        sa.select(appeal.c.question, sa.func.count())
        .where((appeal.c.guild_id == guild_id) & (appeal.c.topic == topic) & (appeal.c.verdict == Verdict.ACCEPTED))
        .group_by(appeal.c.question)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


def _open(guild_id: int) -> sa.ColumnElement[bool]:
    return (appeal.c.guild_id == guild_id) & (appeal.c.verdict == Verdict.OPEN)


async def _all(connection: AsyncConnection, query: sa.Select[Any]) -> list[Appeal]:
    return [_appeal(row) for row in (await connection.execute(query)).mappings()]


def _values(of: Appeal) -> dict[str, Any]:
    return {
        "guild_id": of.guild_id,
        "member_id": of.member_id,
        "source": of.source,
        "source_id": of.source_id,
        "position": of.position,
        "topic": of.topic,
        "question": of.question,
        "point": of.point,
        "why": of.why,
        "made_at": of.made_at,
        "verdict": of.verdict,
        "mark_before": of.mark_before,
        "mark_after": of.mark_after,
        "phrase": of.phrase,
        "word": of.word,
        "decided_by": of.decided_by,
        "decided_at": of.decided_at,
        "told": int(of.told),
    }


def _appeal(row: sa.RowMapping) -> Appeal:
    values = dict(row)
    return Appeal(
        **values | {"source": Source(row["source"]), "verdict": Verdict(row["verdict"]), "told": bool(row["told"])},
    )
