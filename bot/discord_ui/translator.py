"""What Discord shows while a command is typed, in the languages that there are catalogues for."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.discord_ui.language import ENGLISH, translations
from bot.discord_ui.text import cut

LENGTH = 100
"""Of a description or the name of a choice."""

_NAMES = {Place.command_name, Place.group_name, Place.parameter_name}


class CatalogueTranslator(app_commands.Translator):
    """Translates descriptions, choices and the names of menu entries.

    The names of commands and of their options are the same in every language, so that members can tell each other what
    to type, and cards can say it.
    """

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The translation, or None where the English text stands."""
        if context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu):
            return None
        known = translations(locale)
        if known is ENGLISH:
            return None
        translated = known.gettext(string.message)
        return None if translated == string.message else cut(translated, LENGTH)
