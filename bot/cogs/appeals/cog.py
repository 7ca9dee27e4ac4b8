"""*Appeal* on a feedback card, and ``/appeals``."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.appeals.desk import AppealDesk
from bot.cogs.languages import voice
from bot.cogs.moderators import check_moderator, in_server, is_moderator
from bot.discord_ui.actions import ID, PLACE, Action, Interaction, one_of
from bot.discord_ui.appeal_forms import PHRASE, POINT, WHY, WORD, AcceptForm, AppealForm, UpholdForm
from bot.discord_ui.cards import notice_card
from bot.discord_ui.cards.appeals import empty_queue_card, own_appeals_card, queue_card, verdicts_card
from bot.discord_ui.forms import fields
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _
from bot.discord_ui.reply import in_time, redraw, whisper
from bot.discord_ui.text import visible
from bot.errors import StoreError
from bot.interview.appeal import Appeal
from bot.interview.attempt import Source

log = logging.getLogger(__name__)


class AppealCog(commands.Cog):
    """Members dispute marks, moderators decide."""

    def __init__(self, client: Any, desk: AppealDesk) -> None:
        self._client = client
        self._desk = desk

    async def cog_load(self) -> None:
        self._client.actions.add(
            {
                "appeal": Action(self._ask, one_of(*Source), ID, PLACE),
                "appealed": Action(self._make, one_of(*Source), ID, PLACE, ID),
                "appeal-accept": Action(self._ask_accept, ID),
                "appeal-accepted": Action(self._accept, ID),
                "appeal-uphold": Action(self._ask_uphold, ID),
                "appeal-upheld": Action(self._uphold, ID),
                "appeal-next": Action(self._next, ID),
            }
        )

    # ---------------------------------------------------------------- members

    async def _ask(self, interaction: Interaction, arguments: list[str]) -> None:
        source, source_id, position = Source(arguments[0]), int(arguments[1]), int(arguments[2])
        guild_id = in_server(interaction)
        here = (source, source_id, position, interaction.user.id)
        disputed, question, points = await self._desk.grounds(*here, guild_id)
        await interaction.response.send_modal(AppealForm(question, points, disputed.model_seen, *here))

    async def _make(self, interaction: Interaction, arguments: list[str]) -> None:
        source, source_id, position = Source(arguments[0]), int(arguments[1]), int(arguments[2])
        guild_id = in_server(interaction)
        form = fields(interaction)
        point, why = form.get(POINT, ""), visible(form.get(WHY, ""))
        await self._desk.make(source, source_id, position, interaction.user.id, guild_id, point, why)
        await whisper(
            interaction,
            notice_card(_("Your appeal waits for the moderators, who see it with `/appeals`. You will hear from me.")),
        )

    @app_commands.command(description="Disputed marks: your own, and for moderators the queue")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def appeals(self, interaction: Interaction) -> None:
        async def work() -> None:
            guild_id = in_server(interaction)
            if await is_moderator(interaction, self._desk.database):
                await whisper(interaction, await self._queue(interaction, guild_id))
                return
            own = await self._desk.own(guild_id, interaction.user.id)
            await whisper(interaction, own_appeals_card(own, await self._desk.banks.of(guild_id)))

        await guarded(interaction, work())

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: Interaction, _command: object) -> None:
        """Tell whoever comes back what became of appeals, where no direct message could."""
        if interaction.guild_id is None or not interaction.response.is_done():
            return

        async def work() -> None:
            assert interaction.guild_id is not None
            try:
                decided = await self._desk.untold(interaction.guild_id, interaction.user.id)
            except StoreError as error:
                # The command itself has said so already.
                log.warning("Whether there is news of appeals is not known: %s", error)
                return
            if decided:
                await whisper(interaction, verdicts_card(decided, await self._desk.banks.of(interaction.guild_id)))
                await self._desk.told(*decided)

        await guarded(interaction, work())

    # ---------------------------------------------------------------- moderators

    async def _next(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._desk.database)
        await redraw(interaction, await self._queue(interaction, guild_id, int(arguments[0])))

    async def _ask_accept(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._desk.database)
        found = await self._desk.judged(int(arguments[0]), guild_id, interaction.user.id)
        await interaction.response.send_modal(AcceptForm(*found))

    async def _ask_uphold(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._desk.database)
        appeal = await self._desk.waits(int(arguments[0]), guild_id, interaction.user.id)
        await interaction.response.send_modal(UpholdForm(appeal))

    async def _accept(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._desk.database)
        form = fields(interaction)
        phrase, word = visible(form.get(PHRASE, "")), visible(form.get(WORD, ""))
        work = self._desk.accept(int(arguments[0]), guild_id, interaction.user.id, phrase, word)
        after = await in_time(interaction, work, ephemeral=True)
        note = _("Accepted: {before} → {after}. I tell the writer.").format(
            before=after.mark_before, after=after.mark_after
        )
        await self._decided(interaction, after, note)

    async def _uphold(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._desk.database)
        word = visible(fields(interaction).get(WORD, ""))
        after = await self._desk.uphold(int(arguments[0]), guild_id, interaction.user.id, word)
        await self._decided(interaction, after, _("The mark stays. I tell the writer."))

    async def _decided(self, interaction: Interaction, after: Appeal, note: str) -> None:
        log.info("Appeal %s in server %s: %s", after.id, after.guild_id, after.verdict)
        await redraw(interaction, await self._queue(interaction, after.guild_id, after.id, f"-# {note}"))
        if await self._tell(interaction.guild, after):
            await self._desk.told(after)

    async def _queue(
        self, interaction: Interaction, guild_id: int, after_id: int = 0, note: str | None = None
    ) -> discord.ui.LayoutView:
        docket = await self._desk.next(guild_id, after_id)
        if docket is not None:
            return queue_card(docket.appeal, docket.disputed, docket.bank, docket.waiting, note)
        own = await self._desk.own(guild_id, interaction.user.id)
        return empty_queue_card(own, await self._desk.banks.of(guild_id), note)

    async def _tell(self, guild: discord.Guild | None, after: Appeal) -> bool:
        """Write to the writer. False where that is not possible."""
        bank = await self._desk.banks.of(after.guild_id)
        with await voice(self._client, self._desk.database, member_id=after.member_id, guild_id=None):
            card = verdicts_card([after], bank, guild.name if guild else "")
        try:
            channel = await self._client.create_dm(discord.Object(after.member_id))
            await channel.send(view=card)
        except discord.HTTPException as error:
            log.info("The writer of appeal %s takes no direct messages: %s", after.id, error)
            return False
        return True
