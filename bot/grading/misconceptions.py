"""False claims: the bank's misconceptions when they are made, and points that are said the other way round.

A misconception is a statement, so what counts is not only that its words are there but that they stand in one sentence,
in order, about the same subject, and are not part of a true statement. How sure that is, is a sum of weighted signs on
the scale of log-odds (logistic regression on marked answers, each question judged by weights from the others).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.grading.clauses import DENIED
from bot.grading.lexicon import SUBJECTS
from bot.grading.match import Touched, hits
from bot.grading.place import CLOSE, Hits, Match, place
from bot.grading.reading import Reading
from bot.grading.rubric import HEAVIEST, TRUTH, WORTH_A_LOOK, Rubric
from bot.grading.signs import WEIGHTS, Signs, score
from bot.grading.text import GLUED

_SHARE = 0.55
_REVERSED = 0.75
_OPPOSED = 0.2
_TURNED = 0.1
_WORDS = 2
_HALF = 0.5
_DENIED = 0.2
_TRIES = 5
_IMMUNE = 0.75
_LARGER = 1.3
_HOPELESS = -0.76


@dataclass(frozen=True, slots=True)
class Claim:
    """A false claim that may have been made: its match and how likely it is one, 0 to 1.

    ``match.phrase.owner`` is the index of the point that it contradicts, or ``-1 - index`` of the misconception.
    """

    match: Match
    likely: float


def false_claims(reading: Reading, rubric: Rubric, found: Touched) -> list[Claim]:
    """The claims of ``reading`` that may be false, the likeliest of each point or misconception, by likelihood."""
    court = _Court(reading, rubric, found)
    claims = []
    for candidates in court.candidates(_HOPELESS).values():
        best: Match | None = None
        most = -math.inf
        for bound, number, at in sorted(candidates)[:_TRIES]:
            if -bound <= most:
                break
            judged = court.judge(number, at, _HOPELESS)
            if judged is not None and (value := score(judged[1])) > most:
                best, most = judged[0], value
        if best is not None:
            claims.append(Claim(best, 1 / (1 + math.exp(-most))))
    return sorted(claims, key=lambda claim: (-claim.likely, claim.match.phrase.owner))


def suspects(
    reading: Reading, rubric: Rubric, found: Touched, hopeless: float = _HOPELESS
) -> list[tuple[Match, Signs]]:
    """Every stretch that may be a false claim, with its signs. ``hopeless``: log-odds under which none is looked at."""
    court = _Court(reading, rubric, found)
    candidates = (it for its in court.candidates(hopeless).values() for it in sorted(its))
    judged = (court.judge(number, at, hopeless) for _, number, at in candidates)
    return [it for it in judged if it is not None]


class _Court:
    """Weighs the signs for and against the false claims of one answer."""

    def __init__(self, reading: Reading, rubric: Rubric, found: Touched) -> None:
        self._reading = reading
        self._rubric = rubric
        self._found = found
        self._length = math.log(1 + len(reading.text))
        self._ranked: dict[int, list[tuple[float, int]]] = {}
        self._placed: dict[tuple[int, int], Match | None] = {}

    def candidates(self, hopeless: float) -> dict[int, list[tuple[float, int, int]]]:
        """By owner: ``(-bound, phrase, sentence)`` of what may be claimed; its log-odds are at most the bound."""
        rubric, phrases = self._rubric, self._rubric.phrases
        more = hopeless - WEIGHTS.length * self._length
        claims = self._reading.claims
        negative = {number for number, state in zip(claims.sentence, claims.polarity, strict=True) if state == DENIED}
        candidates: dict[int, list[tuple[float, int, int]]] = {}
        for at, (spot, shares) in enumerate(zip(self._found.spots, self._found.shares, strict=True)):
            if self._is_quoted(at):
                continue
            for number in shares.over():
                if (
                    shares[number] >= _REVERSED - WORTH_A_LOOK
                    and phrases[number].owner != TRUTH
                    and (at in negative or phrases[number].denies or not rubric.opposites[number].isdisjoint(spot))
                ):
                    candidates.setdefault(phrases[number].owner, []).append((-math.inf, number, at))
            sums = rubric.suspicion.sums(spot, more)
            for index in sums.over():
                number = rubric.true + index
                candidates.setdefault(phrases[number].owner, []).append((-hopeless - sums[index], number, at))
        return candidates

    def _is_quoted(self, at: int) -> bool:
        """True when the sentence stands word for word in a model answer."""
        last = self._found.last
        return self._reading.text.words[last[at - 1] + 1 if at else 0 : last[at] + 1] in self._rubric.true_sentences

    def judge(self, number: int, at: int, hopeless: float) -> tuple[Match, Signs] | None:
        """The stretch of sentence ``at`` that makes the false claim of phrase ``number``, or None when nothing does."""
        match = self._made(number, at)
        if match is None:
            return None
        signs = _signs(match, self._reading, self._rubric, self._length)
        defended = self._defended(match, signs, at) if score(signs) > hopeless else None
        return None if defended is None else (match, defended)

    def _made(self, number: int, at: int) -> Match | None:
        """The stretch that makes a misconception, or that says a point the other way round; None when nothing does."""
        false = number >= self._rubric.true
        here = self._hits(number, at)
        reach: dict[int, float] = {}
        for _, slot, said, turned in here:
            amount = said if false else said + turned
            if amount > reach.get(slot, 0.0):
                reach[slot] = amount
        if sum(reach.values()) < (_SHARE if false else _REVERSED) or not (false or any(hit[3] for hit in here)):
            return None
        match = place(self._rubric.phrases[number], here, self._reading, CLOSE, self._found.last[at])
        if match is None or len(match.slots) < _WORDS:
            return None
        if false:
            made = match.said >= _SHARE and match.turned <= _TURNED * match.said
        else:
            made = match.turned >= _OPPOSED and match.said + match.turned >= _REVERSED
        withdrawn = self._reading.claims.withdrawn
        return match if made and not any(withdrawn[p] for p in match.positions) else None

    def _hits(self, number: int, at: int) -> Hits:
        return hits(self._reading, self._rubric, number, self._found.spots[at : at + 1])

    def _defended(self, match: Match, signs: Signs, at: int) -> Signs | None:
        """The signs with what true phrases say for the same words; None inside a larger true phrase, said whole."""
        phrases, fills = self._rubric.phrases, self._rubric.fills
        stems = {stemmed for p in match.positions for stemmed in self._reading.stems[p]}
        own = set(match.positions)
        truth = inside = 0.0
        for share, number in self._true(at):
            substance = phrases[number].substance
            shared = len(stems & fills[number].keys())
            if min(share * substance, HEAVIEST * shared) <= truth and (shared < len(own) or share <= inside):
                continue
            true = self._truth(number, at)
            if true is None or true.phrase is match.phrase:
                continue
            shared = len(own.intersection(true.positions))
            value = (true.said + true.turned) * true.form
            truth = max(truth, value * substance * shared / len(true.positions))
            if shared == len(own):
                inside = max(inside, value)
                if value >= _IMMUNE and substance >= _LARGER * match.phrase.substance:
                    return None
        return signs._replace(truth=truth, inside=inside)

    def _true(self, at: int) -> list[tuple[float, int]]:
        """The true phrases that sentence ``at`` may say, with the share that it may say; what says most comes first."""
        if at not in self._ranked:
            phrases, shares = self._rubric.phrases, self._found.shares[at]
            over = [(WORTH_A_LOOK + shares[n], n) for n in shares.over() if shares[n] >= _HALF - WORTH_A_LOOK]
            self._ranked[at] = sorted(over, key=lambda it: (-it[0] * phrases[it[1]].substance, it[1]))
        return self._ranked[at]

    def _truth(self, number: int, at: int) -> Match | None:
        if (number, at) not in self._placed:
            phrase, last = self._rubric.phrases[number], self._found.last[at]
            match = place(phrase, self._hits(number, at), self._reading, CLOSE, last)
            self._placed[number, at] = match if match is not None and match.turned < _DENIED else None
        return self._placed[number, at]


def _signs(match: Match, reading: Reading, rubric: Rubric, length: float) -> Signs:
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
        length=length,
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
