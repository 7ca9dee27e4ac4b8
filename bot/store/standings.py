"""The boards, summed by the rules in ``bot.interview.standings``.

Sums are kept, not made when somebody looks: a change of one attempt sums up one member's topic, week and month anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.standings import LEVEL_WEIGHT, Board, Period, Standing
from bot.store.tables import attempt, counted, hidden, standing

PAGE_SIZE = 10
ALL_TOPICS = ""
EVERYWHERE = 0

_SUMMED = ("guild_id", "member_id", "span", "topic", "points", "marks", "questions", "average", "reached_at")


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

    A page past the end gives the last one. Ties go to the higher average mark, then to whoever got there first. Who is
    hidden is on no page, has no row, and counts in nobody's rank.
    """
    here = _shown(guild_id) & (standing.c.span == period.span(now)) & (standing.c.topic == (topic or ALL_TOPICS))
    members = (await connection.execute(sa.select(sa.func.count()).select_from(standing).where(here))).scalar_one()
    pages = max(1, -(-members // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    order = (standing.c.points.desc(), standing.c.average.desc(), standing.c.reached_at, standing.c.member_id)
    on_page = sa.select(standing).where(here).order_by(*order).limit(PAGE_SIZE).offset(page * PAGE_SIZE)
    found = (await connection.execute(on_page)).mappings().all()
    rows = tuple(_standing(row, rank) for rank, row in enumerate(found, page * PAGE_SIZE + 1))
    own = next((row for row in rows if row.member_id == member_id), None)
    return Board(
        period=period,
        topic=topic,
        page=page,
        pages=pages,
        members=members,
        rows=rows,
        own=own or await _own(connection, here, member_id),
        hidden=await is_hidden(connection, guild_id, member_id),
    )


async def refresh(
    connection: AsyncConnection, guild_id: int, member_ids: Collection[int], topic: str, moment: datetime
) -> None:
    """Sum up anew what these members have in a topic, and in all, in each span that ``moment`` is in."""
    values: dict[str, Any] = {"of_guild": guild_id, "of_members": list(member_ids), "of_topic": topic}
    for period in Period:
        values |= {f"{period}_span": period.span(moment)}
        values |= {f"{period}_start": period.start(moment), f"{period}_end": period.end(moment)}
    for statement in _refreshing():
        await connection.execute(statement, values)


@cache
def _refreshing() -> tuple[sa.Delete, sa.Insert, sa.Insert]:
    """What ``refresh`` runs for every answer. It takes longer to write than to run: so it is written once."""
    at = attempt.c.answered_at
    guild_id = sa.bindparam("of_guild", type_=standing.c.guild_id.type)
    spans = {period: sa.bindparam(f"{period}_span", type_=sa.Text()) for period in Period}
    members = sa.bindparam("of_members", type_=standing.c.member_id.type, expanding=True)
    topic = sa.bindparam("of_topic", type_=sa.Text())
    theirs = (standing.c.guild_id == guild_id) & standing.c.member_id.in_(members) & standing.c.span.in_(spans.values())
    tried = attempt.c.member_id.in_(members) & (attempt.c.topic == topic)
    sums = []
    for period, span in spans.items():
        start, end = (sa.bindparam(f"{period}_{edge}", type_=at.type) for edge in ("start", "end"))
        within = tried if period is Period.ALL else tried & (at >= start) & (at < end)
        sums.append(_sums_of_topics(guild_id, span, within))
    return (
        standing.delete().where(theirs & ((standing.c.topic == topic) | (standing.c.topic == ALL_TOPICS))),
        standing.insert().from_select(_SUMMED, sa.union_all(*sums)),
        standing.insert().from_select(_SUMMED, _sums_of_all(theirs)),
    )


async def refresh_server(connection: AsyncConnection, guild_id: int, moments: list[datetime]) -> None:
    """Sum up anew what all members of a server have, in each span that one of ``moments`` is in."""
    at, here = attempt.c.answered_at, standing.c.guild_id == guild_id
    await connection.execute(standing.delete().where(here))
    for period, moment in {(p, p.span(moment)): (p, moment) for p in Period for moment in moments}.values():
        start, end, span = period.start(moment), period.end(moment), period.span(moment)
        within = sa.true() if start is None else (at >= start) & (at < end)
        sums = _sums_of_topics(sa.literal(guild_id, standing.c.guild_id.type), sa.literal(span), within)
        await connection.execute(standing.insert().from_select(_SUMMED, sums))
        in_all = _sums_of_all(here & (standing.c.span == span))
        await connection.execute(standing.insert().from_select(_SUMMED, in_all))


async def forget_past(connection: AsyncConnection, now: datetime) -> None:
    """Drop the sums of weeks and months that are over: no board shows them."""
    week = standing.c.span.contains("W")
    over = sa.case((week, standing.c.span < Period.WEEK.span(now)), else_=standing.c.span < Period.MONTH.span(now))
    await connection.execute(standing.delete().where((standing.c.span != Period.ALL.span(now)) & over))


async def hide(connection: AsyncConnection, member_id: int, guild_id: int | None) -> None:
    """Take a member off the boards of one server, or (None) of all."""
    await show(connection, member_id, guild_id)
    await connection.execute(hidden.insert(), {"guild_id": guild_id or EVERYWHERE, "member_id": member_id})


async def show(connection: AsyncConnection, member_id: int, guild_id: int | None) -> None:
    """Take back what ``hide`` did with the same arguments."""
    here = (hidden.c.guild_id == (guild_id or EVERYWHERE)) & (hidden.c.member_id == member_id)
    await connection.execute(hidden.delete().where(here))


async def is_hidden(connection: AsyncConnection, guild_id: int | None, member_id: int) -> bool:
    """Whether a member is on no board of a server, be it there or everywhere; None asks about everywhere only."""
    places = {EVERYWHERE, guild_id or EVERYWHERE}
    query = sa.select(hidden.c.member_id).where((hidden.c.member_id == member_id) & hidden.c.guild_id.in_(places))
    return (await connection.execute(query)).first() is not None


def _shown(guild_id: int) -> sa.ColumnElement[bool]:
    away = sa.select(hidden.c.member_id).where(hidden.c.guild_id.in_((EVERYWHERE, guild_id)))
    return (standing.c.guild_id == guild_id) & standing.c.member_id.not_in(away)


async def _own(connection: AsyncConnection, here: sa.ColumnElement[bool], member_id: int) -> Standing | None:
    """A member's row, its rank counted."""
    found = await connection.execute(sa.select(standing).where(here & (standing.c.member_id == member_id)))
    row = found.mappings().one_or_none()
    if row is None:
        return None
    c = standing.c
    sooner = (c.reached_at < row["reached_at"]) | ((c.reached_at == row["reached_at"]) & (c.member_id < member_id))
    better = (c.average > row["average"]) | ((c.average == row["average"]) & sooner)
    above = (c.points > row["points"]) | ((c.points == row["points"]) & better)
    # The first part says nothing that the second does not; it lets the index end at the member's own points.
    query = sa.select(sa.func.count()).select_from(standing).where(here & (c.points >= row["points"]) & above)
    return _standing(row, (await connection.execute(query)).scalar_one() + 1)


def _sums_of_topics(
    guild_id: sa.ColumnElement[int], span: sa.ColumnElement[str], those: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    """The sums of ``those`` attempts of a server, one row for each member and topic.

    Of the attempts at one question the best counts: the highest mark, and of these the one that was there first.
    """
    tried = (attempt.c.guild_id == guild_id) & counted & those
    ranked = (
        sa.select(
            attempt.c.member_id,
            attempt.c.topic,
            attempt.c.mark,
            attempt.c.level,
            attempt.c.marked_at,
            sa.func.row_number()
            .over(
                partition_by=(attempt.c.member_id, attempt.c.topic, attempt.c.question),
                order_by=(attempt.c.mark.desc(), attempt.c.marked_at, attempt.c.level),
            )
            .label("place"),
        )
        .where(tried)
        .subquery("ranked")
    )
    # Written out, not bound: PostgreSQL cannot tell the type of a CASE of bound values alone.
    weights = {
        level.value: sa.literal_column(str(weight), standing.c.points.type) for level, weight in LEVEL_WEIGHT.items()
    }
    weight = sa.case(weights, value=ranked.c.level)
    marks, questions = sa.func.sum(ranked.c.mark), sa.func.count()
    return (
        sa.select(
            guild_id,
            ranked.c.member_id,
            span,
            ranked.c.topic,
            sa.func.sum(ranked.c.mark * weight),
            marks,
            questions,
            sa.cast(marks, sa.Float) / questions,
            sa.func.max(ranked.c.marked_at),
        )
        .where(ranked.c.place == 1)
        .group_by(ranked.c.member_id, ranked.c.topic)
    )


def _sums_of_all(here: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The sums over all topics, one row for each member and span among those of ``here``."""
    c = standing.c
    marks, questions = sa.func.sum(c.marks), sa.func.sum(c.questions)
    return (
        sa.select(
            c.guild_id,
            c.member_id,
            c.span,
            sa.literal(ALL_TOPICS),
            sa.func.sum(c.points),
            marks,
            questions,
            sa.cast(marks, sa.Float) / questions,
            sa.func.max(c.reached_at),
        )
        .where(here & (c.topic != ALL_TOPICS))
        .group_by(c.guild_id, c.member_id, c.span)
    )


def _standing(row: sa.RowMapping, rank: int) -> Standing:
    return Standing(
        rank=rank,
        member_id=row["member_id"],
        points=row["points"],
        questions=row["questions"],
        average=row["average"],
    )
