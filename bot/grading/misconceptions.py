"""False claims: the bank's misconceptions when they are made, and points that are said the other way round.

A misconception is a statement, so what counts is not only that its words are there but that they stand in one sentence,
in order, about the same subject, and are not part of a true statement. How sure that is, is a sum of weighted signs on
the scale of log-odds (logistic regression on marked answers, each question judged by weights from the others).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from bot.grading.compiled import noughts, zeros
from bot.grading.kernel import find_claims
from bot.grading.leaning import Leaning
from bot.grading.match import Shares
from bot.grading.phrases import HEAVIEST
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric
from bot.grading.signs import START, WEIGHTS
from bot.grading.tables import SLOTS, Chances, Doubts, Found, Heard, Manner, room
from bot.grading.text import GLUED

CLOSE = Manner(1, 0.08, 0.25, 0.2, 0.15, 0.0, 0.0)
"""How a false claim is looked for: it was made only if its words say it."""

DOUBTS = Doubts(
    start=START,
    hopeless=-1.4,
    sure=0.0,
    stated=0.55,
    denied=0.1,
    reversed=0.75,
    opposed=0.2,
    half=0.5,
    defends=0.2,
    immune=0.75,
    larger=1.3,
    heaviest=HEAVIEST,
)

BY_WORDS, BY_PAIRS = 1.0, 1.4
"""What the company of the words in a claim's sentence adds to its log-odds, for each of its mean log-odds."""
_SLACK = 1.5


@dataclass(frozen=True, slots=True)
class Claim:
    """A false claim that may have been made, how likely it is one (0 to 1), and the words that make it, in order.

    ``owner`` is the number of the point that it contradicts; misconceptions are counted on from the points. ``alone``
    is how likely it is by its own words, without the company that they keep: that it is this claim, and not another.
    """

    owner: int
    likely: float
    alone: float
    positions: tuple[int, ...]


def false_claims(
    rubric: Rubric, reading: Reading, heard: Heard, filled: Shares, sentences: list[Leaning], sure: float
) -> list[Claim]:
    """The claims of an answer that may be false, the likeliest of each point or misconception, by likelihood.

    ``sentences`` say what each sentence speaks for by the company of its words. Of the claims that are less than
    ``sure`` (a likelihood, 0 to 1), only the likeliest of each sentence is certain to be among them.
    """
    phrases = rubric.table
    size, owners = len(filled.here), phrases.truth
    doubts = DOUBTS._replace(sure=math.log(sure / (1 - sure)) - _SLACK)
    chances = Chances(noughts(size), zeros(size), zeros(size))
    found = Found(noughts(owners), zeros(owners), zeros(owners), zeros(owners * SLOTS))
    for owner in range(owners):
        found.value[owner] = doubts.hopeless
    here, _, odds, turns = filled
    find_claims(phrases, heard, here, odds, turns, CLOSE, doubts, WEIGHTS, chances, room(), room(), found)
    claims = []
    for owner, size in enumerate(found.size):
        if size:
            positions = tuple(map(int, found.words[owner * SLOTS : owner * SLOTS + size]))
            if _is_a_name(reading, positions):
                continue
            around = sentences[reading.claims.sentence[positions[0]]]
            value = float(found.value[owner])
            company = BY_WORDS * around.word + BY_PAIRS * around.pair
            claims.append(Claim(owner, _likelihood(value + company), _likelihood(value), positions))
    return sorted(claims, key=lambda claim: (-claim.likely, claim.owner))


def _likelihood(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _is_a_name(reading: Reading, positions: tuple[int, ...]) -> bool:
    """Whether the words are those of one identifier, such as ``session_start``, which claims nothing."""
    gaps = reading.text.gaps
    return len(positions) > 1 and all(b == a + 1 and gaps[b] == GLUED for a, b in pairwise(positions))
