"""Answering an interaction within Discord's three seconds, in the place where the answer belongs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import discord
from discord import ui

from bot.discord_ui.actions import Interaction
from bot.discord_ui.guard import ALREADY_ACKNOWLEDGED, NOT_DELIVERED, UNKNOWN_INTERACTION

log = logging.getLogger(__name__)

SLOW = 1.5
"""Seconds after which Discord is told that the answer takes longer; it gives up after 3."""

T = TypeVar("T")


async def in_time(interaction: Interaction, work: Coroutine[Any, Any, T], *, ephemeral: bool = False) -> T:
    """The result of ``work``; the interaction is acknowledged meanwhile if it takes long.

    ``ephemeral`` is whether what a command shows then is for the member alone.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=SLOW)
    if not done:
        try:
            await interaction.response.defer(ephemeral=ephemeral)
        except NOT_DELIVERED as error:
            # What was typed is stored all the same.
            log.info("Interaction %s could not be acknowledged: %s", interaction.id, error)
    return await task


async def redraw(interaction: Interaction, view: ui.LayoutView, pictures: Sequence[discord.File] | None = None) -> None:
    """Put ``view`` in place of the card that was pressed, or beside it where that cannot be changed any more.

    ``pictures`` are the files that it shows; None leaves those of the card as they are.
    """
    changed: dict[str, Any] = {"view": view} if pictures is None else {"view": view, "attachments": list(pictures)}
    if interaction.response.is_done():
        await interaction.edit_original_response(**changed)
        return
    try:
        await interaction.response.edit_message(**changed)
    except discord.HTTPException as error:
        if interaction.response.is_done() or error.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED):
            raise
        log.info("The card of interaction %s cannot be edited: %s", interaction.id, error)
        files = list(pictures or ())
        for file in files:
            file.reset()
        await interaction.response.send_message(view=view, ephemeral=True, files=files)


async def whisper(interaction: Interaction, view: ui.LayoutView, pictures: Sequence[discord.File] = ()) -> None:
    """Show ``view``, with the files that it shows, to the member alone."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True, files=list(pictures))
    else:
        await interaction.response.send_message(view=view, ephemeral=True, files=list(pictures))


async def publish(
    interaction: Interaction, view: ui.LayoutView, pictures: Sequence[discord.File] = (), *, ephemeral: bool = False
) -> None:
    """Show ``view``, with the files that it shows, as the answer to a command.

    Everybody in the channel sees it, or, ``ephemeral``, the member alone.
    """
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, attachments=list(pictures))
    else:
        await interaction.response.send_message(view=view, files=list(pictures), ephemeral=ephemeral)
