"""``/progress``."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import charts
from bot.cogs.topics import known_topic, topic_choices
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards.progress import PICTURE, description, progress_card, progress_words
from bot.discord_ui.guard import guarded
from bot.discord_ui.reply import in_time, publish
from bot.interview.progress import progress
from bot.store import Database, attempts, nudges, reviews
from bot.store.banks import Banks

DEFAULT_ZONE = "UTC"


class ProgressCog(commands.Cog):
    """One member's progress, for that member alone."""

    def __init__(self, client: Any, database: Database, banks: Banks, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._database = database
        self._banks = banks
        self._clock = clock

    @app_commands.command(description="See how you are coming along: strength, marks, streak, what is due")
    @app_commands.describe(topic="Only this topic, question by question")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def progress(self, interaction: Interaction, topic: str | None = None) -> None:
        async def work() -> None:
            bank = await self._banks.of(interaction.guild_id)
            view, pictures = await in_time(
                interaction, self._drawn(interaction, known_topic(topic, bank)), ephemeral=True
            )
            await publish(interaction, view, pictures, ephemeral=True)

        await guarded(interaction, work())

    @progress.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._banks.of(interaction.guild_id), typed)

    async def _drawn(self, interaction: Interaction, topic: str | None) -> tuple[ui.LayoutView, list[discord.File]]:
        member_id, bank = interaction.user.id, await self._banks.of(interaction.guild_id)
        async with self._database.read() as connection:
            tried = await attempts.of_member(connection, member_id, topic)
            coming = await reviews.of_member(connection, member_id)
            wish = await nudges.get(connection, member_id)
        zone = ZoneInfo(wish.zone if wish else DEFAULT_ZONE)
        found = progress(tried, coming, bank, topic=topic, zone=zone, now=self._clock())
        if not found.answers:
            return progress_card(found, bank, wish, member_id, picture=False), []
        png = await charts.in_thread(charts.draw_progress, found, progress_words(found, bank))
        picture = discord.File(io.BytesIO(png), PICTURE, description=description(found, bank)[:1024])
        return progress_card(found, bank, wish, member_id, picture=True), [picture]
