"""When members get their questions again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.review import Review, Schedule, schedule
from bot.store.tables import attempt, card

Key = tuple[str, str]
"""Topic and question."""


async def refresh(connection: AsyncConnection, member_ids: Collection[int], topic: str, question: str) -> None:
    """Schedule one question anew for these members, each from all own attempts at it."""
    tried = attempt.c.member_id.in_(member_ids) & (attempt.c.topic == topic) & (attempt.c.question == question)
    columns = attempt.c.member_id, attempt.c.mark, attempt.c.counts, attempt.c.answered_at
    found: dict[int, list[Review]] = defaultdict(list)
    for member_id, mark, counts, at in await connection.execute(sa.select(*columns).where(tried)):
        found[member_id].append(Review(mark, bool(counts), at))
    here = card.c.member_id.in_(member_ids) & (card.c.topic == topic) & (card.c.question == question)
    await connection.execute(card.delete().where(here))
    due = {member_id: schedule(those) for member_id, those in found.items()}
    rows = [
        {
            "member_id": member_id,
            "topic": topic,
            "question": question,
            "stability": one.stability,
            "difficulty": one.difficulty,
            "mark": one.mark,
            "reviewed_at": one.reviewed_at,
            "due_at": one.due_at,
        }
        for member_id, one in due.items()
        if one is not None
    ]
    if rows:
        await connection.execute(card.insert(), rows)


async def of_member(connection: AsyncConnection, member_id: int) -> dict[Key, Schedule]:
    """All questions that a member has answered, the first due first."""
    query = sa.select(card).where(card.c.member_id == member_id).order_by(card.c.due_at, card.c.topic, card.c.question)
    return {
        (row["topic"], row["question"]): Schedule(
            row["stability"], row["difficulty"], row["mark"], row["reviewed_at"], row["due_at"]
        )
        for row in (await connection.execute(query)).mappings()
    }


async def servers(connection: AsyncConnection, member_id: int, topics: Collection[str]) -> list[int]:
    """The servers in which a member has answered questions of these topics."""
    mine = (attempt.c.member_id == member_id) & attempt.c.topic.in_(topics) & attempt.c.guild_id.is_not(None)
    query = sa.select(attempt.c.guild_id).where(mine).distinct().order_by(attempt.c.guild_id)
    return list((await connection.execute(query)).scalars())


async def due(connection: AsyncConnection, member_id: int, now: datetime) -> list[Key]:
    """The questions that a member should get again by ``now``, the longest due first."""
    mine = (card.c.member_id == member_id) & (card.c.due_at <= now)
    query = sa.select(card.c.topic, card.c.question).where(mine).order_by(card.c.due_at, card.c.topic, card.c.question)
    return [(topic, question) for topic, question in (await connection.execute(query)).all()]
