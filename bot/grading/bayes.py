"""Whether words go together as in what is true of a question, or as in what is false of it.

A naive Bayes classifier (McCallum and Nigam 1998, AAAI workshop on text categorization) over words and ordered pairs of
words, trained on the question's own phrases: points and model answers on one side, misconceptions on the other. It sees
a claim that is put in words of the bank but in no phrase of it. A word that is denied is another word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bot.grading.clauses import DENIED
from bot.grading.compiled import Ints, Reals, ints, reals
from bot.grading.phrases import Phrase

WINDOW = 5
"""Two words make a pair when fewer than this many content words on from one another, in one sentence."""
_PRIOR = 8
"""So many phrases of either kind are supposed beside those that there are, in which all is as frequent as in both."""
_MOST = 2.5
"""No word or pair says more than this, in log-odds."""


class NaiveBayes(NamedTuple):
    """What words and pairs speak for: their log-odds of falsehood (``values``) by their numbers (``keys``, rising).

    ``model`` is what the model answers speak for: the sum over their words, how many these are, and the same of pairs.
    """

    width: int
    keys: Ints
    values: Reals
    model: tuple[float, int, float, int]


def train(phrases: Iterable[Phrase], points: int, truth: int, numbers: dict[str, int]) -> NaiveBayes:
    """The classifier of one question. The owners of true phrases are below ``points``, or ``truth``: model answers'."""
    width = 2 * len(numbers) + 1
    true: Counter[int] = Counter()
    false: Counter[int] = Counter()
    model: list[int] = []
    count = [0, 0]
    for made in phrases:
        kind = points <= made.owner < truth
        count[kind] += 1
        tokens = [2 * numbers[stemmed] + (polarity == DENIED) for stemmed, _, polarity in made.slots]
        keys = tokens + [(a + 1) * width + b for i, a in enumerate(tokens) for b in tokens[i + 1 : i + WINDOW]]
        (false if kind else true).update(keys)
        if made.owner == truth:
            model += keys
    values = {key: _log_odds(true[key], false[key], *count) for key in sorted(true.keys() | false.keys())}
    words = [values[key] for key in model if key < width]
    pairs = [values[key] for key in model if key >= width]
    return NaiveBayes(width, ints(values), reals(values.values()), (sum(words), len(words), sum(pairs), len(pairs)))


def _log_odds(true: int, false: int, trues: int, falses: int) -> float:
    expected = _PRIOR * (true + false) / (trues + falses)
    value = math.log((false + expected) / (falses + _PRIOR)) - math.log((true + expected) / (trues + _PRIOR))
    return max(-_MOST, min(_MOST, value))
