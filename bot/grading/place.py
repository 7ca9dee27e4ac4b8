"""Where an answer says one phrase best: the stretch in which its words stand nearest, in order, with its polarity."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading.clauses import CLAIMED, OPEN
from bot.grading.reading import Reading
from bot.grading.rubric import Phrase

_LEAST_FORM = 0.05
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly the words of a phrase must stand together: what each looseness takes off, as a share.

    ``strangers`` other content words may stand between them for nothing; each further one costs ``stranger``.
    ``broken``: an identifier whose parts are scattered. ``sentences``: how many sentence ends a match may span.
    """

    strangers: int
    stranger: float
    disorder: float
    broken: float
    clause: float
    sentence: float
    sentences: int = 1


LOOSE = Manner(4, 0.03, 0.08, 0.15, 0.02, 0.1)
"""How a point is looked for: it was understood if its words are near one another."""

CLOSE = Manner(1, 0.08, 0.25, 0.2, 0.15, 0.0, sentences=0)
"""How a false claim is looked for: it was made only if its words say it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase as it is said in the answer.

    ``said`` and ``turned`` are shares of the phrase, 0 to 1: said as the phrase has it, and said the other way round.
    ``form`` (0 to 1) is how well its words hang together. ``slots`` are the slots that are filled, ``positions`` the
    words that fill them, in the same order. ``disorder``: the share of slots out of order; ``crossing``: it spans a
    comma; ``broken``: an identifier's parts are scattered.
    """

    phrase: Phrase
    said: float
    turned: float
    form: float
    slots: tuple[int, ...]
    positions: tuple[int, ...]
    disorder: float
    crossing: bool
    broken: bool

    @property
    def worth(self) -> float:
        """``said`` less ``turned``, in the form in which it stands."""
        return (self.said - self.turned) * self.form


Hits = list[tuple[int, int, float, bool]]
"""Where slots of one phrase are filled: ``(word, slot, worth, opposed)``, by word."""


class _Stretch:
    """A stretch of the answer that grows word by word while slots of one phrase are filled in it."""

    __slots__ = ("broken", "crossing", "disorder", "form", "last", "said", "start", "turned", "used")

    def __init__(self, start: int) -> None:
        self.start = start
        self.said = self.turned = 0.0
        self.used: dict[int, int] = {}
        self.disorder = self.broken = 0
        self.last = -1
        self.crossing = False
        self.form = 1.0

    def add(self, hit: tuple[int, int, float, bool], phrase: Phrase, reading: Reading, manner: Manner) -> float:
        """Fill one more slot; how much of the phrase stands here now, in the form in which it stands."""
        position, slot, worth, opposed = hit
        claimed, used = reading.claims, self.used
        used[slot] = position
        if slot < self.last:
            self.disorder += 1
        self.last = slot
        if slot in phrase.tied and used.get(slot - 1, position - 1) != position - 1:
            self.broken += 1
        state = claimed.polarity[position]
        _, share, wanted = phrase.slots[slot]
        if opposed:
            self.turned += share * worth if (state or CLAIMED) == wanted else 0.0
        elif state in (wanted, OPEN) or wanted == OPEN:
            self.said += share * worth
        else:
            self.turned += share * worth
        form = 1.0
        strangers = reading.filled[position + 1] - reading.filled[self.start] - len(used) - manner.strangers
        if strangers > 0:
            form -= manner.stranger * strangers
        if self.disorder:
            form -= manner.disorder * min(1.0, 2 * self.disorder / len(phrase.slots))
        if self.broken:
            form -= manner.broken
        self.crossing = claimed.clause[position] != claimed.clause[self.start]
        if claimed.sentence[position] != claimed.sentence[self.start]:
            form -= manner.sentence
        elif self.crossing:
            form -= manner.clause
        self.form = max(form, _LEAST_FORM)
        return (self.said + self.turned) * self.form

    def match(self, phrase: Phrase) -> Match:
        order = tuple(sorted(self.used, key=self.used.__getitem__))
        return Match(
            phrase,
            self.said,
            self.turned,
            self.form,
            order,
            tuple(self.used[slot] for slot in order),
            self.disorder / len(phrase.slots),
            self.crossing,
            self.broken > 0,
        )


def place(phrase: Phrase, hits: Hits, reading: Reading, manner: Manner) -> Match | None:
    """The stretch of the answer that says ``phrase`` best, or None."""
    sentence = reading.claims.sentence
    reach = 3 * len(phrase.slots) + 5
    best = 0.0
    chosen: list[tuple[int, int, float, bool]] = []
    for first, promise in enumerate(_promises(phrase, hits, reach)):
        if promise <= best + _TINY:
            continue
        start = hits[first][0]
        stretch = _Stretch(start)
        taken = []
        for k in range(first, len(hits)):
            hit = hits[k]
            if hit[0] - start > reach or sentence[hit[0]] - sentence[start] > manner.sentences:
                break
            if hit[1] in stretch.used:
                continue
            taken.append(hit)
            whole = stretch.add(hit, phrase, reading, manner)
            if whole > best + _TINY:
                best = whole
                chosen = taken[:]
    if not chosen:
        return None
    stretch = _Stretch(chosen[0][0])
    for hit in chosen:
        stretch.add(hit, phrase, reading, manner)
    return stretch.match(phrase)


def _promises(phrase: Phrase, hits: Hits, reach: int) -> list[float]:
    """For each hit: the most of the phrase that the stretch opening with it can hold."""
    slots = phrase.slots
    here = [0] * len(slots)
    promises = []
    most = 0.0
    near = 0
    for position, slot, _, _ in hits:
        while near < len(hits) and hits[near][0] - position <= reach:
            other = hits[near][1]
            if not here[other]:
                most += slots[other][1]
            here[other] += 1
            near += 1
        promises.append(most)
        here[slot] -= 1
        if not here[slot]:
            most -= slots[slot][1]
    return promises
