"""``/help`` and ``/settings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from discord import app_commands
from discord.ext import commands

from bot.bank import Bank
from bot.cogs.topics import CHOICES, topic_choices
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import help_card
from bot.discord_ui.cards.settings import settings_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.reply import whisper
from bot.errors import RefusedError
from bot.interview import Home, Rules
from bot.store import Database, servers
from bot.store.servers import ServerSettings

if TYPE_CHECKING:
    from bot.config import InterviewSettings

MANAGERS_ONLY = "Only members who may manage the server (*Manage Server*) can change its settings."
MIXED = "mixed"


class GeneralCog(commands.Cog):
    """What the bot can do, and how a server wants it."""

    def __init__(self, client: Any, database: Database, bank: Bank, rules: Rules, defaults: InterviewSettings) -> None:
        self._client = client
        self._database = database
        self._bank = bank
        self._rules = rules
        self._defaults = defaults

    @app_commands.command(description="What I can do, with examples to copy")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def help(self, interaction: Interaction) -> None:
        await guarded(interaction, whisper(interaction, help_card(self._bank, self._rules)))

    @app_commands.command(description="Where and how interviews are held in this server")
    @app_commands.describe(
        held_in="Where interviews are held",
        topic="The topic when somebody names none; mixed for all topics",
        questions="How many questions when somebody names no number, 1 to 20",
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
    ) -> None:
        async def work() -> None:
            # Servers may hand the command to others; changing how it works for everybody stays with its managers.
            if interaction.guild_id is None or not interaction.permissions.manage_guild:
                raise RefusedError(MANAGERS_ONLY)
            if topic not in (None, MIXED) and topic not in self._bank.topics:
                raise RefusedError(f"There is no topic of that name. Choose one of: {', '.join(self._bank.topics)}.")
            async with self._database.write() as connection:
                before = await servers.get(connection, interaction.guild_id)
                after = ServerSettings(
                    held_in=Home(held_in) if held_in else before.held_in,
                    topic=before.topic if topic is None else (None if topic == MIXED else topic),
                    questions=questions or before.questions,
                )
                if after != before:
                    await servers.put(connection, interaction.guild_id, after)
            card = settings_card(after, Home(self._defaults.held_in), self._defaults.questions, self._bank)
            await interaction.response.send_message(view=card, ephemeral=True)

        await guarded(interaction, work())

    @settings.autocomplete("topic")
    async def _topics(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name="Mixed: all topics", value=MIXED), *topic_choices(self._bank, typed)][:CHOICES]
