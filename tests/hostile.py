"""Text as somebody could write it who means harm, or whose keyboard has fallen down the stairs.

``HOSTILE`` draws answers of up to ``LONGEST`` characters: a grammar of pieces that each have broken some program before,
mixed with words of a right answer. The long form, 100,000 answers and 10,000 files, is
``HOSTILE_LONG=1 pytest -m hostile``; without the variable it is 2,000 and some hundreds.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

LONG = bool(os.environ.get("HOSTILE_LONG"))
ANSWERS = 100_000 if LONG else 2_000
FILES = 10_000 if LONG else 300
HOURS = 6 * 3600 if LONG else 240
"""Seconds that a test may take."""

LONGEST = 4000
"""Characters of an answer: Discord's form takes no more."""


def trying(count: int) -> settings:
    """So many examples, the same ones each time in the short form."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


MENTIONS = [
    "@everyone", "@here", "<@1>", "<@!123456789012345678>", "<@&123456789012345678>", "<#123456789012345678>",
    "@\u200beveryone", "@\u2060here", "<@\u200b123456789012345678>", "\uff20everyone", "<id:customize>", "<id:guide>",
    "</interview:123456789012345678>", "<a:x:123456789012345678>", "<:x:123456789012345678>", "<t:0:R>", "<t:99999999999999:F>",
]  # fmt: skip
LINKS = [
    "https://example.org/a_b_c", "http://\u0430pple.com", "[text](https://evil.example)", "[x](<https://evil.example>)",
    "<https://example.org>", "discord.gg/abcdef", "discord://-/x", "steam://run/1", "www.example.org", "HTTPS://EXAMPLE.ORG",
    "![a](b)", "[[a]](b)", "[a]: b", "mailto:a@b.c", "file:///etc/passwd", "javascript:alert(1)",
]  # fmt: skip
MARKUP = [
    "**", "*", "***", "_", "__", "~~", "||", "`", "``", "```", "```py\n", "\n```\n", "> ", ">>> ", "# ", "## ", "### ", "-# ",
    "- ", "+ ", "* ", "1. ", "1) ", "99999999999. ", "\\", "\\\\", "\\`", "| a | b |", "---", "===", "$$", "{{ x }}", "{mark}", "{0}",
    "%s", "%(x)s", "${HOME}", "\\N{BULLET}", "&amp;", "<b>", "<!--", "--", "';--", "\x1b[31m", "\x00",
]  # fmt: skip
LETTERS = [
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200f", "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f",
    "\u115f", "\u3164", "\u180e", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\r\n", "\t", "\x08", "\x7f", "\ufff9", "\ufffd",
    "\U000e0041", "\U000e0001", "\ufe0f", "\ud800", "\udfff", "\udc80", "\uffff", "\U0010ffff", "\u0345", "\u1e9e", "\u0130", "\u0131",
    "\ufb03", "\u2126", "\u1f88", "\u01c5", "\ufdfa", "\u0f0b", "\u0e33", "\u2460", "\u00b2", "\u0661", "\u216b", "\U0001d400",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd", "1\ufe0f\u20e3", "\u0915\u094d\u0937",
    "\u1112\u1161\u11ab", "e\u0301", "\u212b", "A\u030a", "\u05d0\u05d1", "\u0645\u0631\u062d\u0628\u0627", "\u4f60\u597d",
]  # fmt: skip
CODE = [
    "def f(x):\n    return x ** 2\n", "session['user_id'] = 1", "for (;;) {}", "a->b->c", '!@#$%^&*()_+{}|:"<>?', '"""', "'''",
    "SELECT * FROM answer; DROP TABLE answer;", "x = [[[[[[[[", "((((((((((", "}}}}}}}}", "a.b.c.d.e.f", "a_b_c_d_e", "camelCaseWord",
    "0xDEADBEEF", "1e309", "NaN", "-Infinity", "9" * 60, "#!/bin/sh", "<script>alert(1)</script>", "\\u0000", "lambda: 0",
]  # fmt: skip
WORDS = [
    "not", "never", "no", "isn't", "don't", "cookie", "signed", "session", "Flask", "secret key", "dictionary", "lock", "thread",
    "wait", "air molecules", "scattered", "short waves", "Rayleigh", "I don't know", "because", "is", "the", "and", "or", "but",
    ". ", "! ", "? ", ", ", "; ", ": ", "\n", "\n\n", "...", "\u2026", "\u2014", " ", "  ",
]  # fmt: skip


def _zalgo(text: str) -> str:
    return "".join(letter + "\u0300\u0316\u0334\u035c\u0489" * 4 for letter in text)


PIECE = st.one_of(
    *map(st.sampled_from, (MENTIONS, LINKS, MARKUP, LETTERS, CODE, WORDS)),
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.characters(categories=("Cs", "Co", "Cn", "Cf", "Cc", "Mn", "Me")),
)
MANY = st.builds(lambda piece, times: (piece * times)[:LONGEST], PIECE, st.integers(2, LONGEST))
TOKEN = st.builds(lambda piece, times: "".join(piece.split() or ["x"]) * times, PIECE, st.sampled_from([50, 500, 4000]))
MIXED = st.lists(PIECE, max_size=60).map("".join)
SPACED = st.lists(PIECE, max_size=60).map(" ".join)
HOSTILE = st.one_of(MIXED, SPACED, SPACED, MANY, TOKEN, st.builds(_zalgo, SPACED)).map(lambda text: text[:LONGEST])
"""One answer."""

SOUND = HOSTILE.map(lambda text: text.encode(errors="replace").decode())
"""The same as it comes from Discord or out of the database: without lone surrogates, which UTF-8 cannot hold."""
