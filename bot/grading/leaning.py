"""What the sentences of an answer speak for by the company that their words keep: what is true, or what is false."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.grading.bayes import WINDOW, means
from bot.grading.clauses import DENIED, OPEN
from bot.grading.compiled import ints, noughts
from bot.grading.kernel import weigh_pairs
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric
from bot.grading.text import sentences as divided


class Leaning(NamedTuple):
    """What one sentence speaks for: the log-odds of falsehood summed over its known words, over its pairs; how many."""

    words: float
    known: float
    pairs: float
    paired: float

    @property
    def word(self) -> float:
        """The mean of its words, drawn to 0 as if two that say nothing were among them."""
        return self.words / (2 + self.known)

    @property
    def pair(self) -> float:
        """The mean of its pairs, drawn to 0 as if three that say nothing were among them."""
        return self.pairs / (3 + self.paired)


def leanings(reading: Reading, rubric: Rubric) -> list[Leaning]:
    """What each sentence of an answer speaks for. Words that are taken back, or set apart, speak for nothing.

    A sentence of the question's own, which is true, speaks no less for the truth than right answers usually do.
    """
    claims, classifier = reading.claims, rubric.classifier
    tokens, sentences = [], []
    for i in reading.content:
        if claims.withdrawn[i] or claims.polarity[i] == OPEN:
            continue
        number = classifier.numbers.get(reading.stems[i][0], -1)
        tokens.append(-1 if number < 0 else 2 * number + (claims.polarity[i] == DENIED))
        sentences.append(claims.sentence[i])
    count = claims.sentence[-1] + 1
    sums = [noughts(count) for _ in range(4)]
    weigh_pairs(ints(tokens), ints(sentences), classifier.width, classifier.keys, classifier.values, WINDOW, *sums)
    spoken = [Leaning(*map(float, row)) for row in zip(*sums, strict=True)]
    text, (by_word, by_pair) = reading.text, classifier.usual
    return [
        Leaning(min(one.words, by_word * one.known), one.known, min(one.pairs, by_pair * one.paired), one.paired)
        if text.words[first:end] in rubric.true_sentences
        else one
        for one, (first, end) in zip(spoken, divided(text), strict=True)
    ]


def leaning(sentences: Sequence[Leaning]) -> tuple[float, float]:
    """What a whole answer speaks for by its words, and by its pairs; see :func:`means`."""
    return means(*(sum(column) for column in zip(*sentences, strict=True)))
