"""Small cards that tell or ask one thing."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL, topic_title
from bot.discord_ui.language import _
from bot.discord_ui.layout import Card
from bot.discord_ui.text import relative
from bot.interview import Interview


def notice_card(sentence: str, *buttons: Press) -> ui.LayoutView:
    """One sentence, and what can be done about it."""
    return Card(NEUTRAL).text(sentence).row(*buttons).view()


def open_already_card(interview: Interview, bank: Bank, instead: str) -> ui.LayoutView:
    """Offers to resume an open interview, or to end it and start the one that ``instead`` describes (an order)."""
    subject = topic_title(bank, interview.topic) if interview.topic else _("all topics")
    if interview.channel_id:
        where = _("You have an interview open in {channel}:").format(channel=f"<#{interview.channel_id}>")
    else:
        where = _("You have an interview open:")
    what = _("{topic}, question {number} of {total}, started {when}. What now?").format(
        topic=subject,
        number=interview.position + 1,
        total=len(interview.turns),
        when=relative(interview.started_at),
    )
    return notice_card(
        f"{where} {what}",
        Press(_("Resume it"), "resume", interview.id, style=discord.ButtonStyle.primary),
        Press(_("End it and start the new one"), "replace", interview.id, *instead.split(":")),
    )
