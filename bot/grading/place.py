"""Where an answer says one phrase best: the stretch in which its words stand nearest, in order, with its polarity."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from bot.grading.reading import Reading
from bot.grading.rubric import Phrase

_LEAST_FORM = 0.05
_TINY = 1e-9


class Manner(NamedTuple):
    """How strictly the words of a phrase must stand together: what each looseness takes off, as a share.

    ``strangers`` other content words may stand between them for nothing; each further one costs ``stranger``.
    ``broken``: an identifier whose parts are scattered; ``clause``, ``sentence``: a match that spans a comma or the end
    of a sentence.
    """

    strangers: int
    stranger: float
    disorder: float
    broken: float
    clause: float
    sentence: float


LOOSE = Manner(4, 0.03, 0.08, 0.15, 0.02, 0.1)
"""How a point is looked for: it was understood if its words are near one another."""

CLOSE = Manner(1, 0.08, 0.25, 0.2, 0.15, 0.0)
"""How a false claim is looked for: it was made only if its words say it."""


class Match(NamedTuple):
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


Hits = list[tuple[int, int, float, float]]
"""Where slots of one phrase are filled: ``(word, slot, said, turned)``, by word, in shares of the phrase."""


def place(phrase: Phrase, hits: Hits, reading: Reading, manner: Manner, last: int, least: float = 0.0) -> Match | None:
    """The stretch that says ``phrase`` best, of those that open no later than at word ``last``.

    None when no stretch holds more than ``least`` of it, said and turned together, in its form.
    """
    best = least
    chosen: Hits = []
    for first, promise in enumerate(_promises(phrase, hits)):
        if promise <= best + _TINY or hits[first][0] > last:
            break
        whole, taken = _stretch(phrase, hits[first:] if first else hits, reading, manner)
        if whole > best + _TINY:
            best, chosen = whole, taken
    return _match(phrase, chosen, best, reading) if chosen else None


def _promises(phrase: Phrase, hits: Hits) -> list[float]:
    """For each hit: the most of the phrase that a stretch opening with it can hold."""
    slots = phrase.slots
    seen = set()
    most = 0.0
    promises = []
    for _, slot, _, _ in reversed(hits):
        if slot not in seen:
            seen.add(slot)
            most += slots[slot][1]
        promises.append(most)
    promises.reverse()
    return promises


def _stretch(phrase: Phrase, hits: Hits, reading: Reading, manner: Manner) -> tuple[float, Hits]:
    """The most that a stretch opening with the first of ``hits`` comes to as it grows, and the hits that it takes."""
    filled, tied, clause = reading.filled, phrase.tied, reading.claims.clause
    free, stranger, out_of_order, scattered, comma, stop = manner
    size = len(phrase.slots)
    start = hits[0][0]
    end = start + 3 * size + 5
    free += filled[start]
    opening = clause[start]
    whole = best = 0.0
    disorder = count = 0
    broken = 0.0
    last = -1
    used: dict[int, int] = {}
    taken: Hits = []
    for hit in hits:
        position, slot, said, turned = hit
        if position > end:
            break
        if slot in used:
            continue
        used[slot] = position
        taken.append(hit)
        whole += said + turned
        form = 1.0
        if slot < last:
            disorder += 1
        last = slot
        if slot in tied and used.get(slot - 1, position - 1) != position - 1:
            broken = scattered
        strange = filled[position + 1] - free - len(taken)
        if strange > 0:
            form -= stranger * strange
        if disorder:
            form -= out_of_order * min(1.0, 2 * disorder / size)
        if clause[position] != opening:
            form -= comma if _together(reading, start, position) else stop
        form = max(form - broken, _LEAST_FORM)
        if whole * form > best + _TINY:
            best, count = whole * form, len(taken)
    return best, taken[:count]


def _together(reading: Reading, a: int, b: int) -> bool:
    return reading.claims.sentence[a] == reading.claims.sentence[b]


def _match(phrase: Phrase, chosen: Hits, best: float, reading: Reading) -> Match:
    """The match that fills the ``chosen`` slots and comes to ``best``."""
    positions, slots, saids, turneds = zip(*chosen, strict=True)
    at = dict(zip(slots, positions, strict=True))
    said, turned = sum(saids), sum(turneds)
    clause = reading.claims.clause
    return Match(
        phrase,
        said,
        turned,
        best / (said + turned),
        slots,
        positions,
        sum(b < a for a, b in pairwise(slots)) / len(phrase.slots),
        clause[positions[0]] != clause[positions[-1]],
        any(at.get(slot - 1, at[slot] - 1) + 1 != at[slot] for slot in phrase.tied.intersection(slots)),
    )
