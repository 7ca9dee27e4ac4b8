"""How hard a marker is: named sets of the numbers that turn matches into marks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_MANY_WORDS = 100
_MANY_WORDINGS = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one way of marking. Shares are 0 to 1, marks 0 to 100.

    ``low`` and ``high``: a phrase said to the share ``low`` earns nothing, to ``high`` all; ``bend`` is the power
    between. ``many`` raises ``low`` with the logarithm of the number of phrases that a point has, since one of many is
    met sooner by chance. ``words``: how much of a point's vocabulary explains it fully, in weights of words;
    ``spoken``: how much of a phrase must be said for vocabulary to count fully; ``detail``: the part of a point's
    credit that vocabulary earns. Of a text with 100 content words or more, the share ``stray`` may belong to the
    question by chance (less of a shorter one); from ``relevant`` above that the part counts fully. ``top`` and
    ``curve``: the calibration, see ``mark_of``. ``by_words`` and ``by_pairs``: what the company of its words says of an
    answer, see ``leaning``; ``firm`` and ``alike``: how much of that it takes for a full mark, see ``mark_of``.
    ``listing``: the highest mark of a list of words that says nothing about them. ``elsewhere``: how steeply the mark
    falls with the share that is about another framework. ``sure``: how likely a false claim must be to be named;
    ``named``: the share of the mark that it then costs. ``doubt``: how steeply the mark falls with the likelihood of
    false claims above ``unlikely``, summed over the sentences and divided by their number to the power ``patience``.
    """

    name: str
    low: float = 0.066
    many: float = 0.36
    high: float = 1.0
    bend: float = 0.737
    words: float = 4.34
    spoken: float = 0.7
    detail: float = 0.6
    stray: float = 0.71
    relevant: float = 0.056
    top: float = 0.88
    curve: float = 0.707
    by_words: float = 0.185
    by_pairs: float = 0.163
    firm: float = 0.53
    alike: float = 0.66
    listing: int = 20
    elsewhere: float = 1.2
    sure: float = 0.72
    named: float = 0.0
    unlikely: float = 0.217
    doubt: float = 0.807
    patience: float = 0.5

    def told(self, worth: float, wordings: int) -> float:
        """How well a point is told of which one of ``wordings`` phrases is said to the share ``worth``, 0 to 1."""
        low = min(0.8, max(0.0, self.low + self.many * math.log(max(1, wordings) / _MANY_WORDINGS)))
        told: float = share_of(worth - low, self.high - low) ** self.bend
        return told

    def explained(self, amount: float, extent: float) -> float:
        """How well a point is explained with ``amount`` of the ``extent`` of its vocabulary, 0 to 1."""
        return share_of(amount, min(self.words, 0.5 * extent) or 1.0)

    def relevance(self, about: float, size: int) -> float:
        """How far a text is on the question, 0 to 1, when the share ``about`` of its ``size`` content words is."""
        return share_of(about - self.stray * min(1.0, size / _MANY_WORDS), self.relevant)

    def credit(self, worth: float, told: float, explained: float) -> float:
        """What a point earns, 0 to 1: in part as it is told, in part as it is explained where it is told at all."""
        return (1 - self.detail) * told + self.detail * explained * share_of(worth, self.spoken)

    def mark_of(self, share: float, leaning: float, model: float) -> float:
        """The mark for the weighted share of points: a rising line from 0 to ``top`` (100).

        Fitted to the marks of 3,000 answers to 288 questions. People give more for the first points than for the last,
        hence a power below 1. The part ``alike`` of what the model answers speak for (``model``), or ``firm``, is firm
        enough to keep it all; an answer that speaks for less (``leaning``) keeps less.
        """
        reached: float = share_of(share, self.top) ** self.curve
        enough = min(self.firm, max(0.0, -self.alike * model))
        firmness = math.exp(-min(enough, max(0.0, leaning + enough)))
        return 100.0 * reached * firmness

    def leaning(self, words: float, pairs: float) -> float:
        """What an answer speaks for by the company of its words and pairs: falsehood above 0, truth below."""
        return self.by_words * words + self.by_pairs * pairs


def share_of(amount: float, whole: float) -> float:
    """``amount / whole``, no less than 0 and no more than 1."""
    return min(1.0, max(0.0, amount / whole))


NORMAL = Profile("normal")
STRICT = replace(NORMAL, name="strict", words=5.5, curve=0.92, listing=15, named=0.25, doubt=1.2)
LENIENT = replace(NORMAL, name="lenient", words=3.5, high=0.9, curve=0.57, listing=25, doubt=0.55)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
"""The ways of marking by name, as the settings name them."""
