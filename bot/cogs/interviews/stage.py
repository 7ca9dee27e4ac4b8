"""Putting cards where they belong. One answer costs one request."""

from __future__ import annotations

import logging
from typing import Literal

import discord

from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.order import OpenAlreadyError, Order
from bot.cogs.interviews.places import THREAD_FAILED, home_for
from bot.discord_ui.actions import Interaction
from bot.discord_ui.cards import feedback_card, open_already_card
from bot.discord_ui.guard import NOT_DELIVERED
from bot.discord_ui.language import _, in_public, ngettext
from bot.discord_ui.reply import redraw, whisper
from bot.discord_ui.show import card_of, spoken_in
from bot.discord_ui.text import cut
from bot.interview import Home, Interview

log = logging.getLogger(__name__)

THREAD_NAME = 100
ARCHIVE_MINUTES: Literal[1440] = 1440


async def start(interaction: Interaction, desk: Desk, order: Order, held_in: Home) -> None:
    """Begin the interview that was asked for, where it can be held; or offer the one that is open already."""
    home, why = home_for(interaction, held_in, private=order.private)
    try:
        interview = await desk.begin(interaction.user.id, interaction.guild_id, order, home)
    except OpenAlreadyError as already:
        bank = await desk.banks.of(already.interview.guild_id)
        await whisper(interaction, open_already_card(already.interview, bank, str(order)))
        return
    with spoken_in(interview):
        notes = [_(why)] if why else []
        if len(interview.turns) < order.questions and not order.review:
            fewer = ngettext(
                "There is only {count} question of that kind.",
                "There are only {count} questions of that kind.",
                len(interview.turns),
            )
            notes.append(fewer)
    await open_stage(interaction, desk, interview, "\n".join(notes) or None)


async def open_stage(interaction: Interaction, desk: Desk, interview: Interview, note: str | None) -> None:
    """Put the first card of a new interview where it is held."""
    if interview.home is Home.THREAD and not isinstance(interaction.channel, discord.Thread):
        await _open_thread(interaction, desk, interview, note)
        return
    private = interview.home is Home.PRIVATE
    bank = await desk.banks.of(interview.guild_id)
    reply = await interaction.response.send_message(view=card_of(interview, bank, desk.rules, note), ephemeral=private)
    await desk.placed(interview, interview.home, interaction.channel_id, None if private else reply.message_id)


async def _open_thread(interaction: Interaction, desk: Desk, interview: Interview, note: str | None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    channel = interaction.channel
    assert isinstance(channel, discord.TextChannel)
    bank = await desk.banks.of(interview.guild_id)
    with in_public():
        named = _("{member} · {topic} interview").format(
            member=interaction.user.display_name, topic=interview.topic or _("mixed")
        )
    try:
        thread = await channel.create_thread(
            name=cut(named, THREAD_NAME), type=discord.ChannelType.public_thread, auto_archive_duration=ARCHIVE_MINUTES
        )
        message = await thread.send(view=card_of(interview, bank, desk.rules, note))
    except NOT_DELIVERED as error:
        log.warning("No thread in channel %s: %s", channel.id, error)
        private = await desk.placed(interview, Home.PRIVATE, interaction.channel_id, None)
        await interaction.edit_original_response(view=card_of(private, bank, desk.rules, _(THREAD_FAILED)))
        return
    await desk.placed(interview, Home.THREAD, thread.id, message.id)
    await interaction.edit_original_response(
        content=_("Your interview is in {thread}. Friends may watch.").format(thread=thread.mention)
    )


async def go_on(interaction: Interaction, desk: Desk, interview: Interview, position: int) -> None:
    """Show what comes after the feedback on question ``position``.

    In a thread or a direct chat the feedback stays to be read again and the next card follows below it; in a channel
    and in private the next card takes its place.
    """
    bank = await desk.banks.of(interview.guild_id)
    view = card_of(interview, bank, desk.rules)
    before = interaction.message
    if interview.home not in (Home.THREAD, Home.DIRECT) or before is None or before.flags.ephemeral:
        await redraw(interaction, view)
        return
    # The old card loses its buttons last: whatever happens in between, there is one to go on with.
    reply = await interaction.response.send_message(view=view)
    await desk.placed(interview, interview.home, interview.channel_id, reply.message_id)
    with spoken_in(interview):
        closed = feedback_card(interview, position, bank, desk.rules, closed=True)
    try:
        await before.edit(view=closed, allowed_mentions=discord.AllowedMentions.none())
    except NOT_DELIVERED as error:
        log.info("The old card of interview %s keeps its buttons: %s", interview.id, error)
