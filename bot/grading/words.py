"""What a single word is: its stem, how common it is, and whether it is a slip for another.

The English word list is the one that ``pyspellchecker`` packages (about 160,000 words with counts). It is read once,
when the first answer is graded.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer  # type: ignore[import-not-found,unused-ignore]
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.grading.lexicon import FIELD_WORDS, IRREGULAR

RARE = 70
"""How rare a word is that no list has, in tenths (see :func:`rarity`)."""


@cache
def _rarities() -> dict[str, int]:
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    total = sum(counts.values())
    return {word: max(0, min(RARE, round(10 * (7.5 - math.log10(1e9 * n / total))))) for word, n in counts.items() if n}


def rarity(word: str) -> float:
    """How rare ``word`` is in English: 7.5 less its Zipf frequency, so 0 for *the* and 7 for a word in no list.

    Zipf frequency is the decimal logarithm of occurrences in a thousand million words (van Heuven et al. 2014,
    SUBTLEX-UK).
    """
    return _rarities().get(word, RARE) / 10


def is_known(word: str) -> bool:
    """True when ``word`` stands in the English list or among the words of the trade: then it is no slip for another."""
    return word in _rarities() or word in FIELD_WORDS


_stemmer = Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The form under which ``word`` is compared (Snowball's English stemmer, and the forms that it gets wrong)."""
    irregular = IRREGULAR.get(word)
    if irregular is not None:
        return irregular
    if len(word) > 6 and "is" in word[-7:]:
        word = word.replace("isation", "ization").replace("ising", "izing").replace("ised", "ized")
    stemmed: str = _stemmer.stemWord(word)
    return IRREGULAR.get(stemmed, stemmed)


def budget(length: int) -> int:
    """How many slips a word of so many letters may have: none under 4, one from 4, two from 8 (Moodle's pmatch)."""
    return 0 if length < 4 else 1 if length < 8 else 2


def repair(word: str, terms: Collection[str]) -> str | None:
    """The one of ``terms`` that ``word`` is a slip for, or None. Ask only for words that are not known.

    A slip is one letter more, less, other, or two neighbours swapped (optimal string alignment); the length of the
    shorter word sets how many are allowed. Of equally near terms the alphabetically first is taken when ``terms`` is
    sorted.
    """
    allowed = budget(len(word))
    if not allowed:
        return None
    found = extractOne(word, terms, scorer=OSA.distance, score_cutoff=allowed)
    if found is None:
        return None
    term, distance = found[0], found[1]
    return term if distance <= budget(len(term)) else None
