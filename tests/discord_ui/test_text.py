"""Members' words shown as they were typed, and none of them with an effect."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_ui.text import cut, literal, prose, quote, quoted_lines, visible

MARKS = [
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "```",
    "||",
    "# ",
    "-# ",
    "> ",
    ">>> ",
    "- ",
    "+ ",
    "1. ",
    "12) ",
    "\\",
    "[",
    "](",
    ")",
]
TOKENS = [
    "<@1>",
    "<@&1>",
    "<#1>",
    "<t:0:R>",
    "</help:1>",
    "<:e:1>",
    "<a:e:1>",
    "<id:browse>",
    "@everyone",
    "@here",
    "@",
]
LINKS = ["https://a.b", "HTTP://a.b", "discord://x", "steam://x", "discord.gg/x", "www.a.b", "://"]
INVISIBLE = ["\u200b", "\u202e", "\u2066", "\u061c", "\u00ad", "\ufeff", "\x00", "\u2028", "\u0085"]
SPACES = [" ", "\n", "\n\n", "\t", "\u00a0"]
ODD = ["🙂", "👩\u200d💻", "é", "e\u0301", "ß", "漢", "\U0001d538", "a", "word", "7"]

hostile = st.lists(
    st.sampled_from(MARKS + TOKENS + LINKS + INVISIBLE + SPACES + ODD) | st.text(max_size=5), max_size=40
)
texts = hostile.map("".join) | st.text(max_size=300)
limits = st.integers(min_value=1, max_value=200)


def unescaped(shown: str) -> str:
    """What Discord still reads as markup: escaped characters become ·."""
    return re.sub(r"\\[^0-9A-Za-z\s]", "·", shown)


def as_read(shown: str) -> str:
    """What a reader sees: Discord takes the backslash away before anything but letters, digits and spaces."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown).replace("\u200b", "")


@given(texts, limits)
def test_literal_keeps_its_length(text, limit):
    assert len(literal(text, limit)) <= limit


@given(texts, st.integers(min_value=3, max_value=200))
def test_quote_keeps_its_length(text, limit):
    quoted = quote(text, limit)
    assert len(quoted) <= limit
    assert (quoted[0], quoted[-1]) == ("“", "”")


@given(texts, st.integers(min_value=10, max_value=300))
def test_a_quotation_keeps_its_length_and_stays_one(text, limit):
    shown = quoted_lines(text, limit)
    assert len(shown) <= limit
    assert all(line.startswith("> ") for line in shown.split("\n") if shown)


def test_a_quotation_keeps_its_lines():
    assert quoted_lines("one\n\n  # two\n", 100) == "> one\n> \u00a0\u00a0\\# two"


def test_a_long_quotation_says_that_something_is_missing():
    assert quoted_lines("word " * 100, 40).endswith("…")
    assert quoted_lines("\n".join(["word"] * 100), 40) == "> word\n" * 4 + "> word …"


@given(texts, limits)
@example("[**a** ||b||](https://a.b)", 100)
@example("xhttps://a.b", 100)
@example("[a](x) **b** [c](y)", 100)
@example("1. one", 100)
def test_nothing_in_a_literal_works(text, limit):
    """No formatting, list, heading, quotation, mention, token or link, and no character that hides or turns text."""
    shown = literal(text, limit)
    left = unescaped(shown)
    assert not re.search(r"[*_~`|<\[]", left)
    assert not re.search(r"@(?=[^\s\u200b])", left)
    assert not re.search(r"(?i)(https?|discord|steam)://|discord\.gg", left)
    assert not re.match(r"[-+#>]|\d+[.)]", left)
    assert "\n" not in shown
    for character in shown.replace("@\u200b", ""):
        assert unicodedata.category(character) != "Cc" or character == "\t"
        assert unicodedata.bidirectional(character) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


@given(texts)
@example("see discord.gg/abc and www.a.b")
def test_a_literal_reads_as_it_was_typed(text):
    """But for invisible characters and line breaks."""
    typed = " ".join(part for part in re.split(r"\s*\n\s*", visible(text).strip()))
    assert as_read(literal(text, 10_000)) == typed


@given(texts, limits)
def test_a_short_literal_is_the_beginning_of_the_long_one(text, limit):
    """What is cut ends in …, never in half an escape."""
    short, long = literal(text, limit), literal(text, 10_000)
    assert short == long or as_read(short).endswith("…")
    assert as_read(long).startswith(as_read(short).removesuffix("…"))


@given(texts, limits)
def test_cut_and_prose_keep_their_length(text, limit):
    assert len(cut(text, limit)) <= limit
    assert len(prose(text, limit)) <= limit


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Flask(__name__) and __init__.py", r"Flask(\_\_name\_\_) and \_\_init\_\_.py"),
        ("`__name__` and __eq__", r"`__name__` and \_\_eq\_\_"),
        ("```\nif __name__:\n```", "```\nif __name__:\n```"),
        ("*args and **kwargs", r"\*args and \*\*kwargs"),
        ("**strong** words and *light* ones", "**strong** words and *light* ones"),
        (r"\_\_name\_\_", r"\_\_name\_\_"),
        ("FLASK_ variables and __ nests", "FLASK_ variables and __ nests"),
    ],
)
def test_names_in_prose_are_no_markdown(written, sent):
    assert prose(written, 100) == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("plain words", "plain words"),
        ("a_b * c", r"a\_b \* c"),
        ("x[0] <= 1", r"x\[0] \<= 1"),
        ("@everyone", "@\u200beveryone"),
        ("mail me @ home", "mail me @ home"),
        ("https://a.b", r"https\://a.b"),
        ("two\n\nlines", "two lines"),
    ],
)
def test_examples(typed, sent):
    assert literal(typed, 100) == sent


def test_long_runs_of_spaces_take_no_time():
    assert len(literal("a" + " " * 4000 + "b", 110)) <= 110


def test_a_quotation_keeps_the_indentation_of_code():
    quoted = quoted_lines("def f():\n    if x:\n\t\treturn 1\n" + " " * 60 + "far", 200)
    assert quoted.split("\n") == [
        "> def f():",
        "> " + "\u00a0" * 4 + "if x:",
        "> " + "\u00a0" * 8 + "return 1",
        "> " + "\u00a0" * 16 + "far",
    ]
