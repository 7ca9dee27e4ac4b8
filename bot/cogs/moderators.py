"""Who looks after a server's questions and its appeals."""

from __future__ import annotations

import discord

from bot.discord_ui.actions import Interaction
from bot.errors import RefusedError
from bot.store import Database, servers


def in_server(interaction: Interaction) -> int:
    """The id of the server where the bot is a member and this happens. RefusedError anywhere else."""
    alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    if interaction.guild_id is None or alone:
        raise RefusedError("That works only in a server that I am a member of.")
    return interaction.guild_id


async def is_moderator(interaction: Interaction, database: Database) -> bool:
    """Whether the member may manage this server, or has the role that its managers named in ``/settings``."""
    if interaction.permissions.manage_guild:
        return True
    async with database.read() as connection:
        role = (await servers.get(connection, interaction.guild_id)).moderator_role_id
    member = interaction.user
    return role is not None and isinstance(member, discord.Member) and member.get_role(role) is not None


async def check_moderator(interaction: Interaction, database: Database) -> int:
    """The id of the server that the member moderates. RefusedError for anybody else."""
    guild_id = in_server(interaction)
    if not await is_moderator(interaction, database):
        raise RefusedError(
            "Only who moderates here may do that: members with *Manage Server*, or with the role that they name in "
            "`/settings moderators:`."
        )
    return guild_id
