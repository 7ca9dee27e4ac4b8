"""One place where everything that goes wrong becomes a sentence for the member who pressed, typed or sent."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
import discord

from bot.discord_ui.language import _, listen, listen_to, said, server_language
from bot.errors import HotseatError, RefusedError, RefusedTextError, Translatable, UnsavedTextError

log = logging.getLogger(__name__)

SORRY = Translatable(
    "Sorry, that did not work, and it is the bot's fault. Everything you sent before is safe. Please try again."
)
NOT_DELIVERED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""How a request to Discord fails: refused, or no reply came. Without a reply it may have been done all the same."""
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060

Say = Callable[[str, list[discord.File]], Awaitable[Any]]


async def guarded(interaction: discord.Interaction[Any], work: Awaitable[None]) -> None:
    """Do ``work`` for an interaction; answer the member in one sentence if it fails. Never raises."""
    listen_to(interaction)
    await _guarded(interaction.client.inflight, interaction.id, work, partial(_say_to, interaction))


async def guarded_message(message: discord.Message, client: Any, work: Awaitable[None]) -> None:
    """The same for something that was typed, where everybody reads the answer."""

    async def say(sentence: str, files: list[discord.File]) -> None:
        await message.reply(sentence, files=files, mention_author=False)

    if message.guild is not None:
        locale = server_language(client, message.guild.id, message.guild.preferred_locale)
        listen(locale, locale)
    await _guarded(client.inflight, message.id, work, say)


async def explain(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer an interaction that failed with ``error``, and log it if it is no refusal."""
    await _explain(interaction.id, error, partial(_say_to, interaction))


async def _guarded(inflight: set[asyncio.Task[Any]], origin_id: int, work: Awaitable[None], say: Say) -> None:
    task = asyncio.current_task()
    assert task is not None
    inflight.add(task)
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the last place that can still answer the member
        await _explain(origin_id, error, say)
    finally:
        inflight.discard(task)


async def _explain(origin_id: int, error: Exception, say: Say) -> None:
    if isinstance(error, discord.HTTPException) and error.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED):
        # Too late, or another process was quicker: there is nobody to answer any more.
        log.info("Interaction %s could not be answered: %s", origin_id, error)
        return
    if not isinstance(error, RefusedError) and not isinstance(error.__cause__, RefusedError):
        log.error("Interaction %s failed", origin_id, exc_info=error)
    files = []
    if isinstance(error, (UnsavedTextError, RefusedTextError)):
        files.append(discord.File(io.BytesIO(error.text.encode(errors="replace")), _("your-answer.txt")))
    try:
        await say(said(error) if isinstance(error, HotseatError) else _(SORRY), files)
    except NOT_DELIVERED as failure:
        log.warning("Interaction %s could not be told what went wrong: %s", origin_id, failure)


async def _say_to(interaction: discord.Interaction[Any], sentence: str, files: list[discord.File]) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(sentence, ephemeral=True, files=files)
    else:
        await interaction.response.send_message(sentence, ephemeral=True, files=files)
