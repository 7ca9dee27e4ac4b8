"""False claims: the bank's misconceptions when they are made, and points that are said the other way round.

A misconception is a statement, so what counts is not only that its words are there but that they stand in one sentence,
in order, about the same subject, and are not part of a true statement. How sure that is, is a sum of weighted signs on
the scale of log-odds (logistic regression on marked answers, each question judged by weights from the others).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from bot.grading.lexicon import SUBJECTS
from bot.grading.match import Touched, against
from bot.grading.place import CLOSE, Match, place
from bot.grading.reading import Reading
from bot.grading.rubric import TRUTH, Phrase, Rubric
from bot.grading.text import GLUED, sentences


class Signs(NamedTuple):
    """The signs for or against a false claim; as weights, in log-odds for each unit of the sign."""

    whole: float
    """the share of the statement that is said, in its form"""
    substance: float
    """how much that is, in weights of words"""
    size: float
    """its words that are said"""
    missing: float
    """its words that are not said"""
    headless: float
    """its first word is not said"""
    disorder: float
    """the share of its words out of order"""
    crossing: float
    """it spans a comma"""
    broken: float
    """the parts of an identifier are scattered"""
    truth: float
    """how much a true phrase on the same words says"""
    inside: float
    """the share of a true phrase that holds all its words"""
    telling: float
    """how much of what is said stands in no true phrase"""
    code: float
    """its words that are only parts of identifiers in the answer"""
    rival: float
    """the sentence is about another framework"""
    length: float
    """the logarithm of the number of words in the answer: the more are said, the more meet by chance"""


START = -1.259
WEIGHTS = Signs(
    2.051, 0.812, 0.567, -0.987, 1.157, -3.692, -1.636, -2.839, -0.646, -1.480, 1.518, -0.919, -3.990, -0.469
)
_SHARE = 0.55
_REVERSED = 0.75
_OPPOSED = 0.2
_TURNED = 0.1
_WORDS = 2
_IMMUNE = 0.75
_LARGER = 1.3
_HOPELESS = -0.85


@dataclass(frozen=True, slots=True)
class Claim:
    """A false claim that may have been made: its match and how likely it is one, 0 to 1.

    ``match.phrase.owner`` is the index of the point that it contradicts, or ``-1 - index`` of the misconception.
    """

    match: Match
    likely: float


def false_claims(reading: Reading, rubric: Rubric, found: dict[int, Touched]) -> list[Claim]:
    """The claims of ``reading`` that may be false, the likeliest of each point or misconception, by likelihood."""
    best: dict[int, Claim] = {}
    for match, signs in suspects(reading, rubric, found):
        claim = Claim(match, 1 / (1 + math.exp(-_score(signs))))
        owner = match.phrase.owner
        if owner not in best or claim.likely > best[owner].likely:
            best[owner] = claim
    return sorted(best.values(), key=lambda claim: (-claim.likely, claim.match.phrase.owner))


def _score(signs: Signs) -> float:
    return START + sum(weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))


def suspects(
    reading: Reading, rubric: Rubric, found: dict[int, Touched], hopeless: float = _HOPELESS
) -> list[tuple[Match, Signs]]:
    """Every stretch that may be a false claim, with its signs. ``hopeless``: log-odds under which none is looked at."""
    found_so_far: list[tuple[Match, Signs]] = []
    for number in sorted(found):
        touch, phrase = found[number], rubric.phrases[number]
        if phrase.owner == TRUTH or _at_best(phrase, touch, reading, rubric) < hopeless:
            continue
        match = _made(phrase, touch, reading)
        if match is None:
            continue
        signs = _signs(match, reading, rubric)
        if _score(signs) > hopeless:
            found_so_far.append((match, signs))
    true = {
        reading.claims.sentence[a]
        for a, b in sentences(reading.text)
        if found_so_far and reading.text.words[a:b] in rubric.true_sentences
    }
    found_so_far = [it for it in found_so_far if reading.claims.sentence[it[0].positions[0]] not in true]
    if not found_so_far:
        return []
    truths = _truths(reading, rubric, found, {p for match, _ in found_so_far for p in match.positions})
    defended = ((match, _defended(signs, match, truths)) for match, signs in found_so_far)
    return [(match, signs) for match, signs in defended if signs is not None]


def _made(phrase: Phrase, touch: Touched, reading: Reading) -> Match | None:
    """The stretch that makes a misconception, or that says a point the other way round; None when nothing does."""
    false = phrase.owner < 0
    if touch.share < (_SHARE if false else _REVERSED) or not (false or against(phrase, touch.hits, reading)):
        return None
    match = place(phrase, touch.hits, reading, CLOSE)
    if match is None or len(match.slots) < _WORDS or any(reading.claims.withdrawn[p] for p in match.positions):
        return None
    if false:
        return match if match.said >= _SHARE and match.turned <= _TURNED * match.said else None
    return match if match.turned >= _OPPOSED and match.said + match.turned >= _REVERSED else None


def _at_best(phrase: Phrase, touch: Touched, reading: Reading, rubric: Rubric) -> float:
    """The log-odds that the claim could reach if all its words stood together in order."""
    telling = sum(phrase.slots[slot][1] for slot in touch.filled if phrase.slots[slot][0] not in rubric.true_words)
    return (
        START
        + WEIGHTS.whole * touch.share
        + WEIGHTS.substance * touch.share * phrase.substance
        + WEIGHTS.size * len(touch.filled)
        + WEIGHTS.missing * (len(phrase.slots) - len(touch.filled))
        + WEIGHTS.headless
        + WEIGHTS.telling * telling * phrase.substance
        + WEIGHTS.length * math.log(1 + len(reading.text))
    )


def _signs(match: Match, reading: Reading, rubric: Rubric) -> Signs:
    phrase, text = match.phrase, reading.text
    share = match.said + match.turned
    gaps, n = text.gaps, len(text)
    code = telling = 0.0
    for slot, p in zip(match.slots, match.positions, strict=True):
        stemmed, part, _ = phrase.slots[slot]
        if stemmed not in rubric.true_words:
            telling += part
        if slot not in phrase.glued and (gaps[p] == GLUED or (p + 1 < n and gaps[p + 1] == GLUED)):
            code += 1
    return Signs(
        whole=share * match.form,
        substance=share * phrase.substance,
        size=len(match.slots),
        missing=len(phrase.slots) - len(match.slots),
        headless=float(0 not in match.slots),
        disorder=match.disorder,
        crossing=float(match.crossing),
        broken=float(match.broken),
        truth=0.0,
        inside=0.0,
        telling=telling * phrase.substance,
        code=code,
        rival=float(_is_about_another(match, reading)),
        length=math.log(1 + n),
    )


def _is_about_another(match: Match, reading: Reading) -> bool:
    """True when the sentence names another framework nearest to the claim than the statement does."""
    words, sentence = reading.text.words, reading.claims.sentence
    named = {stemmed for stemmed, _, _ in match.phrase.slots} & SUBJECTS
    last = match.positions[-1]
    for i in range(last, -1, -1):
        if sentence[i] != sentence[last]:
            break
        if words[i] in SUBJECTS:
            return words[i] not in named and (bool(named) or words[i] != "flask")
    return False


def _truths(reading: Reading, rubric: Rubric, found: dict[int, Touched], at: set[int]) -> list[Match]:
    truths = []
    for number in sorted(found):
        touch, phrase = found[number], rubric.phrases[number]
        if phrase.owner < 0 or touch.share < 0.5 or not any(hit[0] in at for hit in touch.hits):
            continue
        match = place(phrase, touch.hits, reading, CLOSE)
        if match is not None and match.turned < 0.2:
            truths.append(match)
    return truths


def _defended(signs: Signs, match: Match, truths: list[Match]) -> Signs | None:
    """The signs with what true phrases say for the same words; None inside a larger true phrase that is said whole."""
    own = set(match.positions)
    truth = inside = 0.0
    for true in truths:
        if true.phrase is match.phrase:
            continue
        shared = len(own.intersection(true.positions))
        if shared:
            value = (true.said + true.turned) * true.form
            truth = max(truth, value * true.phrase.substance * shared / len(true.positions))
            if shared == len(own):
                inside = max(inside, value)
                if value >= _IMMUNE and true.phrase.substance >= _LARGER * match.phrase.substance:
                    return None
    return signs._replace(truth=truth, inside=inside)
