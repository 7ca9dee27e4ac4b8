"""The bot: opens the store, loads the cogs, serves until it is told to stop, drains and closes."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import KeepAliveHandler

from bot import grading
from bot.bank import Bank, load_bank
from bot.cogs.appeals import AppealCog
from bot.cogs.appeals.desk import AppealDesk
from bot.cogs.banks import BankCog
from bot.cogs.board import BoardCog
from bot.cogs.general import GeneralCog
from bot.cogs.history import HistoryCog
from bot.cogs.interviews import InterviewCog
from bot.cogs.interviews.desk import Desk
from bot.cogs.keeping import KeepingCog
from bot.cogs.languages import LanguageCog
from bot.cogs.privacy import PrivacyCog
from bot.cogs.progress import ProgressCog
from bot.cogs.reviews import ReviewCog
from bot.cogs.rounds import DailyCog, RoundCog
from bot.cogs.rounds.calendar import Calendar
from bot.cogs.rounds.desk import RoundDesk
from bot.cogs.rounds.sheets import Sheets
from bot.config import Settings
from bot.discord_ui import forms
from bot.discord_ui.actions import ITEMS, Actions, Interaction
from bot.discord_ui.guard import explain
from bot.discord_ui.language import listen_to
from bot.errors import ExitCode, StartError
from bot.interview import Rules
from bot.operation import command_sync, logs, pulse, shards
from bot.store import Database, servers
from bot.store.banks import Banks

log = logging.getLogger(__name__)

DRAIN_SECONDS = 10
AUTHENTICATION_FAILED, INVALID_SHARD, SHARDING_REQUIRED, DISALLOWED_INTENTS = 4004, 4010, 4011, 4014
"""Close codes of Discord's gateway after which there is no use in trying again."""


class _Tree(app_commands.CommandTree["HotseatBot"]):
    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whoever types a command is spoken to in their own language from here on."""
        listen_to(interaction)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        await explain(interaction, error.original if isinstance(error, app_commands.CommandInvokeError) else error)


class HotseatBot(commands.AutoShardedBot):
    """One process of the bot. ``clock`` gives aware UTC times; ``random`` chooses questions."""

    def __init__(
        self,
        settings: Settings,
        bank: Bank,
        *,
        clock: Callable[[], datetime] = discord.utils.utcnow,
        random: Random | None = None,
        **options: Any,
    ) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = settings.discord.message_content
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            tree_cls=_Tree,
            **{"shard_count": settings.discord.shard_count, "shard_ids": settings.discord.shard_ids} | options,
        )
        self.settings = settings
        self.bank = bank
        self.banks = Banks(bank)
        self.clock = clock
        self.actions = Actions()
        self.inflight: set[asyncio.Task[Any]] = set()
        self.server_languages: dict[int, str] = {}
        self.database: Database | None = None
        self._turns: shards.Turns | None = None
        self._random = random or Random()  # noqa: S311 - it shuffles questions

    async def setup_hook(self) -> None:
        self.database = await Database.open(self.settings.store.place)
        self.banks = Banks(self.bank, self.database)
        if self.settings.discord.shard_count is not None:
            self._turns = await shards.announce(self, self.database)
        async with self.database.read() as connection:
            self.server_languages = await servers.languages(connection)
        self.add_dynamic_items(*ITEMS)
        self.add_listener(forms.take, "on_interaction")
        interviews = self.settings.interviews
        rules = Rules(
            silence=timedelta(minutes=interviews.silence_minutes),
            exam_time=timedelta(minutes=interviews.exam_minutes),
            hint_price=interviews.hint_price,
        )
        profile = grading.PROFILES[self.settings.grading.profile]
        desk = Desk(self.database, self.banks, rules, profile, self.clock, self._random)
        await self.add_cog(InterviewCog(self, desk, interviews))
        await self.add_cog(ReviewCog(self, desk, interviews))
        await self.add_cog(ProgressCog(self, self.database, self.banks, self.clock))
        await self.add_cog(HistoryCog(self, self.database, self.banks, rules))
        await self.add_cog(BoardCog(self, self.database, self.banks, self.clock))
        settings = self.settings.rounds
        rounds = RoundDesk(
            self.database, self.banks, self.clock, self._random, timedelta(minutes=settings.pause_minutes)
        )
        late = timedelta(hours=self.settings.daily.late_hours)
        calendar = Calendar(self.database, self.banks, self.clock, self._random, late)
        await self.add_cog(RoundCog(self, rounds, Sheets(rounds, profile), calendar, settings))
        await self.add_cog(DailyCog(calendar))
        court = AppealDesk(self.database, self.banks, rules, profile, self.clock)
        await self.add_cog(AppealCog(self, court))
        await self.add_cog(BankCog(self, self.database, self.banks, profile, self.clock))
        await self.add_cog(GeneralCog(self, self.database, self.banks, rules, interviews))
        await self.add_cog(LanguageCog(self.database))
        await self.add_cog(PrivacyCog(self, self.database, self.settings.store, self.clock))
        await self.add_cog(KeepingCog(self, self.database, self.settings.store, self.clock))
        # The first grade of a process reads the word list, which takes a second; no member should wait for that.
        for _, question in islice(self.bank, 1):
            await asyncio.to_thread(grading.grade, question, question.ask)
        await command_sync.sync(self, self.database)

    async def on_message(self, message: discord.Message) -> None:
        """There are no commands with a prefix; the interviews' own listener takes messages."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if self._turns is None or shard_id is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self._turns.wait(shard_id)

    async def close(self) -> None:
        try:
            await super().close()
            for task in self.inflight:
                task.cancel()
            await asyncio.gather(*self.inflight, return_exceptions=True)
            # discord.py forgets the connection of a shard that has not identified yet; its heartbeat's thread has it.
            for thread in threading.enumerate():
                if isinstance(thread, KeepAliveHandler) and thread.ws.loop is self.loop:
                    await thread.ws.close(code=1000)
        finally:
            if self.database is not None:
                await self.database.close()


