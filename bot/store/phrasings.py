"""What a server has learnt from appeals: more ways to put a point, and answers that a moderator has marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import topics
from bot.store.tables import phrasing, sample

Learnt = dict[str, dict[tuple[str, str], list[str]]]
"""By topic, then by (question, point): the phrases, in the order in which they were learnt."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer whose mark (0–100) a moderator has settled. Nothing says who wrote it."""

    question: str
    body: str
    mark: int
    false_claim: bool


async def learn(
    connection: AsyncConnection,
    guild_id: int,
    topic: str,
    question: str,
    point: str,
    phrase: str,
    now: datetime,
    *,
    appeal_id: int | None = None,
) -> None:
    """Keep one more way to put a point, once; with ``appeal_id`` for as long as that appeal is kept."""
    key = {"guild_id": guild_id, "topic": topic, "question": question, "point": point, "phrase": phrase}
    known = sa.select(phrasing.c.id).where(*(phrasing.c[name] == value for name, value in key.items()))
    if (await connection.execute(known)).first() is None:
        await connection.execute(phrasing.insert(), key | {"appeal_id": appeal_id})
        await topics.changed(connection, guild_id, now)


async def of_server(connection: AsyncConnection, guild_id: int) -> Learnt:
    """Everything that a server has learnt."""
    learnt: Learnt = {}
    rows = await connection.execute(sa.select(phrasing).where(phrasing.c.guild_id == guild_id).order_by(phrasing.c.id))
    for row in rows.mappings():
        of_topic = learnt.setdefault(row["topic"], {})
        of_topic.setdefault((row["question"], row["point"]), []).append(row["phrase"])
    return learnt


async def add_sample(connection: AsyncConnection, appeal_id: int, guild_id: int, topic: str, new: Sample) -> None:
    """Keep a marked answer for as long as its appeal is kept."""
    row = {"appeal_id": appeal_id, "guild_id": guild_id, "topic": topic, "question": new.question, "body": new.body}
    await connection.execute(sample.insert(), row | {"mark": new.mark, "false_claim": int(new.false_claim)})


async def samples(connection: AsyncConnection, guild_id: int, topic: str) -> list[Sample]:
    """The marked answers to a topic's questions, by question, then in the order in which they came."""
    query = (
        sa.select(sample.c.question, sample.c.body, sample.c.mark, sample.c.false_claim)
        .where((sample.c.guild_id == guild_id) & (sample.c.topic == topic))
        .order_by(sample.c.question, sample.c.id)
    )
    rows = (await connection.execute(query)).all()
    return [Sample(question, body, mark, bool(false_claim)) for question, body, mark, false_claim in rows]


async def forget(connection: AsyncConnection, guild_id: int, topic: str, now: datetime) -> None:
    """Forget all that a server has learnt about a topic."""
    for table in (phrasing, sample):
        await connection.execute(table.delete().where((table.c.guild_id == guild_id) & (table.c.topic == topic)))
    await topics.changed(connection, guild_id, now)
