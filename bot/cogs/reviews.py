"""``/review``, and the reminders that questions are due."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.order import REVIEW, NothingDueError, Order
from bot.cogs.interviews.stage import start
from bot.cogs.languages import voice
from bot.cogs.loops import end
from bot.cogs.shards import share_of
from bot.discord_ui.actions import ID, Action, Interaction
from bot.discord_ui.cards.review import nothing_due_card, nudge_card, reminder_card
from bot.discord_ui.guard import NOT_DELIVERED, guarded
from bot.discord_ui.language import _
from bot.discord_ui.nudge_form import NudgeForm, wished
from bot.discord_ui.reply import whisper
from bot.errors import RefusedError
from bot.interview import Home, Mode
from bot.interview.nudge import Nudge
from bot.interview.zone import zone_named
from bot.store import Connection, nudges, reviews

if TYPE_CHECKING:
    from bot.config import InterviewSettings

log = logging.getLogger(__name__)

SWEEP_MINUTES = 5.0

Own = dict[int, set[reviews.Key]]
"""Questions by the server whose own they are."""


class ReviewCog(commands.Cog):
    """What was answered comes back on the right day."""

    def __init__(self, client: Any, desk: Desk, defaults: InterviewSettings) -> None:
        self._client = client
        self._desk = desk
        self._defaults = defaults

    async def cog_load(self) -> None:
        self._client.actions.add(
            {
                "review": Action(self._begin, ID),
                "nudge": Action(self._ask, ID),
                "nudge-set": Action(self._set),
                "nudge-stop": Action(self._stop, ID),
            }
        )
        self._remind.start()

    async def cog_unload(self) -> None:
        await end(self._remind)

    @app_commands.command(description="Answer again what is due today, so that it stays")
    @app_commands.describe(questions="How many at most, 1 to 20")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def review(self, interaction: Interaction, questions: app_commands.Range[int, 1, 20] = REVIEW) -> None:
        await guarded(interaction, self._start(interaction, questions))

    async def _begin(self, interaction: Interaction, arguments: list[str]) -> None:
        _check_own(interaction, arguments)
        await self._start(interaction, REVIEW)

    async def _start(self, interaction: Interaction, questions: int) -> None:
        member_id = interaction.user.id
        server = await self._desk.settings_of(interaction.guild_id)
        order = Order(topic=None, questions=questions, level=None, mode=Mode.PRACTICE, private=False, review=True)
        try:
            await start(interaction, self._desk, order, server.held_in or Home(self._defaults.held_in))
        except NothingDueError as nothing:
            await whisper(interaction, nothing_due_card(nothing.next_due, await self._wish(member_id), member_id))

    # ---------------------------------------------------------------- reminders

    async def _wish(self, member_id: int) -> Nudge | None:
        async with self._desk.database.read() as connection:
            return await nudges.get(connection, member_id)

    async def _ask(self, interaction: Interaction, arguments: list[str]) -> None:
        _check_own(interaction, arguments)
        await interaction.response.send_modal(NudgeForm(await self._wish(interaction.user.id), "nudge-set"))

    async def _set(self, interaction: Interaction, _arguments: list[str]) -> None:
        hour, named = wished(interaction)
        zone = zone_named(named)
        member_id = interaction.user.id
        async with self._desk.database.write() as connection:
            before = await nudges.get(connection, member_id)
            wish = Nudge.wished(member_id, hour, zone, before, self._desk.clock())
            await nudges.put(connection, wish)
        await whisper(interaction, nudge_card(wish, _("Done. Keep your direct messages open for me."), member_id))

    async def _stop(self, interaction: Interaction, arguments: list[str]) -> None:
        _check_own(interaction, arguments)
        async with self._desk.database.write() as connection:
            await nudges.stop(connection, interaction.user.id)
        await whisper(interaction, nudge_card(None, _("You get no more reminders."), interaction.user.id))

    @tasks.loop(minutes=SWEEP_MINUTES)
    async def _remind(self) -> None:
        try:
            # Direct messages are nobody's server's: one process sends them all.
            more = share_of(self._client).has_first
            while more:
                told, more = await self._to_tell()
                for member_id, due, own in told:
                    elsewhere = await self._within_reach(member_id, own)
                    if due + elsewhere > 0:
                        await self._tell(member_id, due, elsewhere)
        except Exception:
            # An error that leaves the loop would stop it for good.
            log.exception("Reminding members failed")

    @_remind.before_loop
    async def _when_connected(self) -> None:
        await self._client.wait_until_ready()

    async def _to_tell(self) -> tuple[list[tuple[int, int, Own]], bool]:
        """Whom to tell now and what is due, for a batch of members; and whether there may be more.

        What is due comes in two parts: the number of questions that are known everywhere, and those of servers' own.

        It is written down before anything is sent: after a crash in between a day goes without, and none has two.
        """
        now, found = self._desk.clock(), []
        async with self._desk.database.write() as connection:
            wishes = await nudges.at_hand(connection, now)
            for wish in wishes:
                due, own = await self._due(connection, wish.member_id, now)
                tell, after = wish.after(now, due=due > 0 or bool(own))
                await nudges.put(connection, after)
                if tell:
                    found.append((wish.member_id, due, own))
        return found, len(wishes) == nudges.BATCH

    async def _due(self, connection: Connection, member_id: int, now: datetime) -> tuple[int, Own]:
        """How many questions are due that are known everywhere, and which ones only servers know."""
        keys = await reviews.due(connection, member_id, now)
        unknown = {key for key in keys if self._desk.banks.builtin.get(*key) is None}
        own = {}
        if unknown:
            for guild_id in await reviews.servers(connection, member_id, {topic for topic, _question in unknown}):
                bank = await self._desk.banks.of(guild_id)
                if known := {key for key in unknown if bank.get(*key) is not None}:
                    own[guild_id] = known
        return len(keys) - len(unknown), own

    async def _within_reach(self, member_id: int, own: Own) -> int:
        """How many of servers' own questions the member can be asked: those of servers that they have not left."""
        return len({key for guild_id, keys in own.items() if await self._is_in(guild_id, member_id) for key in keys})

    async def _is_in(self, guild_id: int, member_id: int) -> bool:
        # Asked for each time: without the members intent nobody says who has left, and the server may be another
        # process's.
        try:
            await self._client.http.get_member(guild_id, member_id)
        except (discord.NotFound, discord.Forbidden):
            return False
        except NOT_DELIVERED as error:
            log.warning("Whether a member has left could not be found out: %s", error)
        return True

    async def _tell(self, member_id: int, due: int, elsewhere: int) -> None:
        with await voice(self._client, self._desk.database, member_id=member_id, guild_id=None):
            card = reminder_card(due, elsewhere, member_id)
        try:
            chat = await self._client.create_dm(discord.Object(member_id))
            await chat.send(view=card)
        except discord.Forbidden:
            log.info("A member takes no direct messages, so the reminders stop")
            async with self._desk.database.write() as connection:
                await nudges.stop(connection, member_id)
        except NOT_DELIVERED as error:
            log.warning("A reminder could not be sent: %s", error)


def _check_own(interaction: Interaction, arguments: list[str]) -> None:
    """Refuse who presses on somebody else's card."""
    if int(arguments[0]) != interaction.user.id:
        raise RefusedError("This is somebody else's card. Type /review for your own.")
