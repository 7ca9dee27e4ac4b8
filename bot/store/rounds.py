"""Rounds, question by question, and which process carries one on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.bank import Level
from bot.interview.round import Round, RoundEnd, RoundKind, RoundQuestion, RoundStage
from bot.store.shares import WHOLE, Share
from bot.store.tables import holds_channel, round_, round_question


async def add(connection: AsyncConnection, new: Round) -> Round:
    """Keep a new round and give it its id. Its channel must have no other, its server no other of that day."""
    values = _round_values(new) | {
        "kind": new.kind,
        "guild_id": new.guild_id,
        "channel_id": new.channel_id,
        "host_id": new.host_id,
        "topic": new.topic,
        "day": None if new.day is None else new.day.isoformat(),
        "seconds": round(new.time.total_seconds()),
        "started_at": new.started_at,
    }
    row_id = (await connection.execute(round_.insert().returning(round_.c.id), values)).scalar_one()
    rows = [
        _question_values(one)
        | {
            "round_id": row_id,
            "position": position,
            "topic": one.topic,
            "question": one.question,
            "level": one.level,
        }
        for position, one in enumerate(new.questions)
    ]
    await connection.execute(round_question.insert(), rows)
    kept = await get(connection, row_id)
    assert kept is not None
    return kept


async def save(connection: AsyncConnection, after: Round, *, keep_claim: bool = False) -> None:
    """Write how the round stands now; whoever had claimed it lets go of it, unless ``keep_claim``."""
    values = _round_values(after) | ({} if keep_claim else {"claimed_until": None})
    await connection.execute(round_.update().where(round_.c.id == after.id), values)
    for position, one in enumerate(after.questions):
        here = (round_question.c.round_id == after.id) & (round_question.c.position == position)
        await connection.execute(round_question.update().where(here), _question_values(one))


async def remove(connection: AsyncConnection, round_id: int) -> None:
    """Forget a round as if it had not been begun."""
    await connection.execute(round_.delete().where(round_.c.id == round_id))


async def get(connection: AsyncConnection, round_id: int) -> Round | None:
    """The round of that id, or None."""
    return await _one(connection, round_.c.id == round_id)


async def running_in(connection: AsyncConnection, channel_id: int) -> Round | None:
    """The round that is held in a channel now; the question of a day is none."""
    return await _one(connection, (round_.c.channel_id == channel_id) & holds_channel)


async def taking_answers(connection: AsyncConnection, share: Share = WHOLE) -> list[int]:
    """The rounds of our servers whose question is open; questions of a day are left out."""
    is_open = (round_.c.stage == RoundStage.OPEN.value) & (round_.c.kind == RoundKind.ROUND.value)
    query = sa.select(round_.c.id).where(round_.c.due_at.is_not(None) & is_open & share.where(round_.c.guild_id))
    return list((await connection.execute(query)).scalars())


async def last_daily(connection: AsyncConnection, guild_id: int) -> Round | None:
    """A server's latest question of a day, or None."""
    query = sa.select(sa.func.max(round_.c.id)).where((round_.c.guild_id == guild_id) & round_.c.day.is_not(None))
    last = (await connection.execute(query)).scalar_one()
    return None if last is None else await get(connection, last)


async def last_day(connection: AsyncConnection, guild_id: int) -> date | None:
    """The latest day for which a server was asked its question, or None."""
    query = sa.select(sa.func.max(round_.c.day)).where(round_.c.guild_id == guild_id)
    day = (await connection.execute(query)).scalar_one()
    return None if day is None else date.fromisoformat(day)


async def last_asked(
    connection: AsyncConnection, guild_id: int, kind: RoundKind | None = None
) -> dict[tuple[str, str], datetime]:
    """When a server was last asked each question in rounds of that kind (None: of any), by (topic, question)."""
    asked = round_question.c
    here = (round_.c.guild_id == guild_id) & asked.asked_at.is_not(None)
    query = (
        sa.select(asked.topic, asked.question, sa.func.max(asked.asked_at, type_=asked.asked_at.type))
        .join(round_, round_.c.id == asked.round_id)
        .where(here if kind is None else here & (round_.c.kind == kind.value))
        .group_by(asked.topic, asked.question)
    )
    return {(topic, question): at for topic, question, at in (await connection.execute(query)).all()}


