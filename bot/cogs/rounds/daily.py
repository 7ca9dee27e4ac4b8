"""``/daily``: a server's question of the day."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.rounds.calendar import Calendar
from bot.cogs.rounds.cog import may_write
from bot.cogs.rounds.zones import time_named, zones_like
from bot.cogs.topics import CHOICES, topic_choices, topic_named
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import notice_card
from bot.discord_ui.cards.daily import daily_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _
from bot.discord_ui.reply import whisper
from bot.errors import RefusedError, Translatable
from bot.interview.zone import zone_named

MIXED = "mixed"
MANAGERS_ONLY = Translatable(
    "Only members who may manage the server (*Manage Server*) can set its question of the day."
)
NOT_SET = Translatable("There is no question of the day in this server. `/daily set` begins one.")
MAY_NOT_WRITE = Translatable(
    "I may not write in {channel} (*View Channel* or *Send Messages* is missing). Choose another channel, or let me."
)


class DailyCog(commands.Cog):
    """A question a day, answered like a round that stays open for a day."""

    daily = app_commands.Group(
        name="daily",
        description="A question a day in a channel of this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    @daily.command(name="set", description="Ask a question every day")
    @app_commands.describe(
        channel="Where it is asked",
        time="At what time, with 24 hours: 09:00",
        timezone="By which clock: type a city and choose",
        topic="What to be asked about; leave it out for a mix",
    )
    async def set_(
        self,
        interaction: Interaction,
        channel: discord.TextChannel,
        time: str,
        timezone: str,
        topic: str | None = None,
    ) -> None:
        async def work() -> None:
            guild_id = _managed(interaction)
            at, zone = time_named(time), zone_named(timezone)
            bank = await self._calendar.banks.of(guild_id)
            about = None if topic in (None, MIXED) else topic_named(topic or "", bank)
            if about is not None and about not in bank.topics:
                raise RefusedError(
                    "There is no topic of that name. Choose one of: {topics}.", topics=", ".join(bank.topics)
                )
            if not may_write(channel, channel.permissions_for(channel.guild.me)):
                raise RefusedError(MAY_NOT_WRITE, channel=channel.mention)
            chosen = await self._calendar.set(guild_id=guild_id, channel_id=channel.id, at=at, zone=zone, topic=about)
            await whisper(interaction, daily_card(chosen, None, bank))

        await guarded(interaction, work())

    @daily.command(description="Ask no question of the day any more")
    async def off(self, interaction: Interaction) -> None:
        async def work() -> None:
            if not await self._calendar.off(_managed(interaction)):
                raise RefusedError(NOT_SET)
            sentence = _("There will be no question of the day any more. One that is open is revealed in its time.")
            await whisper(interaction, notice_card(sentence))

        await guarded(interaction, work())

    @daily.command(description="Where and when the question of the day is asked")
    async def show(self, interaction: Interaction) -> None:
        async def work() -> None:
            guild_id = _managed(interaction)
            chosen, latest = await self._calendar.get(guild_id)
            if chosen is None:
                raise RefusedError(NOT_SET)
            await whisper(interaction, daily_card(chosen, latest, await self._calendar.banks.of(guild_id)))

        await guarded(interaction, work())

    @set_.autocomplete("timezone")
    async def _zones(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in zones_like(typed)]

    @set_.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        bank = await self._calendar.banks.of(interaction.guild_id)
        return [app_commands.Choice(name=_("Mixed: all topics"), value=MIXED), *topic_choices(bank, typed)][:CHOICES]


def _managed(interaction: Interaction) -> int:
    """The id of the server that the member may manage.

    Servers may hand the command to others; what is asked of everybody stays with the managers.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise RefusedError(MANAGERS_ONLY)
    return interaction.guild_id
