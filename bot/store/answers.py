"""The texts that members handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview import Confidence
from bot.store.tables import answer


class Kind(StrEnum):
    """What a text answers: the question, the question again, or the follow-up about one point."""

    FIRST = "first"
    AGAIN = "again"
    FOLLOW_UP = "follow-up"


class Door(StrEnum):
    """How a text came in."""

    FORM = "form"
    MESSAGE = "message"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class Answer:
    """One text as it was typed. ``origin_id`` is the interaction or message that brought it."""

    origin_id: int
    interview_id: int
    position: int
    member_id: int
    kind: Kind
    body: str
    door: Door
    written_at: datetime
    sure: Confidence | None = None
    point: str | None = None


async def add(connection: AsyncConnection, new: Answer) -> bool:
    """Keep a text once: False when its origin has brought it before."""
    known = sa.select(answer.c.id).where(answer.c.origin_id == new.origin_id)
    if (await connection.execute(known)).first() is not None:
        return False
    await connection.execute(
        answer.insert(),
        {
            "origin_id": new.origin_id,
            "interview_id": new.interview_id,
            "position": new.position,
            "member_id": new.member_id,
            "kind": new.kind,
            "point": new.point,
            "body": new.body,
            "sure": None if new.sure is None else int(new.sure),
            "door": new.door,
            "written_at": new.written_at,
        },
    )
    return True


async def count(connection: AsyncConnection) -> int:
    """How many texts are kept."""
    return (await connection.execute(sa.select(sa.func.count()).select_from(answer))).scalar_one()


async def last_body(connection: AsyncConnection, interview_id: int, position: int) -> str | None:
    """The text last handed in for one question of an interview, or None."""
    query = (
        sa.select(answer.c.body)
        .where((answer.c.interview_id == interview_id) & (answer.c.position == position))
        .order_by(answer.c.id.desc())
        .limit(1)
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def marked_body(
    connection: AsyncConnection, interview_id: int, position: int, answered_at: datetime
) -> str | None:
    """The first text that was marked for one question of an interview, or None when it is not kept any more.

    Others may have come in before or since that were kept but not marked.
    """
    here = (answer.c.interview_id == interview_id) & (answer.c.position == position)
    query = sa.select(answer.c.body).where(here & (answer.c.kind == Kind.FIRST))
    marked = query.where(answer.c.written_at == answered_at).order_by(answer.c.id).limit(1)
    return (await connection.execute(marked)).scalar_one_or_none()