async def serve(settings: Settings) -> None:
    """Run the bot on Discord until SIGTERM or Ctrl-C, then let what is under way finish, and close.

    Raises:
        StartError: there is no token, or Discord refuses it or the message content intent, or cannot be reached.
        BankError, StoreError: questions or database cannot be used.
    """
    token = settings.discord.token.get_secret_value()
    if not token:
        raise StartError(
            "There is no token. Put it into config.toml under [discord] token, or into the environment variable "
            "HOTSEAT_DISCORD__TOKEN. Without one, try: hotseat demo",
            ExitCode.CONFIG,
        )
    logs.set_up(settings.log, token)
    bot = HotseatBot(settings, load_bank(settings.bank.folders))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with bot:
        runner = asyncio.create_task(bot.start(token))
        waiter = asyncio.create_task(stop.wait())
        settled = asyncio.create_task(_settled(bot))
        beats = asyncio.create_task(pulse.beat(bot, settings.health.file, settings.health.seconds))
        await asyncio.wait({runner, waiter}, return_when=asyncio.FIRST_COMPLETED)
        beats.cancel()
        pulse.stop(settings.health.file)
        await _drain(bot)
        # What is still starting would go on to open what is closed here.
        runner.cancel()
        waiter.cancel()
        settled.cancel()
        await asyncio.gather(runner, waiter, beats, settled, return_exceptions=True)
        await bot.close()
    if not runner.cancelled() and (error := runner.exception()) is not None:
        raise _in_words(error) from error


async def _settled(bot: HotseatBot) -> None:
    """Once the bot is ready, spare the collector what stays for good: to look through it stops everything for 0.2 s."""
    await bot.wait_until_ready()
    gc.collect()
    gc.freeze()


async def _drain(bot: HotseatBot) -> None:
    """Take nothing new, and let what is under way finish.

    Whoever presses or sends something from now on is told by Discord that nobody is there, and keeps the form open.
    """
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await asyncio.gather(*(shard.disconnect() for shard in bot.shards.values()))
            while bot.inflight:
                await asyncio.wait(set(bot.inflight))
    except TimeoutError:
        log.warning("Stopping with %d answers under way, after %d seconds", len(bot.inflight), DRAIN_SECONDS)


def _in_words(error: BaseException) -> BaseException:
    """What ended the bot, as a sentence that says what to do; an error that is none of these comes back as it is."""
    closed = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or closed == AUTHENTICATION_FAILED:
        return StartError(
            "Discord rejects the token. Copy it anew from the Developer Portal (Bot → Reset Token) into config.toml.",
            ExitCode.TOKEN_REJECTED,
        )
    if isinstance(error, discord.PrivilegedIntentsRequired) or closed == DISALLOWED_INTENTS:
        return StartError(
            "Discord refuses the message content intent. Switch it on in the Developer Portal (Bot → Message Content "
            "Intent), or set [discord] message_content = false; nothing but plain messages in threads needs it.",
            ExitCode.INTENT_REFUSED,
        )
    if closed in (INVALID_SHARD, SHARDING_REQUIRED):
        return StartError(
            "Discord refuses the shards. Raise [discord] shard_count (hotseat doctor says how many there must be), the "
            "same for all processes, or leave it out where there is one process.",
            ExitCode.CONFIG,
        )
    if isinstance(error, (aiohttp.ClientError, discord.ConnectionClosed, discord.GatewayNotFound, OSError)):
        return StartError(f"Discord cannot be reached: {error}. Is the network up?", ExitCode.UNAVAILABLE)
    return error
