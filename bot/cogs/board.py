"""``/leaderboard``."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import charts
from bot.cogs.topics import known_topic, topic_choices
from bot.discord_ui.actions import ID, PLACE, ROLE, TOPIC, Action, Interaction, one_of
from bot.discord_ui.cards import board_card
from bot.discord_ui.cards.board import PICTURE, STEPS, description, steps
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import in_public
from bot.discord_ui.reply import in_time, publish, redraw, whisper
from bot.errors import RefusedError
from bot.interview.standings import Period, Standing
from bot.store import Database, standings
from bot.store.banks import Banks

log = logging.getLogger(__name__)

FEWEST = 2
"""So many must be on a board before it has a podium."""


class BoardCog(commands.Cog):
    """The standings of a server."""

    def __init__(self, client: Any, database: Database, banks: Banks, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._database = database
        self._banks = banks
        self._clock = clock

    async def cog_load(self) -> None:
        self._client.actions.add(
            {
                "board": Action(self._show, TOPIC),
                "page": Action(self._turn, ID, ROLE, one_of(*Period), PLACE, TOPIC),
            }
        )

    @app_commands.command(description="Who is ready? The standings of this server")
    @app_commands.describe(period="Since when", topic="Only this topic")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def leaderboard(
        self, interaction: Interaction, period: Literal["week", "month", "all"] = "week", topic: str | None = None
    ) -> None:
        async def work() -> None:
            named = known_topic(topic, await self._banks.of(interaction.guild_id))
            with in_public():
                drawn = await in_time(interaction, self._drawn(interaction, Period(period), 0, named))
            await publish(interaction, *drawn)

        await guarded(interaction, work())

    @leaderboard.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._banks.of(interaction.guild_id), typed)

    async def _show(self, interaction: Interaction, arguments: list[str]) -> None:
        drawn = await in_time(interaction, self._drawn(interaction, Period.WEEK, 0, arguments[0] or None))
        await whisper(interaction, *drawn)

    async def _turn(self, interaction: Interaction, arguments: list[str]) -> None:
        """Turn the page for its owner; anybody else gets a board of their own."""
        owner, _role, period, page, topic = arguments
        own = interaction.user.id == int(owner)
        seen_by_all = interaction.message is not None and not interaction.message.flags.ephemeral
        with in_public(own and seen_by_all):
            drawn = await in_time(interaction, self._drawn(interaction, Period(period), int(page), topic or None))
        await (redraw if own else whisper)(interaction, *drawn)

    async def _drawn(
        self, interaction: Interaction, period: Period, page: int, topic: str | None
    ) -> tuple[ui.LayoutView, list[discord.File]]:
        guild = interaction.guild
        if interaction.guild_id is None or guild is None:
            raise RefusedError("There is a leaderboard in servers only.")
        async with self._database.read() as connection:
            board = await standings.board(
                connection,
                guild_id=interaction.guild_id,
                period=period,
                topic=topic,
                page=page,
                member_id=interaction.user.id,
                now=self._clock(),
            )
        bank = await self._banks.of(interaction.guild_id)
        first = board.rows[:STEPS]
        if board.page > 0 or len(first) < FEWEST or not interaction.app_permissions.attach_files:
            return board_card(board, bank, interaction.user.id), []
        names = dict(zip((row.member_id for row in first), await self._names(guild, first), strict=True))
        png = await charts.in_thread(charts.draw_podium, steps(first, names))
        picture = discord.File(io.BytesIO(png), PICTURE, description=description(first, names))
        return board_card(board, bank, interaction.user.id, names=names), [picture]

    async def _names(self, guild: discord.Guild, rows: Sequence[Standing]) -> list[str | None]:
        """What those members are called here now; None for who has left. No name is kept."""
        return await asyncio.gather(*(_name(guild, row.member_id) for row in rows))


async def _name(guild: discord.Guild, member_id: int) -> str | None:
    member = guild.get_member(member_id)
    if member is None:
        try:
            member = await guild.fetch_member(member_id)
        except discord.HTTPException as error:
            log.info("A member of the podium is drawn without a name: %s", error)
            return None
    return member.display_name
