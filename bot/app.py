"""The bot: opens the store, loads the cogs, serves until it is told to stop, drains and closes."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

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
from bot.discord_ui.translator import CatalogueTranslator
from bot.errors import ExitCode, StartError
from bot.interview import Rules
from bot.operation import logs, pulse
from bot.store import Database, facts, servers
from bot.store.banks import Banks

log = logging.getLogger(__name__)

DRAIN_SECONDS = 10
SYNCED = "synchronised commands"
FIRST_SHARD = 0
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014
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
            **options,
        )
        self.settings = settings
        self.bank = bank
        self.banks = Banks(bank)
        self.clock = clock
        self.actions = Actions()
        self.inflight: set[asyncio.Task[Any]] = set()
        self.server_languages: dict[int, str] = {}
        self.database: Database | None = None
        self._random = random or Random()  # noqa: S311 - it shuffles questions

    async def setup_hook(self) -> None:
        self.database = await Database.open(self.settings.store.place)
        self.banks = Banks(self.bank, self.database)
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
        await self._sync()

    async def on_message(self, message: discord.Message) -> None:
        """There are no commands with a prefix; the interviews' own listener takes messages."""

    async def close(self) -> None:
        await super().close()
        if self.database is not None:
            await self.database.close()

    async def _sync(self) -> None:
        """Tell Discord the commands, if they are not the ones it was told last time.

        Of several processes the one with the first shard does that. Where Discord does not take them, the bot goes on
        with those that it has, and tries again at the next start.
        """
        assert self.database is not None
        if self.shard_ids is not None and FIRST_SHARD not in self.shard_ids:
            return
        guild_id = self.settings.discord.development_guild
        guild = None if guild_id is None else discord.Object(guild_id)
        if guild is not None:
            self.tree.copy_global_to(guild=guild)
        await self.tree.set_translator(CatalogueTranslator())
        payload = [
            await command.get_translated_payload(self.tree, CatalogueTranslator())
            for command in self.tree.get_commands(guild=guild)
        ]
        written = json.dumps([str(guild_id), str(self.application_id), payload], sort_keys=True)
        digest = hashlib.sha256(written.encode()).hexdigest()
        async with self.database.read() as connection:
            if await facts.get(connection, SYNCED) == digest:
                return
        try:
            await self.tree.sync(guild=guild)
        except (discord.HTTPException, app_commands.CommandSyncFailure) as error:
            log.warning("Discord did not take the commands; those that it has stay: %s", error)
            return
        async with self.database.write() as connection:
            await facts.put(connection, SYNCED, digest)


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
        beats = asyncio.create_task(pulse.beat(bot, settings.health.file, settings.health.seconds))
        await asyncio.wait({runner, waiter}, return_when=asyncio.FIRST_COMPLETED)
        beats.cancel()
        pulse.stop(settings.health.file)
        await _drain(bot)
        await bot.close()
        waiter.cancel()
        await asyncio.gather(runner, waiter, beats, return_exceptions=True)
    if not runner.cancelled() and (error := runner.exception()) is not None:
        raise _in_words(error) from error


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
    if isinstance(error, (aiohttp.ClientError, discord.ConnectionClosed, discord.GatewayNotFound, OSError)):
        return StartError(f"Discord cannot be reached: {error}. Is the network up?", ExitCode.UNAVAILABLE)
    return error
