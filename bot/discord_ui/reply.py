"""Answering an interaction within Discord's three seconds, in the place where the answer belongs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord
from discord import ui

from bot.discord_ui.actions import Interaction
from bot.discord_ui.guard import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION

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
        except discord.HTTPException as error:
            # What was typed is stored all the same.
            log.info("Interaction %s could not be acknowledged: %s", interaction.id, error)
    return await task


async def redraw(interaction: Interaction, view: ui.LayoutView) -> None:
    """Put ``view`` in place of the card that was pressed, or beside it where that cannot be changed any more."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
        return
    try:
        await interaction.response.edit_message(view=view)
    except discord.HTTPException as error:
        if interaction.response.is_done() or error.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED):
            raise
        log.info("The card of interaction %s cannot be edited: %s", interaction.id, error)
        await interaction.response.send_message(view=view, ephemeral=True)


async def whisper(interaction: Interaction, view: ui.LayoutView) -> None:
    """Show ``view`` to the member alone."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def publish(interaction: Interaction, view: ui.LayoutView) -> None:
    """Show ``view`` as the answer to a command, for everybody in the channel."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.send_message(view=view)
