"""Marked answers, from interviews and rounds. Standings and reviews follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.bank import Level
from bot.interview import Confidence
from bot.interview.attempt import Attempt, Source
from bot.interview.standings import Period
from bot.store import reviews, standings
from bot.store.tables import attempt as table


async def record(connection: AsyncConnection, attempt: Attempt) -> None:
    """Keep an attempt, in place of what was known of the same one; standings and reviews follow at once.

    Where ``attempt`` does not say how sure its writer was, what was said before stays.
    """
    await record_all(connection, [attempt])


async def record_all(connection: AsyncConnection, made: Sequence[Attempt]) -> None:
    """Record attempts of different members at one question of an interview or a round: the same, and much quicker."""
    if not made:
        return
    here = _asked(made[0].source, made[0].source_id, made[0].position)
    known = await _of_members(connection, here, [one.member_id for one in made])
    new = [one for one in made if one != known.get(one.member_id)]
    if not new:
        return
    before = [known[one.member_id] for one in new if one.member_id in known]
    if before:
        await connection.execute(table.delete().where(here & table.c.member_id.in_([one.member_id for one in before])))
    await connection.execute(table.insert(), [_values(one, known.get(one.member_id)) for one in new])
    await _follow(connection, [*before, *new])


async def withdraw(
    connection: AsyncConnection, source: Source, source_id: int, position: int, member_id: int
) -> Attempt | None:
    """Forget an attempt as if it had never been made; gives what it was, or None."""
    before = await get(connection, source, source_id, position, member_id)
    if before is not None:
        await connection.execute(table.delete().where(_named(source, source_id, position, member_id)))
        await _follow(connection, [before])
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


async def _of_members(
    connection: AsyncConnection, here: sa.ColumnElement[bool], member_ids: list[int]
) -> dict[int, Attempt]:
    rows = (await connection.execute(sa.select(table).where(here & table.c.member_id.in_(member_ids)))).mappings()
    return {row["member_id"]: attempt_of_row(row) for row in rows}


async def _follow(connection: AsyncConnection, changed: Iterable[Attempt]) -> None:
    """Bring what follows from the attempts up to date, wherever one of ``changed`` was or is."""
    questions: dict[tuple[str, str], set[int]] = defaultdict(set)
    boards: dict[tuple[int, str, tuple[str, ...]], list[Attempt]] = defaultdict(list)
    for one in changed:
        questions[one.topic, one.question].add(one.member_id)
        if one.counts and one.guild_id is not None:
            boards[one.guild_id, one.topic, tuple(period.span(one.since) for period in Period)].append(one)
    for (topic, question), member_ids in questions.items():
        await reviews.refresh(connection, member_ids, topic, question)
    for (guild_id, topic, _spans), those in boards.items():
        await standings.refresh(connection, guild_id, {one.member_id for one in those}, topic, those[0].since)


def _values(attempt: Attempt, before: Attempt | None) -> dict[str, Any]:
    sure = attempt.sure if attempt.sure is not None or before is None else before.sure
    return {
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
    }


def _asked(source: Source, source_id: int, position: int) -> sa.ColumnElement[bool]:
    return (table.c.source == source) & (table.c.source_id == source_id) & (table.c.position == position)


def _named(source: Source, source_id: int, position: int, member_id: int) -> sa.ColumnElement[bool]:
    return _asked(source, source_id, position) & (table.c.member_id == member_id)
