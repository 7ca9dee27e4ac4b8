"""The three doors for an answer: the form, a typed message, and *Apps → Submit as my answer*. All lead to one road."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import discord

from bot import grading
from bot.cogs.interviews.desk import Desk, KeptError, is_asking
from bot.discord_ui.actions import ID, PLACE, Action, Interaction, Press
from bot.discord_ui.cards import notice_card
from bot.discord_ui.cards.feedback import follow_up_point
from bot.discord_ui.forms import AnswerForm, filled
from bot.discord_ui.guard import guarded_message
from bot.discord_ui.language import _, listen, ngettext, said
from bot.discord_ui.reply import in_time, redraw, whisper
from bot.discord_ui.show import card_of
from bot.errors import RefusedError, Translatable
from bot.interview import Home, Interview, Mode, Stage
from bot.store import languages
from bot.store.answers import Answer, Door, Kind

log = logging.getLogger(__name__)

NONE_OPEN = Translatable("You have no interview open here. Type /interview to begin one.")
BETWEEN = Translatable("You have answered this one. Press Next (or Finish) on your card to go on.")
NOT_YOUR_MESSAGE = Translatable("That message is somebody else's. Only your own words can be your answer.")
NO_WORDS = Translatable("I see no text there. Write your answer in the same message.")
IN_PRIVATE = Translatable("Your interview is private. Press Answer on its card, so that nobody else reads along.")
LATE = Translatable("Time was up for the question before. Your answer is kept, but earns nothing.")


class Doors:
    """Takes texts in, whichever way they come."""

    def __init__(self, client: Any, desk: Desk) -> None:
        self._client = client
        self._desk = desk

    # ---------------------------------------------------------------- the form

    async def open_form(self, interaction: Interaction, interview: Interview, position: int) -> None:
        """Show the form for question ``position``, and get ready to grade what is being typed into it."""
        interview.check_waiting(position)
        question = await self._desk.question(interview)
        form = AnswerForm(
            _("Question {number} of {total}").format(number=position + 1, total=len(interview.turns)),
            question.ask,
            "first",
            interview.id,
            position,
            interaction.user.id,
            ask_sure=True,
        )
        await interaction.response.send_modal(form)
        await asyncio.to_thread(grading.prepare, question)

    async def open_second_form(self, interaction: Interaction, interview: Interview, position: int) -> None:
        """Show the form for another try at the points that are missing."""
        interview.check_improvable(position)
        still_open = ngettext(
            "{count} point is still open.", "{count} points are still open.", len(interview.missing())
        )
        ask = f"{(await self._desk.question(interview)).ask}\n-# {still_open} {_('What you add earns half.')}"
        here = (interview.id, position, interaction.user.id)
        await interaction.response.send_modal(AnswerForm(_("The missing points"), ask, "second", *here, ask_sure=False))

    async def open_follow_up_form(self, interaction: Interaction, interview: Interview, position: int) -> None:
        """Show the form with the interviewer's question about the heaviest missing point."""
        interview.check_improvable(position)
        question = await self._desk.question(interview)
        wanted = follow_up_point(interview, question)
        point = next((one for one in question.points if one.id == wanted), None)
        if point is None or point.ask is None:
            raise RefusedError("There is no follow-up question left for this one.")
        ask = f"{point.ask}\n-# {_('What you add earns half of what was missing.')}"
        index = question.points.index(point)
        here = (interview.id, position, interaction.user.id, index)
        await interaction.response.send_modal(AnswerForm(_("Follow-up"), ask, "followed", *here, ask_sure=False))

    def forms(self) -> dict[str, Action]:
        """What happens when a form is sent, by the action in its id."""
        return {
            "first": Action(self._sent_first, ID, PLACE, ID),
            "second": Action(self._sent_second, ID, PLACE, ID),
            "followed": Action(self._sent_follow_up, ID, PLACE, ID, PLACE),
        }

    async def _sent_first(self, interaction: Interaction, arguments: list[str]) -> None:
        await self._sent(interaction, arguments, Kind.FIRST)

    async def _sent_second(self, interaction: Interaction, arguments: list[str]) -> None:
        await self._sent(interaction, arguments, Kind.AGAIN)

    async def _sent_follow_up(self, interaction: Interaction, arguments: list[str]) -> None:
        await self._sent(interaction, arguments, Kind.FOLLOW_UP)

    async def _sent(self, interaction: Interaction, arguments: list[str], kind: Kind) -> None:
        interview_id, position, _member, *point = map(int, arguments)
        form = filled(interaction)
        text = Answer(
            origin_id=interaction.id,
            interview_id=interview_id,
            position=position,
            member_id=interaction.user.id,
            kind=kind,
            body=form.answer,
            door=Door.FORM,
            written_at=self._desk.clock(),
            sure=form.sure,
            point=str(point[0]) if point else None,
        )
        try:
            after = await in_time(interaction, self._desk.submit(text))
        except KeptError as kept:
            await whisper(
                interaction, notice_card(said(kept), Press(_("Show the present card"), "where", kept.interview_id))
            )
            return
        await redraw(interaction, await self._card_after(after, position))

    # ---------------------------------------------------------------- the menu

    async def from_menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Hand in a message of the member's own as the answer to the open question."""
        if message.author.id != interaction.user.id:
            raise RefusedError(NOT_YOUR_MESSAGE)
        interview = await self._desk.present_of(interaction.user.id, interaction.guild_id)
        if interview is None:
            raise RefusedError(NONE_OPEN)
        if not is_asking(interview):
            raise RefusedError(BETWEEN)
        body = self._without_mention(message.content)
        if not body:
            raise RefusedError(NO_WORDS)
        text = self._typed(interview, interaction.id, body, Door.MENU)
        apart = interview.home is Home.PRIVATE or interaction.channel_id != interview.channel_id
        after = await in_time(interaction, self._desk.submit(text), ephemeral=apart)
        view = await self._card_after(after, text.position)
        if interaction.response.is_done():
            message_id: int | None = (await interaction.edit_original_response(view=view)).id
        else:
            message_id = (await interaction.response.send_message(view=view, ephemeral=apart)).message_id
        if not apart:
            await self._desk.placed(after, after.home, after.channel_id, message_id)

    # ---------------------------------------------------------------- the typed message

    async def from_message(self, message: discord.Message) -> None:
        """Take a reply, a mention or a direct message as the answer to the open question.

        In the thread of an interview, plain messages count too where the host has switched message content on.
        """
        if message.author.bot or message.is_system():
            return
        addressed = message.guild is None or self._client.user in message.mentions
        if addressed or message.content:
            await guarded_message(message, self._client, self._from_message(message, addressed=addressed))

    async def _from_message(self, message: discord.Message, *, addressed: bool) -> None:
        if message.guild is None:
            async with self._desk.database.read() as connection:
                listen(await languages.get(connection, message.author.id), None)
        interview = await self._desk.present_of(message.author.id, message.guild.id if message.guild else None)
        here = interview is not None and interview.channel_id == message.channel.id
        if not addressed and (interview is None or not here or interview.home is not Home.THREAD):
            return
        if interview is None:
            raise RefusedError(NONE_OPEN)
        if not is_asking(interview):
            # Between two questions people talk; only who speaks to the bot gets an answer.
            if addressed:
                raise RefusedError(BETWEEN)
            return
        if interview.home is Home.PRIVATE:
            raise RefusedError(IN_PRIVATE)
        if not here:
            raise RefusedError(
                "Your interview is held in {channel}. Answer there, please.", channel=f"<#{interview.channel_id}>"
            )
        body = self._without_mention(message.content)
        if not body:
            raise RefusedError(NO_WORDS)
        text = self._typed(interview, message.id, body, Door.MESSAGE)
        after = await self._desk.submit(text)
        await self._reply(message, after, text.position)

    async def _reply(self, message: discord.Message, after: Interview, position: int) -> None:
        # The member may have deleted the message meanwhile.
        reference = message.to_reference(fail_if_not_exists=False)
        view = await self._card_after(after, position)
        try:
            sent = await message.channel.send(view=view, reference=reference, mention_author=False)
        except discord.Forbidden:
            log.warning("No permission to answer in channel %s", message.channel.id)
            await self._tell_writer(message)
            return
        await self._desk.placed(after, after.home, after.channel_id, sent.id)

    async def _tell_writer(self, message: discord.Message) -> None:
        try:
            await message.author.send(
                _(
                    "Your answer is stored and marked, but I may not write in {channel}. "
                    "Press Answer on your question there, then Show the present card."
                ).format(channel=f"<#{message.channel.id}>")
            )
        except discord.HTTPException as error:
            log.info("The writer of message %s takes no direct messages: %s", message.id, error)

    # ---------------------------------------------------------------- parts

    async def _card_after(self, interview: Interview, position: int) -> discord.ui.LayoutView:
        late = interview.mode is Mode.EXAM and interview.turns[position].stage is Stage.LATE
        bank = await self._desk.banks.of(interview.guild_id)
        return card_of(interview, bank, self._desk.rules, f"⏳ {_(LATE)}" if late else None)

    def _typed(self, interview: Interview, origin_id: int, body: str, door: Door) -> Answer:
        return Answer(
            origin_id=origin_id,
            interview_id=interview.id,
            position=interview.position,
            member_id=interview.member_id,
            kind=Kind.FIRST,
            body=body,
            door=door,
            written_at=self._desk.clock(),
        )

    def _without_mention(self, content: str) -> str:
        return re.sub(rf"<@!?{self._client.user.id}>", " ", content).strip()
