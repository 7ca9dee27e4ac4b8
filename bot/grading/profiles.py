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
    low: float = 0.3
    high: float = 1.0
    bend: float = 1.4
    words: float = 3.5
    detail: float = 0.475
    stray: float = 0.6
    relevant: float = 0.28
    foot: float = 0.04
    top: float = 0.96
    curve: float = 0.8
    listing: int = 20
    sure: float = 0.82
    named: float = 0.12
    unlikely: float = 0.32
    doubt: float = 1.2
    patience: float = 0.74

    def mark_of(self, share: float) -> float:
        """The mark for the weighted share of points: a rising line from ``foot`` (0) to ``top`` (100).

        Fitted to people's marks of 684 answers to 18 questions. People give more for the first points than for the
        last, hence a power below 1.
        """
        reached: float = min(1.0, max(0.0, (share - self.foot) / (self.top - self.foot)))
        return 100.0 * float(reached**self.curve)


NORMAL = Profile("normal")
STRICT = replace(NORMAL, name="strict", words=4.5, curve=1.0, listing=15, named=0.25, doubt=1.5)
LENIENT = replace(NORMAL, name="lenient", words=3.0, high=0.9, curve=0.65, listing=25, doubt=0.9)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
"""The ways of marking by name, as the settings name them."""
