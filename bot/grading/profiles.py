"""How hard a marker is: named sets of the numbers that turn matches into marks."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one way of marking. Shares are 0 to 1, marks 0 to 100.

    ``low`` and ``high``: a phrase said to the share ``low`` earns nothing, to ``high`` all; ``bend`` is the power
    between. ``words``: how much of a point's vocabulary explains it fully, in weights of words; ``detail``: the part of
    a point's credit that this earns. Of a text with 100 content words or more, the share ``stray`` may belong to the
    question by chance (less of a shorter one); from ``relevant`` above that the part counts fully.
    ``foot``, ``top`` and ``curve``: the calibration, see ``mark_of``. ``listing``: the highest mark of a list of words
    that says nothing about them. ``sure``: how likely a false claim must be to be named; ``named``: the share of the
    mark that it then costs. ``doubt``: how steeply the mark falls with the likelihood of false claims above
    ``unlikely``, summed over the sentences and divided by their number to the power ``patience``.
    """

    name: str
    low: float = 0.265
    high: float = 1.0
    bend: float = 1.17
    words: float = 4.6
    detail: float = 0.6
    stray: float = 0.675
    relevant: float = 0.185
    foot: float = 0.01
    top: float = 0.88
    curve: float = 0.84
    listing: int = 20
    sure: float = 0.668
    named: float = 0.02
    unlikely: float = 0.2
    doubt: float = 1.8
    patience: float = 0.92

    def mark_of(self, share: float) -> float:
        """The mark for the weighted share of points: a rising line from ``foot`` (0) to ``top`` (100).

        Fitted to the marks of 2,200 answers to 250 questions. People give more for the first points than for the
        last, hence a power below 1.
        """
        reached: float = min(1.0, max(0.0, (share - self.foot) / (self.top - self.foot)))
        return 100.0 * float(reached**self.curve)


NORMAL = Profile("normal")
STRICT = replace(NORMAL, name="strict", words=6.0, curve=1.0, listing=15, named=0.25, doubt=2.2)
LENIENT = replace(NORMAL, name="lenient", words=4.0, high=0.9, curve=0.68, listing=25, doubt=1.3)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
"""The ways of marking by name, as the settings name them."""
