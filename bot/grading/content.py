"""Which words carry content, and which of them mean nearly the same or the opposite."""

from __future__ import annotations

from bot.grading.lexicon import ANTONYMS, FUNCTION_WORDS, NEGATORS, SYNONYMS
from bot.grading.text import GLUED, Words, read
from bot.grading.words import stem

_KEPT = frozenset(
    "before after above below same only always never each every all own itself different other without once".split()
)
"""Function words that carry content when a phrase holds them."""


def _groups() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    alike: dict[str, set[str]] = {}
    for group in SYNONYMS:
        stems = {stem(word) for word in group}
        for one in stems:
            alike.setdefault(one, set()).update(stems - {one})
    opposed: dict[str, set[str]] = {}
    for a, b in ANTONYMS:
        opposed.setdefault(stem(a), set()).add(stem(b))
        opposed.setdefault(stem(b), set()).add(stem(a))
    return {k: frozenset(v) for k, v in alike.items()}, {k: frozenset(v) for k, v in opposed.items()}


ALIKE, OPPOSED = _groups()


def content(text: Words) -> list[int]:
    """Indices of the words that carry content: all but function words, and those inside an identifier."""
    words, gaps = text.words, text.gaps
    n = len(words)
    return [
        i
        for i, word in enumerate(words)
        if word not in FUNCTION_WORDS
        or word in _KEPT
        or (
            word not in NEGATORS
            and ((gaps[i] == GLUED and i) or (i + 1 < n and gaps[i + 1] == GLUED and text.raw[text.ends[i]] == "_"))
        )
    ]


def says_something(text: str) -> bool:
    """Whether there is any word in ``text`` by which one could know what it is about."""
    return bool(content(read(text)))
