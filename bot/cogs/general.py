"""``/help`` and ``/settings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.topics import CHOICES, topic_choices
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import help_card
from bot.discord_ui.cards.settings import settings_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _, language_names
from bot.discord_ui.reply import whisper
from bot.errors import RefusedError, Translatable
from bot.interview import Home, Rules
from bot.store import Database, servers
from bot.store.banks import Banks
from bot.store.servers import ServerSettings

if TYPE_CHECKING:
    from bot.config import InterviewSettings

MANAGERS_ONLY = Translatable("Only members who may manage the server (*Manage Server*) can change its settings.")
MIXED = "mixed"
DISCORDS = "discord"


class GeneralCog(commands.Cog):
    """What the bot can do, and how a server wants it."""

    def __init__(
        self, client: Any, database: Database, banks: Banks, rules: Rules, defaults: InterviewSettings
    ) -> None:
        self._client = client
        self._database = database
        self._banks = banks
        self._rules = rules
        self._defaults = defaults

    @app_commands.command(description="What I can do, with examples to copy")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def help(self, interaction: Interaction) -> None:
        async def work() -> None:
            bank = await self._banks.of(interaction.guild_id)
            await whisper(interaction, help_card(bank, self._rules))

        await guarded(interaction, work())

    @app_commands.command(description="Where and how interviews are held in this server")
    @app_commands.describe(
        held_in="Where interviews are held",
        topic="The topic when somebody names none; mixed for all topics",
        questions="How many questions when somebody names no number, 1 to 20",
        language="The language of what everybody sees; each member is spoken to in their own",
        moderators="Who else looks after appeals and this server's questions; @everyone for nobody else",
    )
    @app_commands.rename(held_in="interviews")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(
        self,
        interaction: Interaction,
        held_in: Literal["thread", "channel", "private"] | None = None,
        topic: str | None = None,
        questions: app_commands.Range[int, 1, 20] | None = None,
        moderators: discord.Role | None = None,
        language: str | None = None,
    ) -> None:
        async def work() -> None:
            # Servers may hand the command to others; changing how it works for everybody stays with its managers.
            if interaction.guild_id is None or not interaction.permissions.manage_guild:
                raise RefusedError(MANAGERS_ONLY)
            bank = await self._banks.of(interaction.guild_id)
            if topic not in (None, MIXED) and topic not in bank.topics:
                raise RefusedError(
                    "There is no topic of that name. Choose one of: {topics}.", topics=", ".join(bank.topics)
                )
            if language not in (None, DISCORDS, *language_names()):
                raise RefusedError("I do not speak that language. Choose one of those that are offered.")
            async with self._database.write() as connection:
                before = await servers.get(connection, interaction.guild_id)
                after = ServerSettings(
                    held_in=Home(held_in) if held_in else before.held_in,
                    topic=before.topic if topic is None else (None if topic == MIXED else topic),
                    questions=questions or before.questions,
                    moderator_role_id=before.moderator_role_id if moderators is None else _named(moderators),
                    language=before.language if language is None else (None if language == DISCORDS else language),
                )
                if after != before:
                    await servers.put(connection, interaction.guild_id, after)
            self._client.server_languages.pop(interaction.guild_id, None)
            if after.language is not None:
                self._client.server_languages[interaction.guild_id] = after.language
            card = settings_card(after, Home(self._defaults.held_in), self._defaults.questions, bank)
            await interaction.response.send_message(view=card, ephemeral=True)

        await guarded(interaction, work())

    @settings.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        bank = await self._banks.of(interaction.guild_id)
        return [app_commands.Choice(name=_("Mixed: all topics"), value=MIXED), *topic_choices(bank, typed)][:CHOICES]

    @settings.autocomplete("language")
    async def _languages(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        offered = {DISCORDS: _("As Discord has it"), **language_names()}
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=name, value=code) for code, name in offered.items() if wanted in name.casefold()
        ]


def _named(role: discord.Role) -> int | None:
    """The role's id; None for the one that everybody has."""
    return None if role.is_default() else role.id
