"""``/interview``, its buttons, and the silence that ends it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.bank import Bank, Level
from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.doors import Doors
from bot.cogs.interviews.order import ORDER, OpenAlreadyError, Order
from bot.cogs.interviews.stage import go_on, start
from bot.cogs.languages import voice
from bot.cogs.loops import end
from bot.cogs.shards import share_of
from bot.cogs.topics import topic_choices, topic_named
from bot.discord_ui.actions import FLAG, ID, PLACE, Action, Handler, Interaction, Press
from bot.discord_ui.cards import feedback_card, model_answer_card, notice_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _, said
from bot.discord_ui.reply import redraw, whisper
from bot.discord_ui.show import card_of
from bot.errors import RefusedError, StaleError
from bot.interview import EndReason, Home, Interview, Mode

if TYPE_CHECKING:
    from bot.config import InterviewSettings

log = logging.getLogger(__name__)

SWEEP_MINUTES = 5.0


class InterviewCog(commands.Cog):
    """One person's interview, from ``/interview`` to the end card."""

    def __init__(self, client: Any, desk: Desk, defaults: InterviewSettings) -> None:
        self._client = client
        self._desk = desk
        self._defaults = defaults
        self._doors = Doors(client, desk)
        self.submit_menu = app_commands.ContextMenu(
            name="Submit as my answer",
            callback=self._submit_menu,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        self._client.tree.add_command(self.submit_menu)
        self._client.actions.add(self._buttons())
        self._client.actions.add(self._doors.forms())
        self._end_silent.start()

    async def cog_unload(self) -> None:
        await end(self._end_silent)

    # ---------------------------------------------------------------- commands

    @app_commands.command(description="Answer interview questions in your own words and see what earned the mark")
    @app_commands.describe(
        topic="What to be asked about; leave it out for a mix",
        questions="How many questions, 1 to 20",
        level="How hard",
        mode="practice: feedback after each answer; exam: a clock on each question, feedback at the end",
        private="Only you see it",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def interview(
        self,
        interaction: Interaction,
        topic: str | None = None,
        questions: app_commands.Range[int, 1, 20] | None = None,
        level: Literal["any", "junior", "mid", "senior"] = "any",
        mode: Literal["practice", "exam"] = "practice",
        private: bool = False,
    ) -> None:
        async def work() -> None:
            server = await self._desk.settings_of(interaction.guild_id)
            bank = await self._desk.banks.of(interaction.guild_id)
            default = server.topic if server.topic in bank.topics else None
            order = Order(
                topic=topic_named(topic, bank) if topic else default,
                questions=questions or server.questions or self._defaults.questions,
                level=None if level == "any" else Level(level),
                mode=Mode(mode),
                private=private,
            )
            await self._start(interaction, order, server.held_in)

        await guarded(interaction, work())

    @interview.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._desk.banks.of(interaction.guild_id), typed)

    async def _submit_menu(self, interaction: Interaction, message: discord.Message) -> None:
        await guarded(interaction, self._doors.from_menu(interaction, message))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        await self._doors.from_message(message)

    async def _start(self, interaction: Interaction, order: Order, held_in: Home | None) -> None:
        await start(interaction, self._desk, order, held_in or Home(self._defaults.held_in))

    # ---------------------------------------------------------------- buttons

    def _buttons(self) -> dict[str, Action]:
        at_a_question = {
            "answer": self._answer,
            "again": self._again,
            "follow": self._follow,
            "hint": self._hint,
            "skip": self._skip,
            "next": self._next,
            "end": self._end,
            "model": self._model,
            "look": self._look,
        }
        of_an_interview = {"resume": self._resume, "another": self._another, "where": self._where}
        return {
            **{name: Action(self._pressed(handler), ID, PLACE) for name, handler in at_a_question.items()},
            **{name: Action(self._pressed(handler), ID) for name, handler in of_an_interview.items()},
            "replace": Action(self._pressed(self._replace), ID, *ORDER, optional=[FLAG]),
        }

    def _pressed(self, handler: Handler) -> Handler:
        """``handler``, with the way back to the present card for who pressed on an old one."""

        async def answer(interaction: Interaction, arguments: list[str]) -> None:
            try:
                await handler(interaction, arguments)
            except StaleError as stale:
                await whisper(
                    interaction, notice_card(said(stale), Press(_("Show the present card"), "where", arguments[0]))
                )
            except OpenAlreadyError as already:
                await whisper(
                    interaction,
                    notice_card(said(already), Press(_("Show the present card"), "where", already.interview.id)),
                )

        return answer

    async def _answer(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        await self._doors.open_form(interaction, await self._awake(interaction, interview_id, position), position)

    async def _again(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        await self._doors.open_second_form(
            interaction, await self._awake(interaction, interview_id, position), position
        )

    async def _follow(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        await self._doors.open_follow_up_form(
            interaction, await self._awake(interaction, interview_id, position), position
        )

    async def _hint(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        after = await self._desk.hint(interview_id, position, interaction.user.id)
        await redraw(interaction, await self._card(after))

    async def _skip(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        await redraw(interaction, await self._card(await self._desk.skip(interview_id, position, interaction.user.id)))

    async def _next(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        after = await self._desk.next(interview_id, position, interaction.user.id)
        await go_on(interaction, self._desk, after, position)

    async def _end(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        (await self._mine(interaction, interview_id)).check_place(position)
        after = await self._desk.end(interview_id, interaction.user.id, EndReason.BY_MEMBER)
        await redraw(interaction, await self._card(after))

    async def _model(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        after, question = await self._desk.see_model_answer(interview_id, position, interaction.user.id)
        await whisper(interaction, model_answer_card(after.turns[position], question))

    async def _look(self, interaction: Interaction, arguments: list[str]) -> None:
        interview_id, position = map(int, arguments)
        interview = await self._mine(interaction, interview_id)
        interview.check_place(position)
        if interview.is_open:
            raise RefusedError("This interview goes on. Its answers can be looked at when it is over.")
        bank = await self._bank(interview)
        await whisper(interaction, feedback_card(interview, position, bank, self._desk.rules, closed=True))

    async def _resume(self, interaction: Interaction, arguments: list[str]) -> None:
        after = await self._desk.resume(int(arguments[0]), interaction.user.id)
        elsewhere = after.channel_id not in (None, interaction.channel_id)
        note = None
        if elsewhere:
            held = _("It is held in {channel}; you can go on right here, too.")
            note = "-# " + held.format(channel=f"<#{after.channel_id}>")
        await redraw(interaction, await self._card(after, note))

    async def _replace(self, interaction: Interaction, arguments: list[str]) -> None:
        order = Order.parse(arguments[1:])
        await self._desk.check(interaction.user.id, interaction.guild_id, order)
        ended = await self._desk.end(int(arguments[0]), interaction.user.id, EndReason.REPLACED)
        server = await self._desk.settings_of(interaction.guild_id)
        await self._start(interaction, order, server.held_in)
        await self._show_end(ended)

    async def _another(self, interaction: Interaction, arguments: list[str]) -> None:
        server = await self._desk.settings_of(interaction.guild_id)
        order = Order.again(await self._mine(interaction, int(arguments[0])))
        await self._start(interaction, order, server.held_in)

    async def _where(self, interaction: Interaction, arguments: list[str]) -> None:
        await redraw(interaction, await self._card(await self._mine(interaction, int(arguments[0]))))

    async def _mine(self, interaction: Interaction, interview_id: int) -> Interview:
        return await self._desk.get(interview_id, interaction.user.id)

    async def _awake(self, interaction: Interaction, interview_id: int, position: int) -> Interview:
        """The member's interview, which has a question ``position``, taken up again if silence had ended it."""
        interview = await self._mine(interaction, interview_id)
        interview.check_place(position)
        if interview.end_reason is EndReason.SILENCE:
            return await self._desk.resume(interview_id, interaction.user.id)
        return interview

    async def _card(self, interview: Interview, note: str | None = None) -> discord.ui.LayoutView:
        return card_of(interview, await self._bank(interview), self._desk.rules, note)

    async def _bank(self, interview: Interview) -> Bank:
        return await self._desk.banks.of(interview.guild_id)

    # ---------------------------------------------------------------- silence

    @tasks.loop(minutes=SWEEP_MINUTES)
    async def _end_silent(self) -> None:
        try:
            ended = await self._desk.end_silent(share_of(self._client))
        except Exception:
            # An error that leaves the loop would stop it for good.
            log.exception("The search for silent interviews failed")
            return
        for interview in ended:
            await self._show_end_unasked(interview)

    @_end_silent.before_loop
    async def _when_connected(self) -> None:
        # Before that, it is not known which servers are ours.
        await self._client.wait_until_ready()

    async def _show_end_unasked(self, interview: Interview) -> None:
        speaking = await voice(
            self._client, self._desk.database, member_id=interview.member_id, guild_id=interview.guild_id
        )
        with speaking:
            await self._show_end(interview)

    async def _show_end(self, interview: Interview) -> None:
        """Put the end card in place of the last card, where the bot can still reach it."""
        if interview.channel_id is None or interview.message_id is None:
            return
        channel = self._client.get_partial_messageable(interview.channel_id)
        try:
            # discord.py does not apply the bot's own mentions setting to the edit of a partial message.
            await channel.get_partial_message(interview.message_id).edit(
                view=await self._card(interview), allowed_mentions=discord.AllowedMentions.none()
            )
        except discord.HTTPException as error:
            log.info("The card of interview %s is out of reach: %s", interview.id, error)
