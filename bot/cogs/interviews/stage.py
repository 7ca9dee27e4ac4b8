"""Putting cards where they belong. One answer costs one request."""

from __future__ import annotations

import logging
from typing import Literal

import discord

from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.places import THREAD_FAILED
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import feedback_card
from bot.discord_ui.reply import redraw
from bot.discord_ui.show import card_of
from bot.discord_ui.text import cut
from bot.interview import Home, Interview

log = logging.getLogger(__name__)

THREAD_NAME = 100
ARCHIVE_MINUTES: Literal[1440] = 1440


async def open_stage(interaction: Interaction, desk: Desk, interview: Interview, note: str | None) -> None:
    """Put the first card of a new interview where it is held."""
    if interview.home is Home.THREAD and not isinstance(interaction.channel, discord.Thread):
        await _open_thread(interaction, desk, interview, note)
        return
    private = interview.home is Home.PRIVATE
    reply = await interaction.response.send_message(
        view=card_of(interview, desk.bank, desk.rules, note), ephemeral=private
    )
    await desk.placed(interview, interview.home, interaction.channel_id, None if private else reply.message_id)


async def _open_thread(interaction: Interaction, desk: Desk, interview: Interview, note: str | None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    channel = interaction.channel
    assert isinstance(channel, discord.TextChannel)
    name = cut(f"{interaction.user.display_name} · {interview.topic or 'mixed'} interview", THREAD_NAME)
    try:
        thread = await channel.create_thread(
            name=name, type=discord.ChannelType.public_thread, auto_archive_duration=ARCHIVE_MINUTES
        )
        message = await thread.send(view=card_of(interview, desk.bank, desk.rules, note))
    except discord.HTTPException as error:
        log.warning("No thread in channel %s: %s", channel.id, error)
        private = await desk.placed(interview, Home.PRIVATE, interaction.channel_id, None)
        await interaction.edit_original_response(view=card_of(private, desk.bank, desk.rules, THREAD_FAILED))
        return
    await desk.placed(interview, Home.THREAD, thread.id, message.id)
    await interaction.edit_original_response(content=f"Your interview is in {thread.mention}. Friends may watch.")


async def go_on(interaction: Interaction, desk: Desk, interview: Interview, position: int) -> None:
    """Show what comes after the feedback on question ``position``.

    In a thread or a direct chat the feedback stays to be read again and the next card follows below it; in a channel
    and in private the next card takes its place.
    """
    view = card_of(interview, desk.bank, desk.rules)
    ephemeral = interaction.message is not None and interaction.message.flags.ephemeral
    if interview.home not in (Home.THREAD, Home.DIRECT) or ephemeral:
        await redraw(interaction, view)
        return
    await redraw(interaction, feedback_card(interview, position, desk.bank, desk.rules, closed=True))
    message = await interaction.followup.send(view=view, wait=True)
    await desk.placed(interview, interview.home, interview.channel_id, message.id)
