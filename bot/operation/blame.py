"""Errors in words that may be written down: what happened and where, but nothing that a person wrote, and no token.

The message of an exception can hold anything that our code was working on: a value that was not understood, the
parameters of a statement. So a message is only given where its class cannot quote one.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

import aiohttp
import discord

from bot.errors import HotseatError, StartError, StoreError, Translatable

_SPEAKS_OF_CODE = (
    AttributeError,
    ImportError,
    MemoryError,
    NameError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    aiohttp.ClientError,
    discord.ClientException,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
)
"""Classes whose messages are about our code, the machine or the network."""

_WITHHELD = "(what it says is withheld, because it may quote what somebody wrote)"

_FIELD = re.compile(r"^In ([\w.]+): ", re.MULTILINE)
_SECRETS = (
    # The token of an interaction or a webhook, in an address.
    (re.compile(r"(/(?:interactions|webhooks)/\d+/)[^/\s?'\")]+"), r"\1…"),
    # The token of a bot.
    (re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{25,}"), "…"),
    # The password of a database.
    (re.compile(r"(\w+://[^:/\s]*):[^@/\s]+@"), r"\1:…@"),
)


def without_secrets(text: str, token: str = "") -> str:
    """``text`` with all that opens a door taken out: ``token``, and what looks like one."""
    if token:
        text = text.replace(token, "…")
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def in_a_line(error: BaseException) -> str:
    """What kind of error it is and, where that quotes nobody, what it says."""
    name = type(error).__name__
    said = _said(error)
    return f"{name}: {said}" if said else name


def in_full(error: BaseException) -> str:
    """The error and those that led to it, each with the lines of code that it came through, the first cause first."""
    return "\n\nThen this happened:\n\n".join(_one(each) for each in _chain(error))


def _said(error: BaseException) -> str:
    if isinstance(error, discord.HTTPException):
        # Discord's description of a field can quote what was in it; the field's name says enough.
        fields = ", ".join(_FIELD.findall(error.text))
        return f"status {error.status}, code {error.code}" + (f", because of {fields}" if fields else "")
    if isinstance(error, HotseatError):
        return _sentence(error)
    if code := getattr(error, "sqlstate", None):
        return f"SQLSTATE {code}"
    if isinstance(error, _SPEAKS_OF_CODE) or hasattr(error, "sqlite_errorname"):
        return " ".join(str(error).split())
    return _WITHHELD if str(error) else ""


def _sentence(error: HotseatError) -> str:
    """The sentence for its reader, without the variable parts that a member can have written."""
    if isinstance(error, (StartError, StoreError)) and not error.fields:
        return str(error)
    safe = {
        name: in_a_line(value) if isinstance(value, BaseException) else value
        for name, value in error.fields.items()
        if isinstance(value, (int, float, Translatable, BaseException))
    }
    return error.sentence.format(**dict.fromkeys(error.fields, "…") | safe) if error.fields else error.sentence


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return found[::-1]


def _one(error: BaseException) -> str:
    lines = [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    return "\n".join([*lines, in_a_line(error), *_parts(error)])


def _parts(error: BaseException) -> Iterator[str]:
    """The errors that a group is made of, each moved to the right."""
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions, start=1):
            yield f"  {number} of {len(error.exceptions)}:"
            yield from (f"  {line}" for line in in_full(part).splitlines())
