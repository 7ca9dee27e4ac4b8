"""Where an interview can be held, asked before anything is sent, so that no request is refused by Discord."""

from __future__ import annotations

import discord

from bot.discord_ui.actions import Interaction
from bot.interview import Home

_NO_THREADS = "I may not open threads here (*Create Public Threads* or *Send Messages in Threads* is missing)"
NO_THREAD = f"{_NO_THREADS}, so we stay in the channel."
NO_CHANNEL = "I may not write in this channel, so only you see this."
NOT_INSTALLED = "I am not a member of this server, so only you see this."
GROUP_CHAT = "In a group chat only you see this."
THREAD_FAILED = "Opening a thread did not work, so only you see this."


def home_for(interaction: Interaction, wanted: Home, *, private: bool) -> tuple[Home, str | None]:
    """The home that comes nearest to ``wanted``, and a sentence where it is another one."""
    if interaction.guild_id is None:
        if interaction.context.dm_channel:
            return Home.DIRECT, None
        return Home.PRIVATE, None if private else GROUP_CHAT
    if private or wanted is Home.PRIVATE:
        return Home.PRIVATE, None
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return Home.PRIVATE, NOT_INSTALLED
    permissions = interaction.app_permissions
    if isinstance(interaction.channel, discord.Thread):
        may_write = permissions.view_channel and permissions.send_messages_in_threads
        return (Home.THREAD, None) if may_write else (Home.PRIVATE, NO_CHANNEL)
    may_write = permissions.view_channel and permissions.send_messages
    if wanted is Home.CHANNEL:
        return (Home.CHANNEL, None) if may_write else (Home.PRIVATE, NO_CHANNEL)
    threads = permissions.view_channel and permissions.create_public_threads and permissions.send_messages_in_threads
    if isinstance(interaction.channel, discord.TextChannel) and threads:
        return Home.THREAD, None
    if not may_write:
        return Home.PRIVATE, NO_CHANNEL
    return Home.CHANNEL, NO_THREAD if isinstance(interaction.channel, discord.TextChannel) else None
