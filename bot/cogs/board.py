"""``/leaderboard``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.bank import Bank
from bot.cogs.topics import topic_choices
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import board_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.reply import in_time, publish, redraw, whisper
from bot.errors import RefusedError
from bot.interview.standings import Period
from bot.store import Database, standings


class BoardCog(commands.Cog):
    """The standings of a server."""

    def __init__(self, client: Any, database: Database, bank: Bank, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._database = database
        self._bank = bank
        self._clock = clock

    async def cog_load(self) -> None:
        self._client.actions.add({"board": self._show, "page": self._turn})

    @app_commands.command(description="Who is ready? The standings of this server")
    @app_commands.describe(period="Since when", topic="Only this topic")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def leaderboard(
        self, interaction: Interaction, period: Literal["week", "month", "all"] = "week", topic: str | None = None
    ) -> None:
        async def work() -> None:
            if topic is not None and topic not in self._bank.topics:
                raise RefusedError(f"There is no topic of that name. Choose one of: {', '.join(self._bank.topics)}.")
            await publish(interaction, await in_time(interaction, self._view(interaction, Period(period), 0, topic)))

        await guarded(interaction, work())

    @leaderboard.autocomplete("topic")
    async def _topics(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(self._bank, typed)

    async def _show(self, interaction: Interaction, arguments: list[str]) -> None:
        await whisper(
            interaction, await in_time(interaction, self._view(interaction, Period.WEEK, 0, arguments[0] or None))
        )

    async def _turn(self, interaction: Interaction, arguments: list[str]) -> None:
        """Turn the page for its owner; anybody else gets a board of their own."""
        owner, _role, period, page, topic = arguments
        view = await in_time(interaction, self._view(interaction, Period(period), int(page), topic or None))
        if interaction.user.id == int(owner):
            await redraw(interaction, view)
        else:
            await whisper(interaction, view)

    async def _view(
        self, interaction: Interaction, period: Period, page: int, topic: str | None
    ) -> discord.ui.LayoutView:
        if interaction.guild_id is None:
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
        return board_card(board, self._bank, interaction.user.id)
