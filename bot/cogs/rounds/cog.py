"""``/round``, its buttons and its form, and the time that carries it on."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.cogs.loops import end
from bot.cogs.moderators import is_moderator
from bot.cogs.rounds.calendar import Calendar
from bot.cogs.rounds.conductor import Conductor
from bot.cogs.rounds.desk import GONE, RoundDesk, RunningError
from bot.cogs.rounds.sheets import Sheets, Text
from bot.cogs.shards import share_of
from bot.cogs.topics import topic_choices, topic_named
from bot.discord_ui.actions import ID, PLACE, Action, Handler, Interaction
from bot.discord_ui.cards import model_answer_card, notice_card
from bot.discord_ui.cards.round import receipt_card, round_feedback_card, running_card
from bot.discord_ui.forms import AnswerForm, filled
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _, in_public, said
from bot.discord_ui.reply import in_time, redraw, whisper
from bot.errors import RefusedError, RefusedTextError, Translatable
from bot.interview import Turn
from bot.interview.round import Round, RoundEnd, RoundKind
from bot.store import servers

if TYPE_CHECKING:
    from bot.config import RoundSettings

log = logging.getLogger(__name__)

LONGEST_SLEEP = 20.0
"""Seconds between two looks for what is due; shorter than anything that can be set, so that nobody need wake it."""
SHORTEST_SLEEP = 5.0
"""The same while something is due that could not be done."""

MAY_NOT_WRITE = Translatable(
    "I may not write in this channel (*View Channel* or *Send Messages* is missing), so there can be no round here. "
    "Take another channel, or ask somebody who manages the server."
)
MAY_NOT_WRITE_IN_THREAD = Translatable(
    "I may not write in this thread (*Send Messages in Threads* is missing), so there can be no round here. "
    "Take another channel, or ask somebody who manages the server."
)
NOT_POSTED = Translatable("The question could not be posted, so the round has not begun. Please try again.")


class RoundCog(commands.Cog):
    """A group's round, from ``/round`` to the podium."""

    def __init__(
        self, client: Any, desk: RoundDesk, sheets: Sheets, calendar: Calendar, defaults: RoundSettings
    ) -> None:
        self._client = client
        self._desk = desk
        self._sheets = sheets
        self._calendar = calendar
        self._defaults = defaults
        self._conductor = Conductor(client, desk)

    async def cog_load(self) -> None:
        self._client.actions.add(self._buttons())
        self._keep_time.start()

    async def cog_unload(self) -> None:
        await end(self._keep_time)
        await self._conductor.stop()

    # ---------------------------------------------------------------- the command

    @app_commands.command(
        name="round", description="A round for everybody here: all answer in private, then the answers are revealed"
    )
    @app_commands.describe(
        topic="What to be asked about; leave it out for a mix",
        questions="How many questions, 1 to 10",
        minutes="How long each question is open, 1 to 30 minutes",
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def round_(
        self,
        interaction: Interaction,
        topic: str | None = None,
        questions: app_commands.Range[int, 1, 10] | None = None,
        minutes: app_commands.Range[int, 1, 30] | None = None,
    ) -> None:
        async def work() -> None:
            bank = await self._desk.banks.of(interaction.guild_id)
            async with self._desk.database.read() as connection:
                server = await servers.get(connection, interaction.guild_id)
            default = server.topic if server.topic in bank.topics else None
            await self._start(
                interaction,
                topic=topic_named(topic, bank) if topic else default,
                questions=questions or self._defaults.questions,
                time=timedelta(minutes=minutes or self._defaults.minutes),
            )

        await guarded(interaction, work())

    @round_.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._desk.banks.of(interaction.guild_id), typed)

    async def _start(self, interaction: Interaction, *, topic: str | None, questions: int, time: timedelta) -> None:
        if interaction.guild_id is None or interaction.channel_id is None:
            raise RefusedError("A round is for a group: start it in a channel of a server.")
        if not may_write(interaction.channel, interaction.app_permissions):
            in_thread = isinstance(interaction.channel, discord.Thread)
            raise RefusedError(MAY_NOT_WRITE_IN_THREAD if in_thread else MAY_NOT_WRITE)
        try:
            begun = await self._desk.begin(
                guild_id=interaction.guild_id,
                channel_id=interaction.channel_id,
                host_id=interaction.user.id,
                topic=topic,
                questions=questions,
                time=time,
            )
        except RunningError as running:
            await whisper(interaction, running_card(running.running, said(running)))
            return
        present = await in_time(interaction, self._carried_on(begun), ephemeral=True)
        if present.question.message_id is None:
            await self._desk.forget(present)
            raise RefusedError(MAY_NOT_WRITE if present.end_reason is RoundEnd.UNREACHABLE else NOT_POSTED)
        sentence = _(
            "The round has begun. Each question closes by itself; **Reveal**, **Next question** and **End** are for "
            "you and for who moderates here."
        )
        if len(begun.questions) < questions:
            sentence += " " + _("There are only {count} questions of that kind.").format(count=len(begun.questions))
        if interaction.response.is_done() and interaction.type is discord.InteractionType.application_command:
            await interaction.edit_original_response(view=notice_card(sentence))
        else:
            await whisper(interaction, notice_card(sentence))

    async def _carried_on(self, begun: Round) -> Round:
        await self._conductor.carry_on(begun)
        return await self._desk.get(begun.id)

    # ---------------------------------------------------------------- buttons and the form

    def _buttons(self) -> dict[str, Action]:
        at_a_question = {
            "round-answer": self._answer,
            "round-mine": self._mine,
            "round-model": self._model,
            "round-reveal": self._reveal,
            "round-next": self._next,
            "round-wait": self._wait,
            "round-end": self._end,
        }
        return {
            **{name: Action(self._at_home(handler), ID, PLACE) for name, handler in at_a_question.items()},
            "round-sent": Action(self._sent, ID, PLACE, ID),
            "round-again": Action(self._at_home(self._again), ID),
        }

    def _at_home(self, handler: Handler) -> Handler:
        """``handler``, for rounds of the server where it is pressed: moderators of another server have no say in it."""

        async def answer(interaction: Interaction, arguments: list[str]) -> None:
            await self._check_home(interaction, arguments)
            await handler(interaction, arguments)

        return answer

    async def _check_home(self, interaction: Interaction, arguments: list[str]) -> None:
        found = await self._desk.get(int(arguments[0]))
        if found.guild_id != interaction.guild_id:
            raise RefusedError(GONE)

    async def _answer(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        found, question, before = await self._sheets.draft(round_id, position, interaction.user.id)
        number = _("Question {number} of {total}").format(number=position + 1, total=len(found.questions))
        form = AnswerForm(
            _("Question of the day") if found.kind is RoundKind.DAILY else number,
            question.ask,
            "round-sent",
            round_id,
            position,
            interaction.user.id,
            ask_sure=True,
            text=before.body if before else None,
            sure=before.sure if before else None,
            quotable=before.quotable if before else False,
        )
        await interaction.response.send_modal(form)

    async def _sent(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position, _member = map(int, arguments)
        form = filled(interaction)
        try:
            await self._check_home(interaction, arguments)
        except RefusedError as error:
            raise RefusedTextError(error.sentence, form.answer, **error.fields) from error
        text = Text(
            origin_id=interaction.id,
            round_id=round_id,
            position=position,
            member_id=interaction.user.id,
            body=form.answer,
            sure=form.sure,
            quotable=form.quotable,
        )
        present, first = await in_time(interaction, self._sheets.submit(text), ephemeral=True)
        if first:
            self._conductor.answered(present)
        receipt = receipt_card(present, position, first=first)
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await redraw(interaction, receipt)
        else:
            await whisper(interaction, receipt)

    async def _mine(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        found, entry, question = await self._sheets.feedback(round_id, position, interaction.user.id)
        bank = await self._desk.banks.of(found.guild_id)
        await whisper(interaction, round_feedback_card(found, entry, bank, question))

    async def _model(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        question, asked = await self._sheets.model_answer(round_id, position, interaction.user.id)
        await whisper(interaction, model_answer_card(Turn(asked.topic, asked.question, asked.level), question))

    async def _reveal(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        moderator = await is_moderator(interaction, self._desk.database)
        closed = await self._desk.close(round_id, position, interaction.user.id, moderator=moderator)
        with in_public():
            await redraw(interaction, await self._conductor.card_of_closed(closed, position))
        await self._conductor.advance(round_id)

    async def _next(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        moderator = await is_moderator(interaction, self._desk.database)
        after = await self._desk.next(round_id, position, interaction.user.id, moderator=moderator)
        with in_public():
            await redraw(interaction, await self._conductor.card_of_reveal(after, position))
        await self._conductor.advance(round_id)

    async def _wait(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        moderator = await is_moderator(interaction, self._desk.database)
        after = await self._desk.wait(round_id, position, interaction.user.id, moderator=moderator)
        with in_public():
            await redraw(interaction, await self._conductor.card_of_reveal(after, position))

    async def _end(self, interaction: Interaction, arguments: list[str]) -> None:
        round_id, position = map(int, arguments)
        moderator = await is_moderator(interaction, self._desk.database)
        after = await self._desk.end(round_id, position, interaction.user.id, moderator=moderator)
        on_reveal = interaction.message is not None and interaction.message.id == after.questions[position].reveal_id
        draw = self._conductor.card_of_reveal if on_reveal else self._conductor.card_of_closed
        with in_public():
            await redraw(interaction, await draw(after, position))
        await self._conductor.advance(round_id)

    async def _again(self, interaction: Interaction, arguments: list[str]) -> None:
        before = await self._desk.get(int(arguments[0]))
        await self._start(interaction, topic=before.topic, questions=len(before.questions), time=before.time)

    # ---------------------------------------------------------------- time

    @tasks.loop(seconds=LONGEST_SLEEP)
    async def _keep_time(self) -> None:
        # What is being posted when the bot is told to stop is finished first.
        task = asyncio.create_task(self._sweep())
        self._client.inflight.add(task)
        task.add_done_callback(self._client.inflight.discard)
        self._keep_time.change_interval(seconds=await asyncio.shield(task))

    @_keep_time.before_loop
    async def _get_ready(self) -> None:
        # Before that, it is not known which language a server speaks.
        await self._client.wait_until_ready()
        await self._conductor.refresh()

    async def _sweep(self) -> float:
        """Do what is due; gives the seconds until something is due again."""
        try:
            await self._conductor.sweep()
            share = share_of(self._client)
            for round_id in await self._calendar.ask_due(share):
                await self._conductor.advance(round_id)
            moments = [await self._desk.next_due(share), await self._calendar.next_due(share)]
        except Exception:
            # An error that leaves the loop would stop all rounds for good.
            log.exception("The search for what is due in rounds failed")
            return SHORTEST_SLEEP
        ahead = [(moment - self._desk.clock()).total_seconds() for moment in moments if moment is not None]
        soonest = min(ahead, default=LONGEST_SLEEP)
        return min(max(soonest, 1.0), LONGEST_SLEEP) if soonest > 0 else SHORTEST_SLEEP


def may_write(channel: object, mine: discord.Permissions) -> bool:
    """Whether the bot can hold a round there, which it posts by itself."""
    write = mine.send_messages_in_threads if isinstance(channel, discord.Thread) else mine.send_messages
    return mine.view_channel and write
