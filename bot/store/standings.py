"""The boards, summed by the rules in ``bot.interview.standings``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.standings import LEVEL_WEIGHT, Board, Period, Standing
from bot.store.tables import counted, turn

PAGE_SIZE = 10


async def board(
    connection: AsyncConnection,
    *,
    guild_id: int,
    period: Period,
    topic: str | None,
    page: int,
    member_id: int,
    now: datetime,
) -> Board:
    """One page of a server's standings, counting from 0, with the row of ``member_id``.

    A page past the end gives the last one. Ties go to the higher average mark, then to whoever got there first.
    """
    ranked = _ranked(guild_id, period.start(now), topic).cte("ranked")
    members = (await connection.execute(sa.select(sa.func.count()).select_from(ranked))).scalar_one()
    pages = max(1, -(-members // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE_SIZE
    shown = sa.or_(ranked.c.rank.between(first + 1, first + PAGE_SIZE), ranked.c.member_id == member_id)
    found = (await connection.execute(sa.select(ranked).where(shown).order_by(ranked.c.rank))).mappings().all()
    rows = [_standing(row) for row in found]
    return Board(
        period=period,
        topic=topic,
        page=page,
        pages=pages,
        members=members,
        rows=tuple(row for row in rows if first < row.rank <= first + PAGE_SIZE),
        own=next((row for row in rows if row.member_id == member_id), None),
    )


def _ranked(guild_id: int, since: datetime | None, topic: str | None) -> sa.Select[Any]:
    """Members by points. An attempt's time is when its mark was reached; a total's is that of its last part."""
    attempts = sa.select(
        turn.c.member_id,
        turn.c.mark,
        turn.c.level,
        turn.c.marked_at,
        sa.func.row_number()
        .over(
            partition_by=(turn.c.member_id, turn.c.topic, turn.c.question),
            order_by=(turn.c.mark.desc(), turn.c.marked_at),
        )
        .label("place"),
    ).where((turn.c.guild_id == guild_id) & counted)
    if since is not None:
        attempts = attempts.where(turn.c.answered_at >= since)
    if topic is not None:
        attempts = attempts.where(turn.c.topic == topic)
    attempt = attempts.subquery("attempt")
    weight = sa.case({level.value: value for level, value in LEVEL_WEIGHT.items()}, value=attempt.c.level)
    points = sa.func.sum(attempt.c.mark * weight)
    average = sa.func.avg(sa.cast(attempt.c.mark, sa.Float))
    reached = sa.func.max(attempt.c.marked_at)
    totals = (
        sa.select(
            attempt.c.member_id,
            points.label("points"),
            average.label("average"),
            reached.label("reached"),
            sa.func.count().label("questions"),
        )
        .where(attempt.c.place == 1)
        .group_by(attempt.c.member_id)
        .subquery("total")
    )
    order = (totals.c.points.desc(), totals.c.average.desc(), totals.c.reached, totals.c.member_id)
    return sa.select(totals, sa.func.row_number().over(order_by=order).label("rank"))


def _standing(row: sa.RowMapping) -> Standing:
    return Standing(
        rank=row["rank"],
        member_id=row["member_id"],
        points=float(row["points"]),
        questions=row["questions"],
        average=float(row["average"]),
    )
