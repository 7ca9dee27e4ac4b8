"""Small cards that tell or ask one thing."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL, topic_title
from bot.discord_ui.layout import Card
from bot.discord_ui.text import relative
from bot.interview import Interview


def notice_card(sentence: str, *buttons: Press) -> ui.LayoutView:
    """One sentence, and what can be done about it."""
    return Card(NEUTRAL).text(sentence).row(*buttons).view()


def open_already_card(interview: Interview, bank: Bank, instead: str) -> ui.LayoutView:
    """Offers to resume an open interview, or to end it and start the one that ``instead`` describes (an order)."""
    subject = topic_title(bank, interview.topic) if interview.topic else "all topics"
    here = f" in <#{interview.channel_id}>" if interview.channel_id else ""
    return notice_card(
        f"You have an interview open{here}: {subject}, question {interview.position + 1} of {len(interview.turns)}, "
        f"started {relative(interview.started_at)}. What now?",
        Press("Resume it", "resume", interview.id, style=discord.ButtonStyle.primary),
        Press("End it and start the new one", "replace", interview.id, *instead.split(":")),
    )
