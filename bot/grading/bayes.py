"""Whether words go together as in what is true of a question, or as in what is false of it.

A naive Bayes classifier (McCallum and Nigam 1998, AAAI workshop on text categorization) over words and ordered pairs of
words. It is trained on the question's own phrases (points and model answers on one side, misconceptions on the other)
and on what people have been heard to say, right and wrong. So it sees a claim that is put in words of the bank but in
no phrase of it. A word that is denied is another word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from bot.grading.clauses import DENIED, OPEN, claims
from bot.grading.compiled import Ints, Reals, ints, reals
from bot.grading.content import content
from bot.grading.text import read
from bot.grading.words import stem

WINDOW = 5
"""Two words make a pair when fewer than this many content words on from one another, in one sentence."""
_PRIOR = 32
"""So many words of either kind are supposed beside those that there are, in which all is as frequent as in both."""
_MOST = 4.0
"""No word or pair says more than this, in log-odds."""
_UNSAID_WORDS, _UNSAID_PAIRS = 4, 6

Sentence = tuple[tuple[str, bool], ...]
"""The content words of a sentence, each once, as stems, and whether they are denied."""


class NaiveBayes(NamedTuple):
    """What words and pairs speak for: their log-odds of falsehood (``values``) by their numbers (``keys``, rising).

    ``numbers`` has the number of each stem; a word's is twice that, and one more where the word is denied.
    ``usual`` is what a true text speaks for by its words, and by its pairs, to who has heard all others but not it.
    """

    numbers: dict[str, int]
    keys: Ints
    values: Reals
    usual: tuple[float, float]

    @property
    def width(self) -> int:
        """The first number that is a pair's."""
        return _width(self.numbers)


def heard(text: str) -> list[Sentence]:
    """The sentences of an answer, as they teach: without what is taken back, supposed or set apart."""
    words = read(text)
    found = claims(words)
    said: dict[int, dict[str, bool]] = {}
    for i in content(words):
        if not found.withdrawn[i] and found.polarity[i] != OPEN:
            said.setdefault(found.sentence[i], {}).setdefault(stem(words.words[i]), found.polarity[i] == DENIED)
    return [tuple(sentence.items()) for sentence in said.values()]


def train(phrases: Sequence[Sentence], texts: Sequence[Sequence[Sentence]], false: Sequence[Sentence]) -> NaiveBayes:
    """The classifier of one question, from true phrases, whole texts that are true, and what is false."""
    true = [*phrases, *(sentence for text in texts for sentence in text)]
    numbers = {s: n for n, s in enumerate(sorted({s for each in (*true, *false) for s, _ in each}))}
    counts = [Counter(key for each in kind for key in _keys(each, numbers)) for kind in (true, false)]
    words = [sum(map(len, kind)) for kind in (true, false)]
    values = {key: _log_odds(*(c[key] for c in counts), *words) for key in sorted(counts[0].keys() | counts[1].keys())}
    alone = []
    for text in texts:
        keys = [key for sentence in text for key in _keys(sentence, numbers)]
        own, others = Counter(keys), words[0] - sum(map(len, text))
        known = [(key, counts[0][key] - own[key], counts[1][key]) for key in keys]
        said = [(key, _log_odds(t, f, others, words[1])) for key, t, f in known if t or f]
        of_words = [value for key, value in said if key < _width(numbers)]
        of_pairs = [value for key, value in said if key >= _width(numbers)]
        alone.append(means(sum(of_words), len(of_words), sum(of_pairs), len(of_pairs)))
    usual = fmean(a for a, _ in alone), fmean(b for _, b in alone)
    return NaiveBayes(numbers, ints(values), reals(values.values()), usual)


def means(words: float, known: float, pairs: float, paired: float) -> tuple[float, float]:
    """The mean log-odds of so many words, and of so many pairs, from their sums.

    Either is drawn to 0 as if four words, or six pairs, that say nothing were among them, so that little is little.
    """
    return words / (_UNSAID_WORDS + known), pairs / (_UNSAID_PAIRS + paired)


def _width(numbers: dict[str, int]) -> int:
    return 2 * len(numbers) + 1


def _keys(sentence: Sentence, numbers: dict[str, int]) -> list[int]:
    """The numbers of the words and pairs of a sentence, numbered as in ``weigh_pairs``."""
    width = _width(numbers)
    tokens = [2 * numbers[stemmed] + denied for stemmed, denied in sentence]
    return tokens + [(a + 1) * width + b for i, a in enumerate(tokens) for b in tokens[i + 1 : i + WINDOW]]


def _log_odds(true: int, false: int, trues: int, falses: int) -> float:
    expected = _PRIOR * (true + false) / (trues + falses)
    value = math.log((false + expected) / (falses + _PRIOR)) - math.log((true + expected) / (trues + _PRIOR))
    return max(-_MOST, min(_MOST, value))
