"""Marked answers, from interviews and rounds. Standings and reviews follow from them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.bank import Level
from bot.interview import Confidence
from bot.interview.attempt import Attempt, Source
from bot.store import reviews, standings
from bot.store.tables import attempt as table


async def record(connection: AsyncConnection, attempt: Attempt) -> None:
    """Keep an attempt, in place of what was known of the same one; standings and reviews follow at once.

    Where ``attempt`` does not say how sure its writer was, what was said before stays.
    """
    before = await get(connection, attempt.source, attempt.source_id, attempt.position, attempt.member_id)
    if attempt == before:
        return
    sure = attempt.sure if attempt.sure is not None or before is None else before.sure
    await _delete(connection, attempt)
    await connection.execute(
        table.insert(),
        {
            "source": attempt.source,
            "source_id": attempt.source_id,
            "position": attempt.position,
            "member_id": attempt.member_id,
            "guild_id": attempt.guild_id,
            "topic": attempt.topic,
            "question": attempt.question,
            "level": attempt.level,
            "mark": attempt.mark,
            "counts": int(attempt.counts),
            "sure": None if sure is None else int(sure),
            "answered_at": attempt.since,
            "marked_at": attempt.marked_at,
        },
    )
    await _follow(connection, *([attempt] if before is None else [before, attempt]))


async def withdraw(
    connection: AsyncConnection, source: Source, source_id: int, position: int, member_id: int
) -> Attempt | None:
    """Forget an attempt as if it had never been made; gives what it was, or None."""
    before = await get(connection, source, source_id, position, member_id)
    if before is not None:
        await _delete(connection, before)
        await _follow(connection, before)
    return before


async def get(
    connection: AsyncConnection, source: Source, source_id: int, position: int, member_id: int
) -> Attempt | None:
    """What is known of one attempt, or None."""
    row = (
        (await connection.execute(sa.select(table).where(_named(source, source_id, position, member_id))))
        .mappings()
        .one_or_none()
    )
    return None if row is None else attempt_of_row(row)


async def of_member(connection: AsyncConnection, member_id: int, topic: str | None = None) -> list[Attempt]:
    """All attempts of a member's, or those at one topic, the oldest first."""
    mine = table.c.member_id == member_id
    if topic is not None:
        mine &= table.c.topic == topic
    query = sa.select(table).where(mine).order_by(table.c.answered_at, table.c.source_id, table.c.position)
    return [attempt_of_row(row) for row in (await connection.execute(query)).mappings()]


def attempt_of_row(row: sa.RowMapping) -> Attempt:
    """A row of the table as a value."""
    return Attempt(
        member_id=row["member_id"],
        guild_id=row["guild_id"],
        topic=row["topic"],
        question=row["question"],
        level=Level(row["level"]),
        source=Source(row["source"]),
        source_id=row["source_id"],
        position=row["position"],
        mark=row["mark"],
        counts=bool(row["counts"]),
        marked_at=row["marked_at"],
        sure=None if row["sure"] is None else Confidence(row["sure"]),
        answered_at=row["answered_at"],
    )


async def _follow(connection: AsyncConnection, *changed: Attempt) -> None:
    """Bring what follows from the attempts up to date, wherever one of ``changed`` was or is."""
    for member_id, topic, question in {(one.member_id, one.topic, one.question) for one in changed}:
        await reviews.refresh(connection, member_id, topic, question)
    places = {
        (one.guild_id, one.member_id, one.topic, one.since)
        for one in changed
        if one.counts and one.guild_id is not None
    }
    for guild_id, member_id, topic, since in places:
        await standings.refresh(connection, guild_id, member_id, topic, since)


async def _delete(connection: AsyncConnection, one: Attempt) -> None:
    await connection.execute(table.delete().where(_named(one.source, one.source_id, one.position, one.member_id)))


def _named(source: Source, source_id: int, position: int, member_id: int) -> sa.ColumnElement[bool]:
    return (
        (table.c.source == source)
        & (table.c.source_id == source_id)
        & (table.c.position == position)
        & (table.c.member_id == member_id)
    )
