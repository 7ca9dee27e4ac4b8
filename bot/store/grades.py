"""The grades that a server's answers got, wherever the questions were asked."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.interview.attempt import Source
from bot.store.tables import attempt, counted, entry, turn

LATEST = 2000
"""How many answers of a topic are looked at, the latest ones."""


async def of_topic(connection: AsyncConnection, guild_id: int, topic: str) -> dict[str, list[str]]:
    """The grades of a topic's answers, by question, as they are kept.

    Answers that do not count, such as copies of the model answer, say nothing about a question and are left out.
    """
    given = (attempt.c.guild_id == guild_id) & (attempt.c.topic == topic) & counted
    columns = attempt.c.question, attempt.c.answered_at
    in_interview = (
        (attempt.c.source == Source.INTERVIEW)
        & (turn.c.interview_id == attempt.c.source_id)
        & (turn.c.position == attempt.c.position)
    )
    in_round = (
        (attempt.c.source == Source.ROUND)
        & (entry.c.round_id == attempt.c.source_id)
        & (entry.c.position == attempt.c.position)
        & (entry.c.member_id == attempt.c.member_id)
    )
    both = sa.union_all(
        sa.select(*columns, turn.c.grade).join_from(attempt, turn, in_interview).where(given),
        sa.select(*columns, entry.c.grade).join_from(attempt, entry, in_round).where(given),
    ).subquery("given")
    latest = sa.select(both.c.question, both.c.grade).where(both.c.grade.is_not(None))
    grades: dict[str, list[str]] = {}
    for question, grade in await connection.execute(latest.order_by(both.c.answered_at.desc()).limit(LATEST)):
        grades.setdefault(question, []).append(grade)
    return grades
