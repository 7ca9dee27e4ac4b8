"""The language of direct messages and of what is posted unasked, where Discord does not say it."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

import discord
from discord.ext import commands

from bot.discord_ui.actions import Interaction
from bot.discord_ui.language import ENGLISH, posting, speaking, translations
from bot.errors import StoreError
from bot.store import Database, languages

log = logging.getLogger(__name__)


async def voice(
    client: discord.Client, database: Database, *, member_id: int, guild_id: int | None
) -> AbstractContextManager[None]:
    """A block in which the language of a server is spoken, or (with None) that of a member."""
    if guild_id is not None:
        return posting(client, guild_id)
    async with database.read() as connection:
        return speaking(await languages.get(connection, member_id))


class LanguageCog(commands.Cog):
    """Remembers which language a member has set, from the commands that they type."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type is not discord.InteractionType.application_command:
            return
        member_id = interaction.user.id
        locale = None if translations(interaction.locale) is ENGLISH else str(interaction.locale)
        try:
            async with self._database.read() as connection:
                before = await languages.get(connection, member_id)
            if before != locale:
                async with self._database.write() as connection:
                    await languages.put(connection, member_id, locale)
        except StoreError as error:
            # The command itself says so to the member.
            log.warning("The language of a member was not kept: %s", error)
