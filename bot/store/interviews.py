"""Interviews, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.bank import Level
from bot.grading import dumps, loads
from bot.interview import Confidence, EndReason, Home, Interview, Mode, Stage, Turn
from bot.interview.attempt import attempt_of
from bot.store import attempts
from bot.store.shares import WHOLE, Share
from bot.store.tables import card, interview, is_open, turn

OUTSIDE_SERVERS = 0


async def add(connection: AsyncConnection, new: Interview) -> Interview:
    """Keep a new interview and give it its id. Its member must have none open in that place."""
    values = _interview_values(new) | {
        "member_id": new.member_id,
        "guild_id": new.guild_id,
        "place_id": new.guild_id or OUTSIDE_SERVERS,
        "mode": new.mode,
        "topic": new.topic,
        "level": new.level,
        "review": int(new.review),
        "started_at": new.started_at,
    }
    row_id = (await connection.execute(interview.insert().returning(interview.c.id), values)).scalar_one()
    rows = [
        _turn_values(t)
        | {
            "interview_id": row_id,
            "position": position,
            "member_id": new.member_id,
            "guild_id": new.guild_id,
            "topic": t.topic,
            "question": t.question,
            "level": t.level,
        }
        for position, t in enumerate(new.turns)
    ]
    await connection.execute(turn.insert(), rows)
    for position in range(len(new.turns)):
        await _record(connection, replace(new, id=row_id), position, None)
    kept = await get(connection, row_id)
    assert kept is not None
    return kept


async def save(
    connection: AsyncConnection, before: Interview, after: Interview, *, sure: Confidence | None = None
) -> None:
    """Write what differs between ``before`` and ``after``, and nothing else. New marks become attempts.

    What somebody else has written meanwhile stays, unless it is the same field of the same question. ``sure`` is how
    sure the writer was of the answer that brought the new mark.
    """
    if changed := _changed(_interview_values(before), _interview_values(after)):
        await connection.execute(interview.update().where(interview.c.id == after.id), changed)
    for position, (old, new) in enumerate(zip(before.turns, after.turns, strict=True)):
        if old != new and (changed := _changed(_turn_values(old), _turn_values(new))):
            here = (turn.c.interview_id == after.id) & (turn.c.position == position)
            await connection.execute(turn.update().where(here), changed)
            if "grade" in changed or "mark" in changed:
                await _record(connection, after, position, sure)


async def get(connection: AsyncConnection, interview_id: int) -> Interview | None:
    """The interview of that id, or None."""
    return await _one(connection, interview.c.id == interview_id)


async def open_of(connection: AsyncConnection, member_id: int, guild_id: int | None) -> Interview | None:
    """The interview that this member has open in a server (or, with None, outside servers)."""
    place = guild_id or OUTSIDE_SERVERS
    return await _one(connection, (interview.c.member_id == member_id) & (interview.c.place_id == place) & is_open)


async def last_of(connection: AsyncConnection, member_id: int, guild_id: int | None) -> Interview | None:
    """The interview that this member began last in a server (or, with None, outside servers)."""
    place = guild_id or OUTSIDE_SERVERS
    mine = (interview.c.member_id == member_id) & (interview.c.place_id == place)
    query = sa.select(sa.func.max(interview.c.id)).where(mine)
    last = (await connection.execute(query)).scalar_one()
    return None if last is None else await get(connection, last)


async def untouched_since(
    connection: AsyncConnection, moment: datetime, limit: int = 100, share: Share = WHOLE
) -> list[Interview]:
    """Open interviews in our servers in which nothing happened since ``moment``, the longest silent first."""
    ours = is_open & (interview.c.touched_at <= moment) & share.where(interview.c.place_id)
    quiet = sa.select(interview.c.id).where(ours)
    ids = (await connection.execute(quiet.order_by(interview.c.touched_at).limit(limit))).scalars().all()
    found = [await get(connection, row_id) for row_id in ids]
    return [one for one in found if one is not None]


async def last_asked(connection: AsyncConnection, member_id: int) -> dict[tuple[str, str], datetime]:
    """When this member was last asked each question, by (topic, question)."""
    query = (
        sa.select(turn.c.topic, turn.c.question, sa.func.max(turn.c.asked_at, type_=turn.c.asked_at.type))
        .where((turn.c.member_id == member_id) & turn.c.asked_at.is_not(None))
        .group_by(turn.c.topic, turn.c.question)
    )
    return {(topic, question): at for topic, question, at in (await connection.execute(query)).all()}


async def _one(connection: AsyncConnection, where: sa.ColumnElement[bool]) -> Interview | None:
    row = (await connection.execute(sa.select(interview).where(where))).mappings().one_or_none()
    if row is None:
        return None
    same = (card.c.topic == turn.c.topic) & (card.c.question == turn.c.question)
    query = (
        sa.select(turn, card.c.due_at.label("back_at"))
        .select_from(turn.outerjoin(card, same & (card.c.member_id == turn.c.member_id)))
        .where(turn.c.interview_id == row["id"])
        .order_by(turn.c.position)
    )
    return _interview(row, (await connection.execute(query)).mappings().all())


async def _record(connection: AsyncConnection, of: Interview, position: int, sure: Confidence | None) -> None:
    attempt = attempt_of(of, position, sure)
    if attempt is not None:
        await attempts.record(connection, attempt)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if old[name] != value}


def _interview_values(of: Interview) -> dict[str, Any]:
    return {
        "channel_id": of.channel_id,
        "message_id": of.message_id,
        "home": of.home,
        "position": of.position,
        "touched_at": of.touched_at,
        "ended_at": of.ended_at,
        "end_reason": of.end_reason,
    }


def _turn_values(of: Turn) -> dict[str, Any]:
    return {
        "stage": of.stage,
        "asked_at": of.asked_at,
        "answered_at": of.answered_at,
        "marked_at": of.marked_at,
        "hints": of.hints,
        "grade": None if of.grade is None else dumps(of.grade),
        "mark": of.mark,
        "counts": int(of.counts),
        "model_seen": int(of.model_seen),
    }


def _interview(row: sa.RowMapping, turns: Sequence[sa.RowMapping]) -> Interview:
    return Interview(
        id=row["id"],
        member_id=row["member_id"],
        guild_id=row["guild_id"],
        home=Home(row["home"]),
        mode=Mode(row["mode"]),
        turns=tuple(map(_turn, turns)),
        started_at=row["started_at"],
        touched_at=row["touched_at"],
        topic=row["topic"],
        level=Level(row["level"]) if row["level"] else None,
        position=row["position"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        ended_at=row["ended_at"],
        end_reason=EndReason(row["end_reason"]) if row["end_reason"] else None,
        review=bool(row["review"]),
    )


def _turn(row: sa.RowMapping) -> Turn:
    return Turn(
        topic=row["topic"],
        question=row["question"],
        level=Level(row["level"]),
        stage=Stage(row["stage"]),
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
        marked_at=row["marked_at"],
        hints=row["hints"],
        grade=loads(row["grade"]) if row["grade"] else None,
        mark=row["mark"],
        counts=bool(row["counts"]),
        model_seen=bool(row["model_seen"]),
        back_at=row["back_at"],
    )
