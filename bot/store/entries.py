"""What members wrote in rounds."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.grading import dumps, loads
from bot.interview import Confidence
from bot.interview.podium import Entry
from bot.store.standings import EVERYWHERE
from bot.store.tables import entry
from bot.store.tables import hidden as hidden_member


async def put(connection: AsyncConnection, new: Entry) -> bool:
    """Keep what a member wrote for a question, in place of what that member wrote before.

    False when it came in before what is kept: ids of interactions grow, so that the same one delivered again, or an
    older one that was held up, changes nothing.
    """
    here = _of_member(new.round_id, new.position, new.member_id)
    present = (await connection.execute(sa.select(entry.c.origin_id).where(here))).scalar_one_or_none()
    if present is not None and present >= new.origin_id:
        return False
    await connection.execute(entry.delete().where(here))
    await connection.execute(
        entry.insert(),
        {
            "round_id": new.round_id,
            "position": new.position,
            "member_id": new.member_id,
            "origin_id": new.origin_id,
            "body": new.body,
            "sure": None if new.sure is None else int(new.sure),
            "quotable": int(new.quotable),
            "grade": dumps(new.grade),
            "mark": new.grade.mark,
            "counts": int(new.counts),
            "written_at": new.written_at,
        },
    )
    return True


async def get(connection: AsyncConnection, round_id: int, position: int, member_id: int) -> Entry | None:
    """What a member wrote for a question, or None."""
    query = sa.select(entry).where(_of_member(round_id, position, member_id))
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else _entry(row)


async def of(connection: AsyncConnection, round_id: int, position: int | None = None) -> list[Entry]:
    """What everybody wrote for a question, or (None) in the whole round, in the order in which it came."""
    query = sa.select(entry).where(entry.c.round_id == round_id).order_by(entry.c.position, entry.c.origin_id)
    if position is not None:
        query = query.where(entry.c.position == position)
    return [_entry(row) for row in (await connection.execute(query)).mappings()]


async def count(connection: AsyncConnection, round_id: int, position: int) -> int:
    """How many have answered a question."""
    query = sa.select(sa.func.count()).where((entry.c.round_id == round_id) & (entry.c.position == position))
    return (await connection.execute(query)).scalar_one()


async def writers(connection: AsyncConnection, round_id: int) -> set[int]:
    """Who has answered any question of a round."""
    query = sa.select(entry.c.member_id).where(entry.c.round_id == round_id).distinct()
    return set((await connection.execute(query)).scalars())


async def hidden(connection: AsyncConnection, round_id: int, guild_id: int) -> frozenset[int]:
    """The writers in a round who want to be on no board of the server."""
    away = sa.select(hidden_member.c.member_id).where(hidden_member.c.guild_id.in_((EVERYWHERE, guild_id)))
    query = sa.select(entry.c.member_id).where((entry.c.round_id == round_id) & entry.c.member_id.in_(away))
    return frozenset((await connection.execute(query)).scalars())


def _of_member(round_id: int, position: int, member_id: int) -> sa.ColumnElement[bool]:
    return (entry.c.round_id == round_id) & (entry.c.position == position) & (entry.c.member_id == member_id)


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(
        origin_id=row["origin_id"],
        round_id=row["round_id"],
        position=row["position"],
        member_id=row["member_id"],
        body=row["body"],
        sure=Confidence(row["sure"]) if row["sure"] is not None else None,
        quotable=bool(row["quotable"]),
        grade=loads(row["grade"]),
        counts=bool(row["counts"]),
        written_at=row["written_at"],
    )
