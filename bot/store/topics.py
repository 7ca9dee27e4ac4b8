"""A server's own topics, and the version of all that it knows beside the built-in questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.bank import Topic
from bot.store.tables import Moment, bank, topic


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """One of a server's topics: its slug, how long its file is (characters), and when it came."""

    topic: str
    length: int
    uploaded_at: datetime


async def version(connection: AsyncConnection, guild_id: int) -> int | None:
    """A number that every change to a server's questions changes; None for a server that has only the built-in ones."""
    return (await connection.execute(sa.select(bank.c.version).where(bank.c.guild_id == guild_id))).scalar_one_or_none()


async def changed(connection: AsyncConnection, guild_id: int, now: datetime) -> None:
    """Give a server a new version. It is never one that the server had, even where all of its data was deleted."""
    moment = Moment().process_bind_param(now, connection.dialect)
    assert moment is not None
    before = await version(connection, guild_id)
    await connection.execute(bank.delete().where(bank.c.guild_id == guild_id))
    after = moment if before is None else max(before + 1, moment)
    await connection.execute(bank.insert(), {"guild_id": guild_id, "version": after})


async def put(connection: AsyncConnection, guild_id: int, new: Topic, source: str, now: datetime) -> bool:
    """Keep a topic with the text of its file, in place of the one of that name. True when there was one."""
    before = await connection.execute(topic.delete().where(*_key(guild_id, new.topic)))
    row = {
        "guild_id": guild_id,
        "topic": new.topic,
        "source": source,
        "parsed": new.model_dump_json(exclude_defaults=True),
        "uploaded_at": now,
    }
    await connection.execute(topic.insert(), row)
    await changed(connection, guild_id, now)
    return bool(before.rowcount)


async def remove(connection: AsyncConnection, guild_id: int, slug: str, now: datetime) -> bool:
    """Forget a topic of a server's own. False when it has none of that name."""
    gone = await connection.execute(topic.delete().where(*_key(guild_id, slug)))
    await changed(connection, guild_id, now)
    return bool(gone.rowcount)


async def source(connection: AsyncConnection, guild_id: int, slug: str) -> str | None:
    """The file of a server's own topic as it was uploaded, or None."""
    return (await connection.execute(sa.select(topic.c.source).where(*_key(guild_id, slug)))).scalar_one_or_none()


async def all_of(connection: AsyncConnection, guild_id: int) -> list[OwnTopic]:
    """A server's own topics, by name."""
    query = (
        sa.select(topic.c.topic, sa.func.length(topic.c.source), topic.c.uploaded_at)
        .where(topic.c.guild_id == guild_id)
        .order_by(topic.c.topic)
    )
    return [OwnTopic(slug, length, at) for slug, length, at in (await connection.execute(query)).all()]


async def parsed(connection: AsyncConnection, guild_id: int) -> list[str]:
    """What a server's own files say, for ``loaded``."""
    query = sa.select(topic.c.parsed).where(topic.c.guild_id == guild_id).order_by(topic.c.topic)
    return list((await connection.execute(query)).scalars())


def loaded(rows: Iterable[str]) -> list[Topic]:
    """The topics behind ``rows`` of ``parsed``."""
    return [Topic.model_validate_json(row) for row in rows]


def _key(guild_id: int, slug: str) -> tuple[sa.ColumnElement[bool], ...]:
    return topic.c.guild_id == guild_id, topic.c.topic == slug