# -------------------------------------------------------------------- what is due


async def due(connection: AsyncConnection, now: datetime, limit: int, share: Share = WHOLE) -> list[int]:
    """The rounds of our servers in which something is due and that nobody is at, the longest due first."""
    ours = _unclaimed(now) & share.where(round_.c.guild_id)
    query = sa.select(round_.c.id).where(ours).order_by(round_.c.due_at).limit(limit)
    return list((await connection.execute(query)).scalars())


async def next_due(connection: AsyncConnection, share: Share = WHOLE) -> datetime | None:
    """When something is due next in any round of our servers."""
    ours = round_.c.due_at.is_not(None) & share.where(round_.c.guild_id)
    query = sa.select(sa.func.min(round_.c.due_at, type_=round_.c.due_at.type)).where(ours)
    moment: datetime | None = (await connection.execute(query)).scalar_one()
    return moment


async def claim(connection: AsyncConnection, round_id: int, now: datetime, lease: timedelta) -> Round | None:
    """The round, if something is due in it and nobody is at it; for ``lease`` it is the caller's to carry on.

    Of several processes that ask at once, one gets it.
    """
    taken = round_.update().where((round_.c.id == round_id) & _unclaimed(now)).values(claimed_until=now + lease)
    if (await connection.execute(taken)).rowcount != 1:
        return None
    return await get(connection, round_id)


def _unclaimed(now: datetime) -> sa.ColumnElement[bool]:
    free = round_.c.claimed_until.is_(None) | (round_.c.claimed_until <= now)
    return round_.c.due_at.is_not(None) & (round_.c.due_at <= now) & free


# -------------------------------------------------------------------- rows and values


async def _one(connection: AsyncConnection, where: sa.ColumnElement[bool]) -> Round | None:
    row = (await connection.execute(sa.select(round_).where(where))).mappings().one_or_none()
    if row is None:
        return None
    questions = (
        sa.select(round_question).where(round_question.c.round_id == row["id"]).order_by(round_question.c.position)
    )
    return _round(row, (await connection.execute(questions)).mappings().all())


def _round_values(of: Round) -> dict[str, Any]:
    return {
        "stage": of.stage,
        "position": of.position,
        "due_at": of.due_at,
        "ended_at": of.ended_at,
        "end_reason": of.end_reason,
    }


def _question_values(of: RoundQuestion) -> dict[str, Any]:
    return {
        "asked_at": of.asked_at,
        "closes_at": of.closes_at,
        "closed_at": of.closed_at,
        "message_id": of.message_id,
        "reveal_id": of.reveal_id,
    }


def _round(row: sa.RowMapping, questions: Sequence[sa.RowMapping]) -> Round:
    return Round(
        id=row["id"],
        kind=RoundKind(row["kind"]),
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        host_id=row["host_id"],
        topic=row["topic"],
        time=timedelta(seconds=row["seconds"]),
        questions=tuple(map(_question, questions)),
        started_at=row["started_at"],
        stage=RoundStage(row["stage"]),
        position=row["position"],
        due_at=row["due_at"],
        ended_at=row["ended_at"],
        end_reason=RoundEnd(row["end_reason"]) if row["end_reason"] else None,
        day=date.fromisoformat(row["day"]) if row["day"] else None,
    )


def _question(row: sa.RowMapping) -> RoundQuestion:
    return RoundQuestion(
        topic=row["topic"],
        question=row["question"],
        level=Level(row["level"]),
        asked_at=row["asked_at"],
        closes_at=row["closes_at"],
        closed_at=row["closed_at"],
        message_id=row["message_id"],
        reveal_id=row["reveal_id"],
    )
