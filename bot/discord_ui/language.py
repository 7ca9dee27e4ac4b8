"""The language of whoever is spoken to.

Every sentence that the bot says stands in the code in English, inside ``_()`` or ``ngettext()``, with its variable
parts as named fields that are filled in afterwards: ``_("Your mark is {mark}.").format(mark=70)``. Sentences that are
made where no language is known, such as refusals, are ``Translatable`` or the message of a ``HotseatError``, and are
translated where they are said.

The other languages are gettext catalogues in ``bot/locale``. What only the member sees is in the member's language;
what everybody sees, and what is posted without anybody's asking, is in the server's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import discord
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.errors import HotseatError, Translatable

FOLDER = Path(__file__).parents[1] / "locale"
CATALOGUE = "LC_MESSAGES/hotseat.po"
ENGLISH = NullTranslations()

_spoken: ContextVar[NullTranslations] = ContextVar("spoken", default=ENGLISH)
_public: ContextVar[NullTranslations] = ContextVar("public", default=ENGLISH)


def _(sentence: str) -> str:
    """``sentence`` in the language that is spoken now."""
    return _spoken.get().gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, count: int, **fields: object) -> str:
    """``one`` or ``many`` as ``count`` asks for, in the language that is spoken now.

    ``{count}`` and the other fields are filled in.
    """
    return _spoken.get().ngettext(one, many, count).format(count=count, **fields)


def number(value: float) -> str:
    """A number as it is written in the language that is spoken now: "1,234.5" or "1.234,5"; two decimals at most."""
    return format_decimal(value, "#,##0.##", _spoken.get().info().get("language", "en"))


def said(error: HotseatError) -> str:
    """The message of an error in the language that is spoken now."""
    sentence = _(error.sentence)
    if not error.fields:
        return sentence
    return sentence.format(**{name: _field(value) for name, value in error.fields.items()})


def _field(value: object) -> object:
    if isinstance(value, HotseatError):
        return said(value)
    return _(value) if isinstance(value, Translatable) else value


def listen(member: discord.Locale | str | None, server: discord.Locale | str | None) -> None:
    """From now on speak to this member: what only the member sees is in the first language.

    What everybody sees (``in_public``) is in the second. None stands for English. It holds for the running task.
    """
    _spoken.set(translations(member))
    _public.set(translations(server if server is not None else member))


def listen_to(interaction: discord.Interaction) -> None:
    """From now on speak to whoever pressed, typed or sent ``interaction``."""
    listen(interaction.locale, server_language(interaction.client, interaction.guild_id, interaction.guild_locale))


def server_language(client: Any, guild_id: int | None, discords: discord.Locale | None) -> discord.Locale | str | None:
    """The language that a server has set here, or else the one that it has set in Discord."""
    own: str | None = client.server_languages.get(guild_id)
    return own or discords


def language_names() -> dict[str, str]:
    """Each language that can be spoken, by its code, in its own words: ``de`` is "Deutsch"."""
    codes = ("en", *catalogues())
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in codes}


@contextmanager
def in_public(public: bool = True) -> Iterator[None]:
    """Speak the server's language inside the block, for what everybody sees; not ``public`` changes nothing."""
    before = _spoken.set(_public.get() if public else _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(before)


@contextmanager
def posting(client: Any, guild_id: int | None) -> Iterator[None]:
    """Speak a server's language inside the block, for what is posted there without anybody's asking."""
    server = client.get_guild(guild_id) if guild_id else None
    with speaking(server_language(client, guild_id, server.preferred_locale if server else None)):
        yield


@contextmanager
def speaking(locale: discord.Locale | str | None) -> Iterator[None]:
    """Speak a language inside the block. None stands for English."""
    spoken, public = _spoken.set(translations(locale)), _public.set(translations(locale))
    try:
        yield
    finally:
        _spoken.reset(spoken)
        _public.reset(public)


def translations(locale: discord.Locale | str | None) -> NullTranslations:
    """What is said in a language of Discord's (``de``, ``pt-BR``); English where there is no catalogue for it."""
    code = str(locale or "").replace("-", "_")
    known = catalogues()
    return known.get(code) or known.get(code.partition("_")[0]) or ENGLISH


@cache
def catalogues() -> dict[str, GNUTranslations]:
    """The languages beside English, by their codes. Read once, from the texts that translators edit."""
    return {path.parents[1].name: _read(path) for path in sorted(FOLDER.glob(f"*/{CATALOGUE}"))}


def _read(path: Path) -> GNUTranslations:
    binary = BytesIO()
    with path.open("rb") as file:
        write_mo(binary, read_po(file, path.parents[1].name))
    binary.seek(0)
    return GNUTranslations(binary)
