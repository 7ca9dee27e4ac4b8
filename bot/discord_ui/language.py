"""The language of whoever is spoken to.

Every sentence that the bot says stands in the code in English, inside ``_()`` or ``ngettext()``, with its variable
parts as named fields that are filled in afterwards: ``_("Your mark is {mark}.").format(mark=70)``.
"""

from __future__ import annotations

from contextvars import ContextVar
from gettext import NullTranslations

_spoken: ContextVar[NullTranslations] = ContextVar("spoken", default=NullTranslations())  # noqa: B039 - never changed


def _(sentence: str) -> str:
    """``sentence`` in the language that is spoken now."""
    return _spoken.get().gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """``one`` or ``many`` as ``count`` asks for, in the language that is spoken now; ``{count}`` is filled in."""
    return _spoken.get().ngettext(one, many, count).format(count=count)
