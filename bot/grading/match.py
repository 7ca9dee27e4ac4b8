"""Which phrases of a rubric an answer touches, and how well it makes each point."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading.place import LOOSE, Hits, Match, place
from bot.grading.reading import Reading
from bot.grading.rubric import TRUTH, Phrase, Rubric

_WORTH_A_LOOK = 0.3
_WORTH_A_DOUBT = 0.55
_HITS = 80


@dataclass(frozen=True, slots=True)
class Touched:
    """A phrase of which the answer holds some words: the share of it, the hits, and the slots that they fill."""

    share: float
    hits: Hits
    filled: set[int]


def touched(reading: Reading, rubric: Rubric) -> dict[int, Touched]:
    """Each phrase of the rubric of which ``reading`` holds enough to be worth a look, by its number."""
    postings, keys = rubric.postings, rubric.keys
    places: dict[str, list[int]] = {}
    for position, stems in enumerate(reading.stems):
        for stemmed in stems:
            if stemmed in postings:
                places.setdefault(stemmed, []).append(position)
    shares: dict[int, float] = {}
    for stemmed in places:
        for number, share in postings[stemmed]:
            shares[number] = shares.get(number, 0.0) + share
    result = {}
    phrases = rubric.phrases
    for number in sorted(shares):
        if shares[number] < _WORTH_A_LOOK:
            continue
        slots = phrases[number].slots
        filled = {slot for stemmed, slot, _, _ in keys[number] if stemmed in places}
        share = sum(slots[slot][1] for slot in filled)
        if share < (_WORTH_A_LOOK if phrases[number].owner >= 0 else _WORTH_A_DOUBT):
            continue
        hits = [
            (position, slot, worth, opposed)
            for stemmed, slot, worth, opposed in keys[number]
            if stemmed in places
            for position in places[stemmed]
        ]
        hits.sort()
        result[number] = Touched(share, hits[:_HITS], filled)
    return result


def against(phrase: Phrase, hits: Hits, reading: Reading) -> bool:
    """True when any hit is an opposite, or is denied where the phrase claims, or claimed where the phrase denies."""
    polarity, slots = reading.claims.polarity, phrase.slots
    return any(opposed or polarity[position] * slots[slot][2] < 0 for position, slot, _, opposed in hits)


def said(reading: Reading, rubric: Rubric, found: dict[int, Touched], wrong: frozenset[int]) -> dict[int, Match]:
    """The best match of each point that is said at least in part. Words whose clause is ``wrong`` say nothing."""
    phrases, clause = rubric.phrases, reading.claims.clause
    by_point: dict[int, list[tuple[float, int]]] = {}
    for number, touch in found.items():
        owner = phrases[number].owner
        if 0 <= owner < TRUTH:
            by_point.setdefault(owner, []).append((-touch.share, number))
    best: dict[int, Match] = {}
    for owner in sorted(by_point):
        most = 0.0
        for share, number in sorted(by_point[owner]):
            if -share <= most:
                break
            hits = found[number].hits
            if wrong:
                hits = [hit for hit in hits if clause[hit[0]] not in wrong]
            match = place(phrases[number], hits, reading, LOOSE)
            if match is not None and match.worth > most:
                most = match.worth
                best[owner] = match
    return best


def vocabulary(reading: Reading, rubric: Rubric, wrong: frozenset[int]) -> tuple[list[float], float]:
    """For each point: how much of its own vocabulary the answer uses. A word of several points is shared among them.

    And the share of the answer's content words that belong to the question, 0 to 1.
    """
    amounts = [0.0] * len(rubric.question.points)
    seen: set[str] = set()
    clause = reading.claims.clause
    relevant = 0
    for i in reading.content:
        stemmed = reading.stems[i][0]
        found = rubric.belongs.get(stemmed)
        relevant += found is not None or stemmed in rubric.asked
        if found is None or stemmed in seen or clause[i] in wrong:
            continue
        seen.add(stemmed)
        for owner in found[1]:
            amounts[owner] += found[0]
    about = relevant / len(reading.content) if reading.content else 0.0
    return amounts, about
