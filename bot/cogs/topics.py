"""Topics offered while a command is typed."""

from __future__ import annotations

from discord import app_commands

from bot.bank import Bank
from bot.discord_ui.text import cut

CHOICES = 25
NAME = 100


def topic_choices(bank: Bank, typed: str) -> list[app_commands.Choice[str]]:
    """The topics whose slug or title holds what was typed, those that begin with it first."""
    wanted = typed.strip().casefold()
    found = [
        topic for topic in bank.topics.values() if wanted in topic.topic.casefold() or wanted in topic.title.casefold()
    ]
    found.sort(key=lambda topic: not topic.title.casefold().startswith(wanted))
    return [
        app_commands.Choice(name=cut(f"{topic.title} ({len(topic.questions)} questions)", NAME), value=topic.topic)
        for topic in found[:CHOICES]
    ]
