"""All that is kept of one member: counted, handed over, deleted.

A table whose rows are a member's own has the column ``member_id``, or refers to such a table. Whom else a row names is
listed in ``MENTIONS``; ``tests/store/test_privacy.py`` goes through all columns and finds what is neither.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import topics
from bot.store.tables import answer, appeal, attempt, card, entry, interview, metadata, nudge, round_, sample

MENTIONS = (round_.c.host_id, appeal.c.decided_by)
"""Columns that name a member in rows that belong to a server or to another member. They are emptied, the row stays."""

JSON_COLUMNS = frozenset({"grade"})


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a member; ``since`` is the time of the oldest mark."""

    interviews: int
    answers: int
    marks: int
    reviews: int
    appeals: int
    since: datetime | None
    nudged: bool

    @property
    def nothing(self) -> bool:
        return not (self.interviews or self.answers or self.marks or self.appeals)


async def count(connection: AsyncConnection, member_id: int) -> Kept:
    """How much is kept of a member."""

    async def rows(table: sa.Table) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(table.c.member_id == member_id)
        return int((await connection.execute(query)).scalar_one())

    oldest = sa.select(sa.func.min(attempt.c.answered_at, type_=attempt.c.answered_at.type))
    return Kept(
        interviews=await rows(interview),
        answers=await rows(answer) + await rows(entry),
        marks=await rows(attempt),
        reviews=await rows(card),
        appeals=await rows(appeal),
        since=(await connection.execute(oldest.where(attempt.c.member_id == member_id))).scalar_one(),
        nudged=bool(await rows(nudge)),
    )


async def export(connection: AsyncConnection, member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that is the member's own or names the member, by table, ready to be written as JSON.

    Times are ISO 8601 in UTC. Of rows that only name the member, no other member's part is given.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        mine = _own(table, member_id)
        if mine is not None:
            rows = (await connection.execute(sa.select(table).where(mine))).mappings()
            found[table.name] = [_plain(row) for row in rows]
    for column in MENTIONS:
        table = column.table
        assert isinstance(table, sa.Table)
        shown = [c for c in table.c if c.name in {"id", "guild_id", "channel_id", "kind", "topic", "verdict"}]
        times = [c for c in table.c if c.name in {"started_at", "decided_at"}]
        rows = (await connection.execute(sa.select(*shown, *times).where(column == member_id))).mappings()
        found[f"{table.name} ({column.name})"] = [_plain(row) for row in rows]
    return found


async def delete(connection: AsyncConnection, member_id: int, now: datetime) -> None:
    """Delete every row of the member's, and the member's id from every other. ``Database.purge`` makes it final."""
    taught = (
        sa.select(sample.c.guild_id)
        .distinct()
        .where(sample.c.appeal_id.in_(sa.select(appeal.c.id).where(appeal.c.member_id == member_id)))
    )
    servers = (await connection.execute(taught)).scalars().all()
    for table in reversed(metadata.sorted_tables):
        mine = _own(table, member_id)
        if mine is not None:
            await connection.execute(table.delete().where(mine))
    for column in MENTIONS:
        table = column.table
        assert isinstance(table, sa.Table)
        await connection.execute(table.update().where(column == member_id), {column.name: None})
    for guild_id in servers:
        await topics.changed(connection, guild_id, now)


def _own(table: sa.Table, member_id: int) -> sa.ColumnElement[bool] | None:
    """Which rows of a table are the member's own; None for a table that holds nobody's."""
    if "member_id" in table.c:
        return table.c.member_id == member_id
    for key in table.foreign_key_constraints:
        parent = key.referred_table
        if "member_id" in parent.c and len(key.elements) == 1:
            (element,) = key.elements
            theirs = sa.select(element.column).where(parent.c.member_id == member_id)
            return element.parent.in_(theirs)
    return None


def _plain(row: sa.RowMapping) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items() if value is not None}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in JSON_COLUMNS else value
