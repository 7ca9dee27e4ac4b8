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
    last = (ranked.c.members - 1) // PAGE_SIZE
    on_page = (ranked.c.rank - 1) // PAGE_SIZE == sa.case((last < page, last), else_=max(page, 0))
    shown = sa.select(ranked).where(on_page | (ranked.c.member_id == member_id)).order_by(ranked.c.rank)
    found = (await connection.execute(shown)).mappings().all()
    members = found[0]["members"] if found else 0
    pages = max(1, -(-members // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE_SIZE
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
            order_by=(turn.c.mark.desc(), turn.c.marked_at, turn.c.level),
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
    rank, members = sa.func.row_number().over(order_by=order), sa.func.count().over()
    return sa.select(totals, rank.label("rank"), members.label("members"))


def _standing(row: sa.RowMapping) -> Standing:
    return Standing(
        rank=row["rank"],
        member_id=row["member_id"],
        points=float(row["points"]),
        questions=row["questions"],
        average=float(row["average"]),
    )
