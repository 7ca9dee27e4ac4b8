"""How a server has set things."""

from __future__ import annotations

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards.parts import NEUTRAL, topic_title
from bot.discord_ui.layout import Card
from bot.interview import Home
from bot.store.servers import ServerSettings

_HELD_IN = {
    Home.THREAD: "in a thread of their own, so that the channel stays free and friends can watch",
    Home.CHANNEL: "in the channel itself",
    Home.PRIVATE: "in private; only the member sees them",
}


def settings_card(settings: ServerSettings, held_in: Home, questions: int, bank: Bank) -> ui.LayoutView:
    """The settings of a server; ``held_in`` and ``questions`` are the host's, for what the server has not set."""
    topic = topic_title(bank, settings.topic) if settings.topic else "all topics mixed"
    return (
        Card(NEUTRAL)
        .text("## Settings of this server")
        .text(f"**Interviews** are held {_HELD_IN[settings.held_in or held_in]}.")
        .text(f"**Topic** when none is named: {topic}.")
        .text(f"**Questions** when no number is named: {settings.questions or questions}.")
        .text("-# Change them with `/settings interviews:… topic:… questions:…`")
        .view()
    )
