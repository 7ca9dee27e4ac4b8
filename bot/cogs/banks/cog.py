"""``/bank``."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import grading
from bot.bank import Topic
from bot.cogs.banks import upload
from bot.cogs.banks.files import attached, files_of
from bot.cogs.moderators import check_moderator, in_server
from bot.cogs.topics import topic_choices
from bot.discord_ui.actions import ID, PLACE, ROLE, SLUG, Action, Interaction
from bot.discord_ui.cards import notice_card
from bot.discord_ui.cards.banks import (
    FINDINGS,
    bank_card,
    health_card,
    refused_card,
    removal_card,
    topic_card,
    uploaded_card,
)
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _
from bot.discord_ui.reply import in_time, redraw, whisper
from bot.discord_ui.text import literal
from bot.errors import BankError, Finding, RefusedError, Translatable
from bot.interview.health import QuestionHealth, health
from bot.store import Database, appeals, grades, phrasings, topics
from bot.store.banks import Banks

log = logging.getLogger(__name__)

NO_TOPIC = Translatable("There is no topic of that name here. `/bank list` shows which there are.")
NOT_OWN = Translatable("That topic comes with the bot, so it cannot be removed here.")
NOTHING_LEARNT = Translatable(
    "That topic comes with the bot, and this server has added nothing to it, so there is no file. "
    "`/bank list` shows the topics of this server's own."
)
BUSY = Translatable("Another file of this server's is being tried just now. Send yours again in half a minute.")
LOST = Translatable("Discord could not give me that file. Please send it again.")


class BankCog(commands.GroupCog, group_name="bank", group_description="The questions that are asked in this server"):
    """The server's own questions beside the built-in ones."""

    def __init__(
        self,
        client: Any,
        database: Database,
        banks: Banks,
        profile: grading.Profile,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._client = client
        self._database = database
        self._banks = banks
        self._profile = profile
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._uploading: set[int] = set()
        assert isinstance(self.app_command, app_commands.Group)
        self.app_command.allowed_contexts = app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        )
        self.app_command.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)

    async def cog_load(self) -> None:
        self._client.actions.add(
            {"questions": Action(self._turn, ID, ROLE, PLACE, SLUG), "bank-remove": Action(self._remove, ID, SLUG)}
        )

    # ---------------------------------------------------------------- to look at

    @app_commands.command(name="list", description="The topics of this server: its own and the built-in ones")
    async def list_(self, interaction: Interaction) -> None:
        async def work() -> None:
            guild_id = in_server(interaction)
            bank = await self._banks.of(guild_id)
            async with self._database.read() as connection:
                own = await topics.all_of(connection, guild_id)
                learnt = await phrasings.of_server(connection, guild_id)
            await whisper(interaction, bank_card(bank, own, learnt))

        await guarded(interaction, work())

    @app_commands.command(description="The questions of one topic")
    @app_commands.describe(topic="Which topic")
    async def show(self, interaction: Interaction, topic: str) -> None:
        async def work() -> None:
            await whisper(interaction, await self._topic_card(interaction, topic, 0))

        await guarded(interaction, work())

    async def _turn(self, interaction: Interaction, arguments: list[str]) -> None:
        """Turn the page for its owner; anybody else gets a card of their own."""
        owner, _role, page, slug = arguments
        view = await self._topic_card(interaction, slug, int(page))
        if interaction.user.id == int(owner):
            await redraw(interaction, view)
        else:
            await whisper(interaction, view)

    async def _topic_card(self, interaction: Interaction, named: str, page: int) -> discord.ui.LayoutView:
        guild_id = in_server(interaction)
        found = await self._topic(guild_id, named)
        async with self._database.read() as connection:
            learnt = await phrasings.of_server(connection, guild_id)
        return topic_card(found, learnt, page, interaction.user.id)

    @app_commands.command(description="How the questions of a topic fare here, for moderators")
    @app_commands.describe(topic="Which topic")
    async def health(self, interaction: Interaction, topic: str) -> None:
        async def work() -> None:
            guild_id = await check_moderator(interaction, self._database)
            found = await self._topic(guild_id, topic)
            fares = await in_time(interaction, self._health(guild_id, found), ephemeral=True)
            await whisper(interaction, health_card(found, fares))

        await guarded(interaction, work())

    async def _health(self, guild_id: int, topic: Topic) -> list[QuestionHealth]:
        async with self._database.read() as connection:
            given = await grades.of_topic(connection, guild_id, topic.topic)
            won = await appeals.won(connection, guild_id, topic.topic)

        def sums() -> list[QuestionHealth]:
            read = {question: list(map(grading.loads, texts)) for question, texts in given.items()}
            return [health(one, read.get(one.id, []), won.get(one.id, 0)) for one in topic.questions]

        return await asyncio.to_thread(sums)

    # ---------------------------------------------------------------- to change

    @app_commands.command(description="Add a topic of this server's own, or replace one, for moderators")
    @app_commands.describe(file="A question file (YAML), as the README describes it")
    async def upload(self, interaction: Interaction, file: discord.Attachment) -> None:
        async def work() -> None:
            guild_id = await check_moderator(interaction, self._database)
            upload.check_size(file.size)
            if guild_id in self._uploading:
                raise RefusedError(BUSY)
            self._uploading.add(guild_id)
            try:
                await interaction.response.defer(ephemeral=True, thinking=True)
                await self._take(interaction, guild_id, await _read(file), file.filename)
            finally:
                self._uploading.discard(guild_id)

        await guarded(interaction, work())

    async def _take(self, interaction: Interaction, guild_id: int, content: bytes, name: str) -> None:
        try:
            async with self._one_at_a_time:
                read = await asyncio.to_thread(upload.read, content, name, self._banks.builtin, self._profile)
        except BankError as error:
            await interaction.edit_original_response(view=refused_card(error.findings))
            await self._attach(interaction, error.findings, name)
            return
        async with self._database.write() as connection:
            lengths = {each.topic: each.length for each in await topics.all_of(connection, guild_id)}
            upload.check_room(lengths, read.topic.topic, len(read.source))
            replaced = await topics.put(connection, guild_id, read.topic, read.source, self._clock())
        log.info("Server %s has the topic %s, %s questions", guild_id, read.topic.topic, len(read.topic.questions))
        card = uploaded_card(read.topic, read.findings, replaced=replaced, whole=read.whole)
        await interaction.edit_original_response(view=card)
        await self._attach(interaction, read.findings, name)

    async def _attach(self, interaction: Interaction, findings: tuple[Finding, ...], name: str) -> None:
        """Send findings as a file where a card cannot show them all."""
        if len(findings) <= FINDINGS:
            return
        text = "\n".join(map(str, findings)) + "\n"
        sentence = _("All {count} findings are in this file.").format(count=len(findings))
        file = discord.File(
            io.BytesIO(text.encode(errors="replace")), f"{name.rpartition('.')[0] or name}.findings.txt"
        )
        await interaction.followup.send(sentence, file=file, ephemeral=True)

    @app_commands.command(description="The file of a topic with the phrases that were learnt, for moderators")
    @app_commands.describe(topic="Which topic")
    async def download(self, interaction: Interaction, topic: str) -> None:
        async def work() -> None:
            guild_id = await check_moderator(interaction, self._database)
            found = await self._topic(guild_id, topic)
            await interaction.response.defer(ephemeral=True, thinking=True)
            files = await files_of(self._database, guild_id, found.topic)
            if not files:
                raise RefusedError(NOTHING_LEARNT)
            sentence = _("What this server has of {title}.").format(title=literal(found.title, 100))
            await interaction.edit_original_response(content=sentence, attachments=attached(files))

        await guarded(interaction, work())

    @app_commands.command(description="Remove a topic of this server's own, for moderators")
    @app_commands.describe(topic="Which topic")
    async def remove(self, interaction: Interaction, topic: str) -> None:
        async def work() -> None:
            guild_id = await check_moderator(interaction, self._database)
            await whisper(interaction, removal_card(await self._own_topic(guild_id, topic), interaction.user.id))

        await guarded(interaction, work())

    async def _remove(self, interaction: Interaction, arguments: list[str]) -> None:
        guild_id = await check_moderator(interaction, self._database)
        owner, slug = arguments
        if interaction.user.id != int(owner):
            raise RefusedError("Somebody else asked for that. Type `/bank remove` yourself.")
        found = await self._own_topic(guild_id, slug)
        await interaction.response.defer()
        files = await files_of(self._database, guild_id, found.topic)
        async with self._database.write() as connection:
            now = self._clock()
            await topics.remove(connection, guild_id, found.topic, now)
            await phrasings.forget(connection, guild_id, found.topic, now)
        log.info("Server %s has removed the topic %s", guild_id, found.topic)
        title = literal(found.title, 100)
        view = notice_card(_("**{title}** is removed. Below is what there was of it.").format(title=title))
        await interaction.edit_original_response(view=view)
        await interaction.followup.send(files=attached(files), ephemeral=True)

    # ---------------------------------------------------------------- topics offered

    @show.autocomplete("topic")
    @health.autocomplete("topic")
    @download.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._banks.of(interaction.guild_id), typed)

    @remove.autocomplete("topic")
    async def _own_topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        offered = topic_choices(await self._banks.of(interaction.guild_id), typed)
        return [choice for choice in offered if choice.value not in self._banks.builtin.topics]

    # ---------------------------------------------------------------- parts

    async def _topic(self, guild_id: int, named: str) -> Topic:
        found = (await self._banks.of(guild_id)).topics.get(named.strip().casefold())
        if found is None:
            raise RefusedError(NO_TOPIC)
        return found

    async def _own_topic(self, guild_id: int, named: str) -> Topic:
        found = await self._topic(guild_id, named)
        if found.topic in self._banks.builtin.topics:
            raise RefusedError(NOT_OWN)
        return found


async def _read(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise RefusedError(LOST) from error
