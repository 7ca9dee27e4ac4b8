"""A text as it was typed, and the words in it with their places.

Case, Unicode form, curly quotes, zero-width characters, markdown, code fences, smileys and emoji leave no trace in the
words; every word keeps the span of the raw text that it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LIMIT = 20_000
"""Characters that are read; what follows is left unread, so that any text is marked in bounded time."""

GLUED, SPACE, COMMA, CLAUSE, SENTENCE = range(5)
"""How two neighbouring words are parted: inside one identifier, by a space, a comma, a clause, a sentence."""

_STRAIGHT = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "´": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "…": ".",
    "→": ">",
    "⇒": ">",
    "≠": " not ",
}
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_PLAIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+")
_NOISE = re.compile(
    r"```[a-z0-9+#-]*(?=\s*\n)|~~~[a-z0-9+#-]*(?=\s*\n)"  # a fence and the name of its language
    r"|\]\([^)\s]*\)"  # the target of a markdown link
    r"|<a?:\w+:\d+>|<[@#][!&]?\d+>"  # Discord's own emoji and mentions
    r"|:(?<!\S.)[a-z0-9_+-]{2,32}:(?=\s|$|[.,!?])"
    r"|[:;=x8](?<!\S.)['\-^]?[)(\]\[dpo3/\\|]+(?=\s|$|[.,!?])"
    r"|(?:<3|\^\^|[(]:)(?<!\S..)(?=\s|$|[.,!?])",
)
_LINE_MARK = re.compile(r"(?m:^[ \t>]*(?:\d{1,2}[.)]|[-*+•]|#{1,6})(?=[ \t]))")
"""The marks of lists and headings."""
_END = re.compile(r"[.!?]+(?=[\s\"')\]*_~]|$)|\n\s*\n")
_BREAK = re.compile(r"[;\n—–]|:(?=\s)|\s\(|\)\s|\s-{1,2}\s|[{}]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, folded; ``raw[starts[i]:ends[i]]`` is word ``i`` as it was typed.

    ``gaps[i]`` says how word ``i`` is parted from the one before it (``SENTENCE`` for the first).
    """

    raw: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = _STRAIGHT.get(character)
    if plain is not None:
        return plain
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category[0] in "ZC":
        return "\n" if character in "\n\v\f\x85\u2028\u2029" else " "
    parts = unicodedata.normalize("NFKD", character.casefold())
    folded = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Me", "Cf"}).casefold()
    return "".join(_STRAIGHT.get(c, c) for c in folded)


def fold(raw: str) -> tuple[str, list[int] | None]:
    """The text folded for comparison, and for each folded character its place in ``raw`` (None: the same place)."""
    if raw.isascii():
        return raw.lower(), None
    folded: list[str] = []
    places: list[int] = []
    for run in _RUN.finditer(raw):
        if run.group().isascii():
            folded.append(run.group().lower())
            places += range(*run.span())
            continue
        for place, character in enumerate(run.group(), run.start()):
            plain = _fold_character(character)
            folded.append(plain)
            places += [place] * len(plain)
    return "".join(folded), places


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _parting(gap: str) -> int:
    if gap in {"_", "-", ".", "", "'"}:
        return GLUED
    if gap == " " or gap.lstrip(" `'(") == ".":  # the latter in front of a name such as .bashrc
        return SPACE
    if _END.search(gap):
        return SENTENCE
    if _BREAK.search(gap):
        return CLAUSE
    if "," in gap or " / " in gap:
        return COMMA
    return SPACE


@lru_cache(maxsize=512)
def _cached_parting(gap: str) -> int:
    return _parting(gap)


@lru_cache(maxsize=256)
def read(raw: str) -> Words:
    """The words of ``raw``, of which at most ``LIMIT`` characters are read. Never raises. The latest are kept."""
    raw = raw[:LIMIT]
    text, places = fold(raw)
    text = _NOISE.sub(_blank, text)
    if "\n" in text or not text[:1].isalpha():
        text = _LINE_MARK.sub(_blank, text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in (_PLAIN_WORD if text.isascii() else _WORD).finditer(text):
        word = match.group()
        start, end = match.span()
        if word[-2:] == "'s" and len(word) > 2:
            word = word[:-2]
            end -= 2
        words.append(word)
        starts.append(start)
        ends.append(end)
    gaps = [SENTENCE] if words else []
    gaps += [
        _cached_parting(text[end:start]) if start - end < 40 else _parting(text[end:start])
        for end, start in zip(ends, starts[1:], strict=False)
    ]
    if places is not None:
        last = len(places) - 1
        ends = [places[min(end - 1, last)] + 1 for end in ends]
        starts = [places[start] for start in starts]
    return Words(raw, tuple(words), tuple(starts), tuple(ends), tuple(gaps))


def sentences(words: Words) -> list[tuple[int, int]]:
    """The sentences as half-open ranges of word indices."""
    bounds = [i for i, gap in enumerate(words.gaps) if gap == SENTENCE]
    return list(pairwise([*bounds, len(words)])) if bounds else []
