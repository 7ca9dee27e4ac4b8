"""How hard a marker is: named sets of the numbers that turn matches into marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one way of marking. Shares are 0 to 1, marks 0 to 100.

    ``low`` and ``high``: a phrase said to the share ``low`` earns nothing, to ``high`` all. ``curve``: the calibration
    from the weighted share of points to the mark, as (share, mark) corners of a rising line. ``one_false`` and
    ``two_false``: the highest mark of an answer with one false claim, and with two or more. ``listing``: the highest
    mark of a list of words that says nothing about them.
    """

    name: str
    low: float
    high: float
    curve: tuple[tuple[float, float], ...]
    one_false: int = 45
    two_false: int = 15
    listing: int = 20
    sure: float = 0.8
    turned: float = 0.35


NORMAL = Profile("normal", 0.5, 0.9, ((0.0, 0.0), (0.1, 15.0), (0.25, 50.0), (0.5, 80.0), (0.8, 100.0), (1.0, 100.0)))
STRICT = Profile("strict", 0.6, 0.95, ((0.0, 0.0), (0.3, 40.0), (0.6, 75.0), (1.0, 100.0)), 40, 10, 15)
LENIENT = Profile("lenient", 0.45, 0.85, ((0.0, 0.0), (0.08, 20.0), (0.2, 55.0), (0.4, 85.0), (0.65, 100.0), (1.0, 100.0)), 52, 25, 25)

PROFILES = {profile.name: profile for profile in (NORMAL, STRICT, LENIENT)}
