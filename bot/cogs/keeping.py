"""Once a day: forget what is older than the host wants, and the servers that the bot was removed from.

A server is forgotten by the process that it belongs to; what belongs to none, by the one with the first shard.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands, tasks

from bot.cogs.loops import end
from bot.cogs.shards import share_of
from bot.store import Database, keeping, standings

if TYPE_CHECKING:
    from bot.config import StoreSettings

log = logging.getLogger(__name__)

SWEEP_HOURS = 24.0


class KeepingCog(commands.Cog):
    """Keeps to what ``/privacy show`` says about how long things are kept."""

    def __init__(self, client: Any, database: Database, settings: StoreSettings, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._database = database
        self._settings = settings
        self._clock = clock

    async def cog_load(self) -> None:
        self._sweep.start()

    async def cog_unload(self) -> None:
        await end(self._sweep)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        async with self._database.write() as connection:
            await keeping.arrived(connection, guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        async with self._database.write() as connection:
            await keeping.left(connection, guild.id, self._clock())

    @tasks.loop(hours=SWEEP_HOURS)
    async def _sweep(self) -> None:
        try:
            await self.sweep(self._clock())
        except Exception:
            # An error that leaves the loop would stop it for good.
            log.exception("The sweep of old data failed")

    @_sweep.before_loop
    async def _wait(self) -> None:
        # Before that, the servers are not known.
        await self._client.wait_until_ready()

    async def sweep(self, now: datetime) -> None:
        """Delete what has been kept for long enough."""
        await self._look_around(now)
        async with self._database.read() as connection:
            departed = await keeping.left_before(connection, now - timedelta(days=self._settings.departure_days))
        share = share_of(self._client)
        for guild_id in filter(share.has, departed):
            async with self._database.write() as connection:
                await keeping.delete_server(connection, guild_id)
            self._client.server_languages.pop(guild_id, None)
            log.info("The data of server %s is deleted", guild_id)
        if share.has_first:
            await self._forget(now)
        await self._database.purge()

    async def _forget(self, now: datetime) -> None:
        """Delete what is older than the host wants, and the standings of weeks and months that are over."""
        if self._settings.retention_days:
            oldest = now - timedelta(days=self._settings.retention_days)
            more = True
            while more:
                async with self._database.write() as connection:
                    more = await keeping.delete_before(connection, oldest, now)
        async with self._database.write() as connection:
            await standings.forget_past(connection, now)

    async def _look_around(self, now: datetime) -> None:
        """Note which servers the bot has come into or was removed from while it was away."""
        present = {guild.id for guild in self._client.guilds}
        async with self._database.write() as connection:
            known = await keeping.servers(connection)
            for guild_id in present - {guild_id for guild_id, left_at in known.items() if left_at is None}:
                await keeping.arrived(connection, guild_id)
            for guild_id in filter(share_of(self._client).has, known.keys() - present):
                await keeping.left(connection, guild_id, now)
