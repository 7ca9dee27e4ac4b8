"""Where in an answer each phrase is said, how well, and with which polarity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from bot.grading.clauses import CLAIMED, OPEN, Claims, claims
from bot.grading.content import content
from bot.grading.lexicon import FUNCTION_WORDS
from bot.grading.rubric import Phrase, Rubric
from bot.grading.text import Words, read
from bot.grading.words import is_known, repair, stem

REPAIRS = 40
"""How many unknown words of one answer are looked up among the terms of the question."""

_WORTH_A_LOOK = 0.45
_HITS = 80


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly the words of a phrase must stand together: what each looseness takes off, as a share.

    ``strangers`` other content words may stand between them for nothing; each further one costs ``stranger``.
    """

    strangers: int
    stranger: float
    disorder: float
    clause: float
    sentence: float


LOOSE = Manner(2, 0.05, 0.12, 0.04, 0.15)
"""How a point is looked for: it was understood if its words are near one another."""

CLOSE = Manner(1, 0.12, 0.4, 0.3, 0.6)
"""How a false claim is looked for: it was made only if its words say it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as the rubric sees it: per word its stems (a joined identifier has several), and the slips found."""

    text: Words
    claims: Claims
    stems: list[tuple[str, ...]]
    slips: dict[int, str | None]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase as it is said in the answer. ``said`` and ``turned`` are 0 to 1: how much of it is said as the phrase has
    it, and how much the other way round. ``positions`` are word indices."""

    phrase: Phrase
    said: float
    turned: float
    positions: tuple[int, ...]


def understand(raw: str, rubric: Rubric) -> Reading:
    """``raw`` read against the vocabulary of one question."""
    text = without(read(raw), rubric.question.ask)
    vocabulary, joined = rubric.vocabulary, rubric.joined
    stems: list[tuple[str, ...]] = []
    slips: dict[int, str | None] = {}
    repaired: dict[str, tuple[tuple[str, ...], str | None]] = {}
    for i, word in enumerate(text.words):
        if word in vocabulary or len(word) < 4:
            found: tuple[str, ...] = (stem(word),)
        elif word in joined:
            found = tuple(stem(part) for part in joined[word])
        elif word in FUNCTION_WORDS or is_known(word) or not word.isalpha():
            found = (stem(word),)
        else:
            if word not in repaired:
                term = repair(word, rubric.terms) if len(repaired) < REPAIRS else None
                repaired[word] = ((stem(term or word),), term)
            found, slips[i] = repaired[word]
        if i:
            pair = text.words[i - 1] + word
            if pair in vocabulary and pair not in FUNCTION_WORDS:
                found = (*found, stem(pair))
        stems.append(found)
    return Reading(text, claims(text), stems, slips)


def without(text: Words, ask: str) -> Words:
    """The text less every place where it repeats the question."""
    asked = read(ask)
    runs = [
        asked.words[a:b]
        for a, b in _ranges(asked)
        if b - a >= 3
    ]
    if not runs or not any(run[0] in text.words for run in runs):
        return text
    kept = [True] * len(text)
    for run in runs:
        size = len(run)
        for i in range(len(text) - size + 1):
            if text.words[i] == run[0] and text.words[i : i + size] == run:
                kept[i : i + size] = [False] * size
    if all(kept):
        return text
    chosen = [i for i, keep in enumerate(kept) if keep]
    gaps = tuple(4 if i and not kept[i - 1] else text.gaps[i] for i in chosen)
    pick = itemgetter(*chosen) if len(chosen) > 1 else None
    if pick is None:
        pick = lambda values: tuple(values[i] for i in chosen)  # noqa: E731
    return Words(text.raw, pick(text.words), pick(text.starts), pick(text.ends), gaps)


def _ranges(text: Words) -> Iterator[tuple[int, int]]:
    from bot.grading.text import sentences

    yield from sentences(text)


def matches(reading: Reading, rubric: Rubric) -> tuple[list[Match], list[Match]]:
    """The best place of every phrase that is said at least in part, in the order of the rubric's phrases; and the
    phrases of points that are said the other way round."""
    postings, phrases = rubric.postings, rubric.phrases
    hits: dict[int, list[tuple[int, int, float, bool]]] = {}
    for position, stems in enumerate(reading.stems):
        for stemmed in stems:
            for number, slot, worth, opposed in postings.get(stemmed, ()):
                hits.setdefault(number, []).append((position, slot, worth, opposed))
    found: list[Match] = []
    turned: list[Match] = []
    filled = [0]
    held = set(content(reading.text))
    for i in range(len(reading.text)):
        filled.append(filled[-1] + (i in held))
    for number in sorted(hits):
        phrase = phrases[number]
        own = hits[number]
        slots = phrase.slots
        if sum(slots[slot][1] for slot in {hit[1] for hit in own}) < _WORTH_A_LOOK:
            continue
        manner = LOOSE if phrase.owner >= 0 else CLOSE
        match = _best_place(phrase, own[:_HITS], reading.claims, filled, manner)
        if match is not None:
            found.append(match)
            if match.turned >= 0.2 and phrase.owner >= 0:
                again = _best_place(phrase, own[:_HITS], reading.claims, filled, CLOSE)
                if again is not None and again.turned:
                    turned.append(again)
    return found, turned


def _best_place(
    phrase: Phrase, hits: list[tuple[int, int, float, bool]], claimed: Claims, filled: list[int], manner: Manner
) -> Match | None:
    slots = phrase.slots
    size = len(slots)
    reach = 3 * size + 5
    polarity, sentence, clause = claimed.polarity, claimed.sentence, claimed.clause
    best = 0.0
    result: tuple[float, float, tuple[int, ...]] | None = None
    count = len(hits)
    for first in range(count):
        start = hits[first][0]
        said = turned = 0.0
        used: dict[int, int] = {}
        disorder = 0
        last = -1
        for k in range(first, count):
            position, slot, worth, opposed = hits[k]
            if position - start > reach or sentence[position] - sentence[start] > 1:
                break
            if slot in used:
                continue
            used[slot] = position
            disorder += slot < last
            last = slot
            state = polarity[position]
            _, share, wanted = slots[slot]
            if opposed:
                turned += share * worth if (state or CLAIMED) == wanted else 0.0
            elif state in (wanted, OPEN) or wanted == OPEN:
                said += share * worth
            else:
                turned += share * worth
            strangers = filled[position + 1] - filled[start] - len(used)
            form = 1.0
            if strangers > manner.strangers:
                form -= manner.stranger * (strangers - manner.strangers)
            if disorder:
                form -= manner.disorder * min(1.0, 2 * disorder / size)
            if sentence[position] != sentence[start]:
                form -= manner.sentence
            elif clause[position] != clause[start]:
                form -= manner.clause
            whole = (said + turned) * form
            if whole > best + 1e-9:
                best = whole
                result = (said * form, turned * form, tuple(sorted(used.values())))
    if result is None:
        return None
    return Match(phrase, result[0], result[1], result[2])
