"""What a server has of a topic, as files."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping

import discord

from bot.bank import MarkedAnswer, answers_file, phrases_file, topic_file
from bot.store import Database, phrasings, topics
from bot.store.phrasings import Sample


async def files_of(database: Database, guild_id: int, topic: str) -> dict[str, str]:
    """The texts by name: the file that was uploaded, with the phrases that were learnt, and the marked answers.

    Of a built-in topic, the phrases alone; nothing where nothing was learnt.
    """
    async with database.read() as connection:
        source = await topics.source(connection, guild_id, topic)
        learnt = (await phrasings.of_server(connection, guild_id)).get(topic, {})
        samples = await phrasings.samples(connection, guild_id, topic)

    def written() -> dict[str, str]:
        texts: dict[str, str] = {}
        if source is not None:
            texts[f"{topic}.yaml"] = topic_file(source, learnt)
        elif learnt:
            texts[f"{topic}.learnt.yaml"] = phrases_file(topic, learnt)
        if samples:
            texts[f"{topic}.answers.yaml"] = answers_file(topic, map(_marked, samples))
        return texts

    return await asyncio.to_thread(written)


def attached(texts: Mapping[str, str]) -> list[discord.File]:
    """The texts as files to be sent."""
    return [discord.File(io.BytesIO(text.encode()), name) for name, text in texts.items()]


def _marked(sample: Sample) -> MarkedAnswer:
    """In the marks of such files, 0 to 5 by quarters."""
    return MarkedAnswer(
        question=sample.question,
        mark=round(sample.mark / 5) / 4,
        answer=sample.body,
        kind="appeal",
        false_claim=sample.false_claim,
    )
