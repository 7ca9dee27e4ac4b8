"""How long things are kept: what is too old goes, and what belongs to a server that the bot was removed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import reviews, standings
from bot.store.tables import appeal, attempt, interview, metadata, presence, round_, seen

BATCH = 200
"""Rows of a kind that go in one transaction, so that nobody waits long for theirs."""


async def arrived(connection: AsyncConnection, guild_id: int) -> None:
    """The bot is in a server: nothing there is to be deleted (any more)."""
    await connection.execute(presence.delete().where(presence.c.guild_id == guild_id))
    await connection.execute(presence.insert(), {"guild_id": guild_id, "left_at": None})


async def left(connection: AsyncConnection, guild_id: int, now: datetime) -> None:
    """The bot was removed from a server. The first time counts, until it is there again."""
    known = sa.select(presence.c.left_at).where(presence.c.guild_id == guild_id)
    row = (await connection.execute(known)).first()
    if row is not None and row.left_at is not None:
        return
    await connection.execute(presence.delete().where(presence.c.guild_id == guild_id))
    await connection.execute(presence.insert(), {"guild_id": guild_id, "left_at": now})


async def servers(connection: AsyncConnection) -> dict[int, datetime | None]:
    """The servers that the bot is known to be in (None), or to have been removed from, and when."""
    rows = await connection.execute(sa.select(presence.c.guild_id, presence.c.left_at))
    return {row.guild_id: row.left_at for row in rows}


async def left_before(connection: AsyncConnection, moment: datetime) -> list[int]:
    """The servers that the bot was removed from before ``moment``."""
    query = sa.select(presence.c.guild_id).where(presence.c.left_at <= moment).order_by(presence.c.left_at)
    return list((await connection.execute(query)).scalars().all())


async def delete_server(connection: AsyncConnection, guild_id: int) -> None:
    """Delete all that belongs to a server, its members' answers and marks there among it.

    What members have elsewhere stays, and their reviews are scheduled by that alone.
    """
    tried = sa.select(attempt.c.member_id, attempt.c.topic, attempt.c.question).distinct()
    changed = (await connection.execute(tried.where(attempt.c.guild_id == guild_id))).all()
    for table in reversed(metadata.sorted_tables):
        if "guild_id" in table.c:
            await connection.execute(table.delete().where(table.c.guild_id == guild_id))
    await _schedule_anew(connection, [tuple(row) for row in changed])


async def delete_before(connection: AsyncConnection, moment: datetime, now: datetime) -> bool:
    """Delete a batch of what nobody has touched since ``moment``; standings and reviews follow.

    False when nothing is left to delete.
    """
    more = False
    for table, since in ((interview, interview.c.touched_at), (round_, round_.c.ended_at), (appeal, appeal.c.made_at)):
        old = sa.select(table.c.id).where(since < moment).order_by(table.c.id).limit(BATCH)
        gone = await connection.execute(table.delete().where(table.c.id.in_(old)))
        more |= gone.rowcount == BATCH
    await connection.execute(seen.delete().where(seen.c.seen_at < moment))
    tried = sa.select(attempt.c.guild_id, attempt.c.member_id, attempt.c.topic, attempt.c.question).distinct()
    changed = (await connection.execute(tried.where(attempt.c.answered_at < moment).limit(BATCH))).all()
    for guild_id, member_id, topic, question in changed:
        mine = (attempt.c.member_id == member_id) & (attempt.c.topic == topic) & (attempt.c.question == question)
        here = attempt.c.guild_id.is_(None) if guild_id is None else attempt.c.guild_id == guild_id
        await connection.execute(attempt.delete().where(mine & here & (attempt.c.answered_at < moment)))
    await _schedule_anew(connection, [tuple(row)[1:] for row in changed])
    for guild_id, member_id, topic in {row[:3] for row in changed}:
        if guild_id is not None:
            await standings.refresh(connection, guild_id, [member_id], topic, now)
    return more or len(changed) == BATCH


async def _schedule_anew(connection: AsyncConnection, changed: Iterable[tuple[int, str, str]]) -> None:
    """Let reviews follow where a member has attempts at a question of a topic no more."""
    members: dict[tuple[str, str], set[int]] = defaultdict(set)
    for member_id, topic, question in changed:
        members[topic, question].add(member_id)
    for (topic, question), those in members.items():
        ordered = sorted(those)
        for start in range(0, len(ordered), BATCH):
            await reviews.refresh(connection, ordered[start : start + BATCH], topic, question)
