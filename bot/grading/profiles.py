"""How hard a marker is: named sets of the numbers that turn matches into marks."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one way of marking. Shares are 0 to 1, marks 0 to 100.

    ``low`` and ``high``: a phrase said to the share ``low`` earns nothing, to ``high`` all. ``words``: how much of a
    point's vocabulary explains it fully, in weights of words; ``detail``: the part of a point's credit that this earns.
    Of a text with 100 content words or more, the share ``stray`` may belong to the question by chance (less of a
    shorter one); from ``relevant`` above that the part counts fully.
    ``curve``: the calibration from the weighted share of points to the mark, as (share, mark) corners of a rising line.
    ``listing``: the highest mark of a list of words that says nothing about them. ``sure``: how likely a false claim
    must be to be named; ``named``: the share of the mark that it then costs; ``doubt``: how steeply the mark falls with
    the mean likelihood of a false claim over the sentences: to ``exp(-doubt * mean)`` of it.
    """

    name: str
    low: float
    high: float
    curve: tuple[tuple[float, float], ...]
    listing: int = 20
    words: float = 4.0
    detail: float = 0.6
    sure: float = 0.82
    stray: float = 0.5
    relevant: float = 0.25
    named: float = 0.25
    doubt: float = 2.1


NORMAL = Profile(
    "normal",
    0.3,
    0.85,
    (
        (0.0, 0.0),
        (0.07, 0.0),
        (0.15, 12.0),
        (0.25, 33.0),
        (0.4, 54.0),
        (0.5, 66.0),
        (0.7, 83.0),
        (0.85, 98.0),
        (0.9, 100.0),
        (1.0, 100.0),
    ),
)
STRICT = replace(NORMAL, name="strict", high=0.95, words=5.0, listing=15, doubt=2.5)
LENIENT = replace(NORMAL, name="lenient", high=0.75, words=3.0, listing=25, doubt=1.6)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
