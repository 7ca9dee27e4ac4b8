"""How hard a marker is: named sets of the numbers that turn matches into marks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_MANY_WORDS = 100


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one way of marking. Shares are 0 to 1, marks 0 to 100.

    ``low`` and ``high``: a phrase said to the share ``low`` earns nothing, to ``high`` all; ``bend`` is the power
    between. ``words``: how much of a point's vocabulary explains it fully, in weights of words;
    ``spoken``: how much of a phrase must be said for vocabulary to count fully; ``detail``: the part of a point's
    credit that vocabulary earns. Of a text with 100 content words or more, the share ``stray`` may belong to the
    question by chance (less of a shorter one); from ``relevant`` above that the part counts fully. ``top`` and
    ``curve``: the calibration, see ``mark_of``. ``by_words`` and ``by_pairs``: what the company of its words says of an
    answer, see ``leaning``; ``firm``: how much of that is enough for a full mark, see ``firmness``.
    ``astray``: how steeply the mark falls with what speaks for falsehood. ``listing``: the highest mark of a list of
    words that says nothing about them. ``elsewhere``: how steeply the mark falls with the share that is about another
    framework, where points are missing and words are vague. ``sure``: how likely a claim must be false to be taken for
    it, and ``named``: how likely by its own words to be named; ``fine``: the share of the mark that it then costs.
    ``doubt``: how steeply the mark falls with the likelihood of false claims above ``unlikely``, summed over the
    sentences.
    """

    name: str
    low: float = 0.32
    high: float = 1.0
    bend: float = 1.77
    words: float = 10.7
    spoken: float = 0.49
    detail: float = 0.6
    stray: float = 0.62
    relevant: float = 0.2
    top: float = 0.79
    curve: float = 0.55
    by_words: float = 0.053
    by_pairs: float = 0.27
    firm: float = 0.44
    astray: float = 3.99
    listing: int = 20
    elsewhere: float = 1.81
    sure: float = 0.8
    named: float = 0.55
    fine: float = 0.0
    unlikely: float = 0.099
    doubt: float = 0.35

    def told(self, worth: float) -> float:
        """How well a point is told of which a phrase is said to the share ``worth``, 0 to 1."""
        told: float = share_of(worth - self.low, self.high - self.low) ** self.bend
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

    def mark_of(self, share: float) -> float:
        """The mark for the weighted share of points: a rising line from 0 to ``top`` (100).

        Fitted to marked answers (see README.md). People give more for the first points than for the last, hence a power
        below 1.
        """
        reached: float = share_of(share, self.top) ** self.curve
        return 100.0 * reached

    def firmness(self, leaning: float, usual: float) -> float:
        """The part of the mark that is kept by an answer that speaks for ``leaning``: 1 when that is firmly the truth.

        What right answers usually speak for (``usual``), or ``firm``, is firm enough.
        """
        return math.exp(-self._enough(usual) * self.vagueness(leaning, usual))

    def vagueness(self, leaning: float, usual: float) -> float:
        """The share of what is firm enough that is missing, 0 to 1; 1 where nothing is usual."""
        enough = self._enough(usual)
        return share_of(leaning + enough, enough) if enough else 1.0

    def _enough(self, usual: float) -> float:
        return min(self.firm, max(0.0, -usual))

    def leaning(self, words: float, pairs: float) -> float:
        """What an answer speaks for by the company of its words and pairs: falsehood above 0, truth below."""
        return self.by_words * words + self.by_pairs * pairs


def share_of(amount: float, whole: float) -> float:
    """``amount / whole``, no less than 0 and no more than 1."""
    return min(1.0, max(0.0, amount / whole))


NORMAL = Profile("normal")
STRICT = replace(NORMAL, name="strict", words=13.0, curve=0.75, listing=15, fine=0.25, doubt=0.5)
LENIENT = replace(NORMAL, name="lenient", words=8.0, high=0.9, curve=0.45, listing=25, doubt=0.25)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
"""The ways of marking by name, as the settings name them."""
