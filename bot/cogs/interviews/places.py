"""Where an interview can be held, asked before anything is sent, so that no request is refused by Discord."""

from __future__ import annotations

import discord

from bot.discord_ui.actions import Interaction
from bot.errors import Translatable
from bot.interview import Home

NO_THREAD = Translatable(
    "I may not open threads here (*Create Public Threads* or *Send Messages in Threads* is missing), so we stay in the "
    "channel."
)
NO_CHANNEL = Translatable("I may not write in this channel, so only you see this.")
NOT_INSTALLED = Translatable("I am not a member of this server, so only you see this.")
GROUP_CHAT = Translatable("In a group chat only you see this.")
THREAD_FAILED = Translatable("Opening a thread did not work, so only you see this.")


def home_for(interaction: Interaction, wanted: Home, *, private: bool) -> tuple[Home, Translatable | None]:
    """The home that comes nearest to ``wanted``, and a sentence where it is another one, not translated yet."""
    if interaction.guild_id is None and interaction.context.dm_channel:
        return Home.DIRECT, None
    if private or wanted is Home.PRIVATE:
        return Home.PRIVATE, None
    if interaction.guild_id is None:
        return Home.PRIVATE, GROUP_CHAT
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return Home.PRIVATE, NOT_INSTALLED
    return _in_server(interaction.channel, interaction.app_permissions, wanted)


def _in_server(channel: object, mine: discord.Permissions, wanted: Home) -> tuple[Home, Translatable | None]:
    if isinstance(channel, discord.Thread):
        home, may_write = Home.THREAD, mine.send_messages_in_threads
    else:
        home, may_write = Home.CHANNEL, mine.send_messages
        if wanted is Home.THREAD and isinstance(channel, discord.TextChannel):
            if mine.view_channel and mine.create_public_threads and mine.send_messages_in_threads:
                return Home.THREAD, None
            return (home, NO_THREAD) if mine.view_channel and may_write else (Home.PRIVATE, NO_CHANNEL)
    return (home, None) if mine.view_channel and may_write else (Home.PRIVATE, NO_CHANNEL)
