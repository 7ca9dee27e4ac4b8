"""Which phrases of a rubric an answer touches, and how well it makes each point."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading.clauses import CLAIMED
from bot.grading.place import LOOSE, Hits, Match, place
from bot.grading.reading import Reading
from bot.grading.rubric import TRUTH, WORTH_A_LOOK, Rubric
from bot.grading.tally import FULL, Sums

_APART = 1 - LOOSE.sentence
_HITS = 80
_TRIES = 40
_ROUNDING = 0.005


@dataclass(frozen=True, slots=True)
class Touched:
    """The words of an answer that the rubric knows, by sentence.

    ``spots``: for each sentence, each stem in it and where it stands; ``last``: its last word; ``shares``: how much of
    each true phrase its words may fill at most.
    """

    spots: list[dict[str, list[int]]]
    last: list[int]
    shares: list[Sums]


def touched(reading: Reading, rubric: Rubric) -> Touched:
    """What ``reading`` has in common with the rubric."""
    known, sentence = rubric.known, reading.claims.sentence
    spots: list[dict[str, list[int]]] = [{} for _ in range(sentence[-1] + 1)] if sentence else []
    last = [0] * len(spots)
    for position, stems in enumerate(reading.stems):
        number = sentence[position]
        last[number] = position
        for stemmed in stems:
            if stemmed in known:
                spots[number].setdefault(stemmed, []).append(position)
    return Touched(spots, last, [rubric.shares.sums(spot) for spot in spots])


def hits(reading: Reading, rubric: Rubric, number: int, spots: list[dict[str, list[int]]]) -> Hits:
    """Where in the sentences of ``spots`` the slots of phrase ``number`` are filled."""
    fills, polarity = rubric.fills[number], reading.claims.polarity
    found: Hits = []
    for spot in spots:
        for stemmed in fills.keys() & spot.keys():
            for slot, amount, wanted, opposed in fills[stemmed]:
                for position in spot[stemmed]:
                    state = polarity[position]
                    if opposed:
                        found.append((position, slot, 0.0, amount if (state or CLAIMED) == wanted else 0.0))
                    elif state == wanted or not state or not wanted:
                        found.append((position, slot, amount, 0.0))
                    else:
                        found.append((position, slot, 0.0, amount))
    found.sort()
    return found[:_HITS]


def said(reading: Reading, rubric: Rubric, found: Touched, wrong: frozenset[int]) -> dict[int, Match]:
    """The best match of each point that is said at least in part. Words whose clause is ``wrong`` say nothing."""
    clause = reading.claims.clause
    best: dict[int, Match] = {}
    for owner, chances in sorted(_chances(rubric, found).items()):
        most = 0.0
        for promise, number, at in sorted(chances)[:_TRIES]:
            if -promise <= most + _ROUNDING:
                break
            here = hits(reading, rubric, number, found.spots[at : at + 2])
            if wrong:
                here = [hit for hit in here if clause[hit[0]] not in wrong]
            match = place(rubric.phrases[number], here, reading, LOOSE, found.last[at], most)
            if match is not None and match.worth > most:
                most = match.worth
                best[owner] = match
    return best


def _chances(rubric: Rubric, found: Touched) -> dict[int, list[tuple[float, int, int]]]:
    """By point: the most that each phrase worth a look can come to, less than zero, from each sentence to the next."""
    owners = rubric.owners
    chances: dict[int, list[tuple[float, int, int]]] = {}
    for at, (spot, alone) in enumerate(zip(found.spots, found.shares, strict=True)):
        both = rubric.shares.sums(spot.keys() | found.spots[at + 1].keys()) if at + 1 < len(found.spots) else alone
        here, there, scale = alone.fields, both.fields, both.scale
        base = WORTH_A_LOOK - FULL / scale
        for number in both.over():
            promise = max(base + here[number] / scale, _APART * (base + there[number] / scale))
            chances.setdefault(owners[number], []).append((-promise, number, at))
    chances.pop(TRUTH, None)
    return chances


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
