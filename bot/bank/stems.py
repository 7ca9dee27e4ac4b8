"""Texts as the stems of their content words: enough to see which of an author's texts hold one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found,unused-ignore]

FUNCTION_WORDS = frozenset(
    """
    a about all also an and any are as at be been but by can could did do does each for from had has have he her
    his how i if in into is it its just may more most must my no nor not of on one only or other our out over own
    per she should so some such than that the their them then there these they this those through to too under up
    use used very was we were what when where which while who why will with without would you your
    """.split()
)
_NEGATORS = frozenset("no nor not never none nothing cannot without neither nobody hardly instead".split())
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


def stems(text: str) -> tuple[str, ...]:
    """The stems of the content words of ``text``, in order."""
    return tuple(_stem(word) for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS)


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, roughly."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def denies(text: str) -> bool:
    """Whether ``text`` says no to anything."""
    return any(word in _NEGATORS or word.endswith("n't") for word in re.findall(r"[^\W_]+(?:'t)?", text.lower()))


def inside(small: Sequence[str], large: Iterable[str]) -> bool:
    """Whether all of ``small`` stand in ``large`` in their order; nothing stands in nothing."""
    rest = iter(large)
    return bool(small) and all(one in rest for one in small)
