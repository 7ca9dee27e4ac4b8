"""Marking by likeness to the model answers, for a question that lists no points.

The mark grows with four likenesses, each 0 to 1: the root of the covered share of the model answer's content words,
the root of the share of its letter trigrams, the likeness of all words in alphabetical order, and the share of its
length. What unlike texts have in common by chance is taken off. Of a text that says nearly all of the model answer,
what is said the other way round or in another order costs; elsewhere it tells little (it would cost .02 of agreement
with people). The best of several model answers counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from bot.grading.clauses import DENIED
from bot.grading.content import ALIKE, OPPOSED
from bot.grading.model import Evidence, Grade, PointGrade, PointState
from bot.grading.reading import Reading
from bot.grading.reference import Model, trigrams
from bot.grading.rubric import Rubric

_COVERAGE, _LETTERS, _WORDS, _LENGTH = 0.42, 0.19, 0.17, 0.22
_CHANCE = 0.2
_TURNED_COST, _ORDER_COST = 0.6, 0.05
_MOST, _ALL = 0.6, 0.9
"""The covered shares between which the cost of what is turned or out of order sets in."""
_SYNONYM = 0.6
_PREFIX = 0.9


@dataclass(frozen=True, slots=True)
class _Cover:
    worth: list[float]
    place: list[int]
    turned: list[bool]


def _cover(reference: Model, reading: Reading) -> _Cover:
    """For each stem of the model: how well the answer has it (0 to 1), and at which of its words (-1: nowhere)."""
    n = len(reference.stems)
    worth, place, turned = [0.0] * n, [-1] * n, [False] * n
    polarity = reading.claims.polarity
    order = reference.order
    for i, stems in enumerate(reading.stems):
        negated = polarity[i] == DENIED
        slip = i in reading.slips and reading.slips[i] is not None
        for stemmed in stems:
            k = order.get(stemmed)
            candidates = [(k, 0.9 if slip else 1.0)] if k is not None else []
            if k is None:
                candidates = [(order[o], _SYNONYM) for o in ALIKE.get(stemmed, ()) if o in order]
                candidates += [(order[o], 0.0) for o in OPPOSED.get(stemmed, ()) if o in order]
            for which, value in candidates:
                if value > worth[which]:
                    worth[which], place[which], turned[which] = value, i, negated != reference.denied[which]
    for k in range(n):
        if not worth[k] and len(reference.stems[k]) >= 6:
            head = reference.stems[k][:5]
            for i, stems in enumerate(reading.stems):
                if len(stems[0]) >= 6 and stems[0].startswith(head):
                    worth[k], place[k] = _PREFIX, i
                    break
    return _Cover(worth, place, turned)


def compare(reference: Model, reading: Reading) -> tuple[float, _Cover]:
    """How like the model the answer is, 0 to 1, and what it covers."""
    cover = _cover(reference, reading)
    total = sum(reference.weights)
    words = len(reading.text)
    if not total or not words:
        return 0.0, cover
    share = sum(w * c for w, c in zip(reference.weights, cover.worth, strict=True)) / total
    letters = trigrams([stems[0] for stems in reading.stems])
    common = len(letters & reference.trigrams) / len(reference.trigrams) if reference.trigrams else 0.0
    length = min(1.0, 2 * words / (words + reference.length))
    sorted_words = fuzz.token_sort_ratio(" ".join(stems[0] for stems in reading.stems), reference.line) / 100
    value = _COVERAGE * math.sqrt(share) + _LETTERS * math.sqrt(common) + _WORDS * sorted_words + _LENGTH * length
    value = max(0.0, value - _CHANCE) / (1 - _CHANCE)
    nearly = min(1.0, max(0.0, (share - _MOST) / (_ALL - _MOST)))
    against = _TURNED_COST * nearly * _turned(reference, cover)
    return value * (1 - against) * (1 - _ORDER_COST * nearly * _disorder(cover)), cover


def _turned(reference: Model, cover: _Cover) -> float:
    """0 to 1: whether more than a stray word of what is covered is said the other way round."""
    covered = sum(w for w, p in zip(reference.weights, cover.place, strict=True) if p >= 0)
    turned = sum(w for w, t in zip(reference.weights, cover.turned, strict=True) if t)
    return min(1.0, max(0.0, turned / covered - 0.2) / 0.3) if covered else 0.0


def _disorder(cover: _Cover) -> float:
    """The share of neighbours in the model whose places in the answer are the other way round, 0 to 1."""
    places = [p for p in cover.place if p >= 0]
    if len(places) < 2:
        return 0.0
    return sum(b < a for a, b in pairwise(places)) / (len(places) - 1)


def grade_by_similarity(rubric: Rubric, reading: Reading) -> Grade:
    """The grade by the model answers alone. Its points are the key phrases of the model answer that is nearest."""
    best: tuple[float, Model, _Cover] | None = None
    for reference in rubric.models:
        value, cover = compare(reference, reading)
        if best is None or value > best[0] + 1e-12:
            best = (value, reference, cover)
    if best is None:
        return Grade(0)
    value, reference, cover = best
    return Grade(round(100 * min(1.0, value)), _points(reference, cover, reading))


def _points(reference: Model, cover: _Cover, reading: Reading) -> tuple[PointGrade, ...]:
    text = reading.text
    grades = []
    for number, phrase in enumerate(reference.phrases, 1):
        total = sum(reference.weights[k] for k in phrase.words)
        covered = sum(reference.weights[k] * cover.worth[k] for k in phrase.words if not cover.turned[k])
        credit = covered / total if total else 0.0
        state = PointState.MADE if credit >= 0.75 else PointState.PARTIAL if credit >= 0.35 else PointState.MISSED
        places = sorted({cover.place[k] for k in phrase.words if cover.worth[k] > 0})
        shown = tuple(
            Evidence(text.starts[p], text.ends[p], text.raw[text.starts[p] : text.ends[p]])
            for p in places
            if state is not PointState.MISSED
        )
        weight = max(1, min(10, round(total / 4)))
        grades.append(PointGrade(f"key-{number}", phrase.say, None, weight, state, round(credit, 4), shown))
    return tuple(grades)
