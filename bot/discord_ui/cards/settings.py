"""How a server has set things."""

from __future__ import annotations

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards.parts import NEUTRAL, topic_title
from bot.discord_ui.language import _, language_names
from bot.discord_ui.layout import Card
from bot.errors import Translatable
from bot.interview import Home
from bot.store.servers import ServerSettings

_HELD_IN = {
    Home.THREAD: Translatable(
        "**Interviews** are held in a thread of their own, so that the channel stays free and friends can watch."
    ),
    Home.CHANNEL: Translatable("**Interviews** are held in the channel itself."),
    Home.PRIVATE: Translatable("**Interviews** are held in private; only the member sees them."),
}


def settings_card(settings: ServerSettings, held_in: Home, questions: int, bank: Bank) -> ui.LayoutView:
    """The settings of a server; ``held_in`` and ``questions`` are the host's, for what the server has not set."""
    topic = topic_title(bank, settings.topic) if settings.topic else _("all topics mixed")
    return (
        Card(NEUTRAL)
        .text(f"## {_('Settings of this server')}")
        .text(_(_HELD_IN[settings.held_in or held_in]))
        .text(_("**Topic** when none is named: {topic}.").format(topic=topic))
        .text(_("**Questions** when no number is named: {number}.").format(number=settings.questions or questions))
        .text(_moderators(settings.moderator_role_id))
        .text(_language(settings.language))
        .text(
            "-# "
            + _("Change them with {command}").format(
                command="`/settings interviews:… topic:… questions:… moderators:… language:…`"
            )
        )
        .view()
    )


def _moderators(role_id: int | None) -> str:
    if role_id is None:
        return _("**Appeals and this server's questions** are looked after by members with *Manage Server*.")
    return _(
        "**Appeals and this server's questions** are looked after by members with *Manage Server* or {role}."
    ).format(role=f"<@&{role_id}>")


def _language(code: str | None) -> str:
    if code is None:
        return _("**Language** of what everybody sees: as this server has set it in Discord.")
    return _("**Language** of what everybody sees: {language}.").format(language=language_names().get(code, code))
