"""A member's past answers, wherever they were given, as they were and with the grade that they got."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.grading import Grade
from bot.interview import Mode
from bot.interview.attempt import Attempt, Source
from bot.store import attempts, entries, interviews
from bot.store.answers import Kind
from bot.store.tables import answer, interview, is_open


@dataclass(frozen=True, slots=True)
class Past:
    """An attempt with its grade, its texts (the first answer and the later tries), and how many hints were taken."""

    attempt: Attempt
    grade: Grade
    texts: tuple[str, ...]
    hints: int = 0


async def newest(
    connection: AsyncConnection, member_id: int, topic: str | None = None, question: str | None = None
) -> list[Attempt]:
    """A member's attempts, the newest first. Those of an exam that still runs are not told yet."""
    running = sa.select(interview.c.id).where(
        (interview.c.member_id == member_id) & is_open & (interview.c.mode == Mode.EXAM)
    )
    secret = set((await connection.execute(running)).scalars().all())
    found = await attempts.of_member(connection, member_id, topic)
    return [
        one
        for one in reversed(found)
        if question in (None, one.question) and not (one.source is Source.INTERVIEW and one.source_id in secret)
    ]


async def get(connection: AsyncConnection, attempt: Attempt) -> Past | None:
    """An attempt with all that is kept of it, or None when its interview or round is not stored any more."""
    if attempt.source is Source.ROUND:
        entry = await entries.get(connection, attempt.source_id, attempt.position, attempt.member_id)
        return None if entry is None else Past(attempt, entry.grade, (entry.body,))
    found = await interviews.get(connection, attempt.source_id)
    turn = None if found is None else found.turns[attempt.position]
    if turn is None or turn.grade is None:
        return None
    return Past(attempt, turn.grade, await _texts(connection, attempt), turn.hints)


async def _texts(connection: AsyncConnection, attempt: Attempt) -> tuple[str, ...]:
    """The first answer that was marked, and the later tries."""
    here = (answer.c.interview_id == attempt.source_id) & (answer.c.position == attempt.position)
    since = (answer.c.kind != Kind.FIRST) | (answer.c.written_at == attempt.since)
    query = sa.select(answer.c.body).where(here & since).order_by(answer.c.id)
    return tuple((await connection.execute(query)).scalars().all())
