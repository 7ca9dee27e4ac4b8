"""The phrases of a question: ways to put a point or a false claim, as slots for content words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.grading.clauses import DENIED, claims
from bot.grading.compiled import ints, table
from bot.grading.content import ALIKE, OPPOSED, content
from bot.grading.lexicon import SUBJECTS
from bot.grading.tables import EntryRow, KeyRow, PhraseRow, Phrases, SlotRow
from bot.grading.text import GLUED, read
from bot.grading.words import rarity, stem

SYNONYM = 0.8
"""What a synonym is worth, where the word itself is worth 1."""

HEAVIEST = 1.25
"""What the rarest word weighs; the commonest weighs 0.5."""

ASKED = 0.35
"""What a word of the question is worth in a phrase, where any other is worth 1."""

SUBJECT = {name: number for number, name in enumerate(sorted(SUBJECTS))}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to put something. ``slots`` are its content words as ``(stem, weight, polarity)``; weights sum to 1.

    ``owner`` is the number of its point; misconceptions are counted on from the points, and what is true but earns
    nothing comes after them. ``substance`` is how much it says: the sum of the weights before they are made to sum to
    1. ``glued`` are the slots inside an identifier, and ``tied`` those in one with the slot before them, as ``url`` and
    ``for`` in ``url_for``; ``denies`` is whether it denies anything.
    """

    owner: int
    text: str
    slots: tuple[tuple[str, float, int], ...]
    substance: float
    tied: frozenset[int] = frozenset()
    glued: frozenset[int] = frozenset()
    denies: bool = False

    def fillers(self) -> list[tuple[str, int, float, bool]]:
        """``(stem, slot, worth, opposed)`` of every stem that fills a slot: the word, its synonyms and opposites."""
        own = {stemmed for stemmed, _, _ in self.slots}
        keys = []
        for slot, (word, _, _) in enumerate(self.slots):
            entries: dict[str, tuple[float, bool]] = {word: (1.0, False)}
            for other in ALIKE.get(word, ()):
                if other not in own:
                    entries.setdefault(other, (SYNONYM, False))
            for other in OPPOSED.get(word, ()):
                if other not in own:
                    entries[other] = (1.0, True)
            keys += [(stemmed, slot, worth, opposed) for stemmed, (worth, opposed) in entries.items()]
        return sorted(keys)


def weight(word: str, stemmed: str, asked: frozenset[str]) -> float:
    """What a content word weighs before normalising: rarer words more, words of the question less."""
    base = min(0.5 + rarity(word) / 8, HEAVIEST)
    return base * (ASKED if stemmed in asked else 1.0)


def phrase(owner: int, text: str, asked: frozenset[str]) -> Phrase | None:
    """``text`` as a phrase, or None when it has no word at all."""
    words = read(text)
    polarity = claims(words).polarity
    chosen: Sequence[int] = content(words) or range(len(words))
    slots: dict[str, tuple[float, int]] = {}
    tied: list[int] = []
    glued: list[int] = []
    last = -2
    for i in chosen:
        stemmed = stem(words.words[i])
        if stemmed not in slots:
            if words.gaps[i] == GLUED or (i + 1 < len(words) and words.gaps[i + 1] == GLUED):
                glued.append(len(slots))
            if words.gaps[i] == GLUED and last == i - 1:
                tied.append(len(slots))
            slots[stemmed] = (weight(words.words[i], stemmed, asked), polarity[i])
        last = i
    total = sum(w for w, _ in slots.values())
    if not total:
        return None
    filled = tuple((s, w / total, p) for s, (w, p) in slots.items())
    return Phrase(owner, text, filled, total, frozenset(tied), frozenset(glued), DENIED in polarity)


Gain = Callable[[Phrase, int, float], float]
"""By how much a word in a slot, worth so much there, speaks for a false claim."""


def tabled(
    made: Sequence[Phrase],
    true: int,
    points: int,
    truth: int,
    numbers: dict[str, int],
    true_words: frozenset[str],
    home: int,
    gain: Gain,
) -> Phrases:
    """``made`` as the matcher sees them; see :class:`Phrases`. ``numbers`` has the number of each stem."""
    keys = [sorted((numbers[key[0]], *key[1:]) for key in one.fillers()) for one in made]
    entries: list[dict[int, tuple[float, float, bool]]] = [{} for _ in numbers]
    for number, (one, rows) in enumerate(zip(made, keys, strict=True)):
        for stemmed, slot, worth, opposed in rows:
            fill, speaks, turns = entries[stemmed].get(number, (0.0, 0.0, False))
            if number < true:
                fill += one.slots[slot][1] * worth
            elif not opposed:
                fill += one.slots[slot][1] * worth
                speaks += gain(one, slot, worth)
            entries[stemmed][number] = (fill, speaks, turns or opposed)
    slots, ends = 0, list(accumulate(map(len, keys)))
    table_rows: list[tuple[float, ...]] = []
    for one, own, end in zip(made, keys, ends, strict=True):
        subjects = sum(1 << SUBJECT[stemmed] for stemmed, _, _ in one.slots if stemmed in SUBJECT)
        table_rows.append((one.owner, one.substance, subjects, one.denies, slots, len(one.slots), end - len(own), end))
        slots += len(one.slots)
    return Phrases(
        true,
        points,
        truth,
        home,
        table(PhraseRow, table_rows),
        table(
            SlotRow,
            (
                (share, number in one.glued, number in one.tied, stemmed not in true_words)
                for one in made
                for number, (stemmed, share, _) in enumerate(one.slots)
            ),
        ),
        table(
            KeyRow,
            (
                (stemmed, slot, one.slots[slot][1] * worth, one.slots[slot][2], opposed)
                for one, own in zip(made, keys, strict=True)
                for stemmed, slot, worth, opposed in own
            ),
        ),
        table(EntryRow, ((number, *entry) for by_phrase in entries for number, entry in by_phrase.items())),
        ints([0, *accumulate(map(len, entries))]),
    )
