"""Topics offered while a command is typed."""

from __future__ import annotations

from discord import app_commands

from bot.bank import Bank, Topic
from bot.discord_ui.language import ngettext
from bot.discord_ui.text import cut
from bot.errors import RefusedError

CHOICES = 25
NAME = 100


def topic_choices(bank: Bank, typed: str) -> list[app_commands.Choice[str]]:
    """The topics whose slug or title holds what was typed, those that begin with it first."""
    wanted = typed.strip().casefold()
    found = [
        topic for topic in bank.topics.values() if wanted in topic.topic.casefold() or wanted in topic.title.casefold()
    ]
    found.sort(key=lambda topic: not topic.title.casefold().startswith(wanted))
    return [app_commands.Choice(name=cut(_offered(topic), NAME), value=topic.topic) for topic in found[:CHOICES]]


def topic_named(typed: str, bank: Bank) -> str:
    """The slug that was meant, where it is one: Discord lets people type what autocomplete did not offer."""
    wanted = typed.strip().casefold()
    titles = {one.title.casefold(): slug for slug, one in bank.topics.items()}
    return titles.get(wanted, wanted)


def known_topic(typed: str | None, bank: Bank) -> str | None:
    """The slug that was meant; None for None. RefusedError, with those that there are, where there is none such."""
    if typed is None:
        return None
    topic = topic_named(typed, bank)
    if topic not in bank.topics:
        raise RefusedError("There is no topic of that name. Choose one of: {topics}.", topics=", ".join(bank.topics))
    return topic


def _offered(topic: Topic) -> str:
    return ngettext(
        "{title} ({count} question)", "{title} ({count} questions)", len(topic.questions), title=topic.title
    )
