"""How a server has set its question of the day."""

from __future__ import annotations

from discord import ui
from discord.utils import format_dt

from bot.bank import Bank
from bot.discord_ui.cards.parts import NEUTRAL, topic_title
from bot.discord_ui.language import _
from bot.discord_ui.layout import Card
from bot.discord_ui.text import relative
from bot.interview.daily import Daily
from bot.interview.round import Round, RoundEnd


def daily_card(chosen: Daily, latest: Round | None, bank: Bank) -> ui.LayoutView:
    """Where, when and about what a server is asked, and what became of the latest question."""
    about = topic_title(bank, chosen.topic) if chosen.topic else _("all topics mixed")
    card = Card(NEUTRAL).text(f"## {_('The question of the day')}")
    card.text(
        _("Every day at **{time}** ({zone}) in {channel}, about {topic}.").format(
            time=f"{chosen.at:%H:%M}", zone=chosen.zone, channel=f"<#{chosen.channel_id}>", topic=about
        )
    )
    card.text(
        _("The next one comes {date}, {moment}.").format(
            date=format_dt(chosen.next_at, "f"), moment=relative(chosen.next_at)
        )
    )
    if chosen.topic is not None and chosen.topic not in bank.topics:
        card.text(f"⚠️ {_('There is no topic of that name any more, so nothing is asked. Set another one.')}")
    if latest is not None and latest.end_reason is RoundEnd.UNREACHABLE:
        lost = _("I could not write in {channel} the last time. May I see it and send messages there?")
        card.text(f"⚠️ {lost.format(channel=f'<#{latest.channel_id}>')}")
    card.text(
        "-# "
        + _(
            "It is open for a day; its answers are revealed when the next one comes. No question comes twice before "
            "all have been asked."
        )
    )
    return card.text(f"-# {_('`/daily set` changes it, `/daily off` ends it.')}").view()
