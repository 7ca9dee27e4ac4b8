"""What the sentences of an answer speak for by the company that their words keep: what is true, or what is false."""

from __future__ import annotations

from typing import NamedTuple

from bot.grading.bayes import WINDOW
from bot.grading.clauses import DENIED
from bot.grading.compiled import ints, noughts
from bot.grading.kernel import weigh_pairs
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric

_UNSAID_WORDS, _UNSAID_PAIRS = 4, 6


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
    """What each sentence of an answer speaks for."""
    claims, classifier = reading.claims, rubric.classifier
    tokens, sentences = [], []
    for i in reading.content:
        number = rubric.numbers.get(reading.stems[i][0], -1)
        tokens.append(-1 if number < 0 else 2 * number + (claims.polarity[i] == DENIED))
        sentences.append(claims.sentence[i])
    count = claims.sentence[-1] + 1
    sums = [noughts(count) for _ in range(4)]
    weigh_pairs(ints(tokens), ints(sentences), classifier.width, classifier.keys, classifier.values, WINDOW, *sums)
    return [Leaning(*map(float, row)) for row in zip(*sums, strict=True)]


def leaning(sentences: list[Leaning]) -> tuple[float, float]:
    """What a whole answer speaks for: the mean log-odds of falsehood of its words, and of its pairs.

    Either is drawn to 0 as if four words, or six pairs, that say nothing were among them, so that little is little.
    """
    return _means(*(sum(column) for column in zip(*sentences, strict=True)))


def model_leaning(rubric: Rubric) -> tuple[float, float]:
    """The same of the question's model answers."""
    return _means(*rubric.classifier.model)


def _means(words: float, known: float, pairs: float, paired: float) -> tuple[float, float]:
    return words / (_UNSAID_WORDS + known), pairs / (_UNSAID_PAIRS + paired)
