"""Text on its way to Discord: members' words made harmless, everything kept to its length."""

from __future__ import annotations

import re
from datetime import datetime

from discord.utils import format_dt

# Controls but newline and tab, zero-width characters, and the marks that turn the writing direction.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# discord.py's escape_markdown leaves alone what stands inside [a](link), tokens such as <t:0:R>, and numbered lists.
_MARKUP = re.compile(r"[\\*_~`|<\[]")
_OPENING = re.compile(r"^(\d*)([-+#>.)])")
_LINK = re.compile(r"(?i)(https?|discord|steam|www)(?=://|\.)")
_AT = re.compile(r"@(?=\S)")
# Names such as __name__ would be underlined, and *args with **kwargs turned to italics.
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_NAMES = re.compile(r"(?<![\\\w])__\w+?__(?!\w)|(?<![\\\w*])\*{1,2}(?:args|kwargs)\b(?!\*)")
_BLANK_LINES = re.compile(r"\s*\n\s*")

ELLIPSIS = "…"
NO_BREAK = "\u00a0"
INDENT = 16
"""Spaces at most that a quoted line of code keeps before it. Plain ones would be dropped."""


def visible(text: str) -> str:
    """``text`` without control characters, zero-width characters and direction marks."""
    return _INVISIBLE.sub("", text)


def cut(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, ending in … where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def literal(text: str, limit: int) -> str:
    """Somebody's words on one line, shown as they were typed: no formatting, no mention, no link, no token works in it.

    The result has at most ``limit`` characters. The raw text is cut before it is escaped, since a cut after could leave
    half an escape.
    """
    plain = _BLANK_LINES.sub(" ", visible(text)).strip()
    room = limit
    while True:
        shown = _escape(cut(plain, room))
        if len(shown) <= limit:
            return shown
        room -= max(1, (len(shown) - limit) // 2)


def quote(text: str, limit: int) -> str:
    """Somebody's words in quotation marks, at most ``limit`` characters in all; see ``literal``."""
    return f"“{literal(text, limit - 2)}”"


def quoted_lines(text: str, limit: int) -> str:
    """Somebody's words as a quotation that keeps their lines, at most ``limit`` characters in all; see ``literal``."""
    lines: list[str] = []
    room = limit - len(ELLIPSIS) - 1
    for line in filter(str.strip, visible(text).split("\n")):
        indent = min(len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()), INDENT, max(0, room - 3))
        shown = f"> {NO_BREAK * indent}{literal(line, max(1, room - 2 - indent))}"
        room -= len(shown) + 1
        if room < 0 and lines:
            lines[-1] += f" {ELLIPSIS}"
            break
        lines.append(shown)
    return "\n".join(lines)


def prose(text: str, limit: int) -> str:
    """Text of the bank: its markdown works, invisible characters go, the result has at most ``limit`` characters.

    What a programming language means by underscores and stars stays as it is.
    """
    plain = visible(text).strip()
    room = limit
    while True:
        shown = _with_names(cut(plain, room))
        if len(shown) <= limit:
            return shown
        room -= max(1, (len(shown) - limit) // 2)


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 question``, ``2 questions``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def signed(change: int) -> str:
    """``+6`` or ``−5``."""
    return f"{change:+d}".replace("-", "−")


def relative(moment: datetime) -> str:
    """A time that the reader's own client keeps counting: "in 5 minutes"."""
    return format_dt(moment, "R")


def _with_names(text: str) -> str:
    parts = _CODE.split(text)
    parts[::2] = [_NAMES.sub(lambda name: re.sub(r"[_*]", r"\\\g<0>", name[0]), part) for part in parts[::2]]
    return "".join(parts)


def _escape(text: str) -> str:
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    escaped = _OPENING.sub(r"\1\\\2", escaped)
    escaped = _LINK.sub(r"\1\\", escaped)
    return _AT.sub("@\u200b", escaped)
