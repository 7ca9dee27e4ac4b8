"""The highest mark that a text can get, told without looking for its phrases: a fraction of the work of marking it.

For texts that ought not to pass: most of them cannot, and need not be marked. What is told is certain, not likely:
every word counts for all that it might be, phrases lose nothing by their form, and no false claim costs anything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from bot.bank import Question
from bot.grading import Profile
from bot.grading.content import content
from bot.grading.rubric import RUBRICS, Rubric
from bot.grading.text import read, sentences
from bot.grading.words import is_known, repair, stem

_ROUNDING = 0.001
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, as far as it is the same for every question. ``windows`` are the stems of a sentence and the next."""

    words: frozenset[str]
    unknown: frozenset[str]
    pairs: frozenset[str]
    stems: frozenset[str]
    windows: tuple[frozenset[str], ...]
    content: Counter[str]
    size: int
    spaced: str


@dataclass(frozen=True, slots=True)
class _Points:
    """The phrases of a question's points: what each stem adds to which, whose they are, and all stems that count."""

    fills: dict[str, list[tuple[int, float]]]
    owners: tuple[int, ...]
    relevant: frozenset[str]


@lru_cache(maxsize=512)
def _read(raw: str) -> _Text:
    text = read(raw)
    words = text.words
    parts = [frozenset(map(stem, words[a:b])) for a, b in sentences(text)]
    windows = tuple(part | after for part, after in zip_longest(parts, parts[1:], fillvalue=frozenset[str]()))
    unknown = frozenset(word for word in words if word.isalpha() and not is_known(word))
    held = Counter(words[i] for i in content(text))
    return _Text(
        frozenset(words),
        unknown,
        frozenset(words[i - 1] + words[i] for i in range(1, len(words))),
        frozenset().union(*parts),
        windows,
        held,
        held.total(),
        f" {' '.join(words)} ",
    )


@lru_cache(maxsize=128)
def _points(rubric: Rubric) -> _Points:
    made = [one for one in rubric.phrases[: rubric.true] if one.owner < len(rubric.question.points)]
    fills: dict[str, list[tuple[int, float]]] = {}
    for number, one in enumerate(made):
        for stemmed, slot, worth, _ in one.fillers():
            fills.setdefault(stemmed, []).append((number, one.slots[slot][1] * worth))
    return _Points(fills, tuple(one.owner for one in made), rubric.asked.union(rubric.belongs))


def most(question: Question, text: str, profile: Profile) -> int:
    """A mark, 0 to 100, that ``text`` cannot exceed as an answer to ``question``."""
    rubric, told = RUBRICS.get(question), _read(text)
    if not question.points or any(f" {' '.join(run)} " in told.spaced for run in rubric.asks):
        return _WHOLE
    open_words = (told.unknown | (told.words & rubric.joined.keys())) - rubric.vocabulary
    also = {word: _also(word, rubric) for word in open_words}
    further = {each for stems in also.values() for each in stems}
    further.update(stem(pair) for pair in told.pairs & rubric.vocabulary)
    points = _points(rubric)
    explained = _explained(rubric, told, also, further, profile)
    highest = _mark(rubric, _worths(points, [told.stems], further, len(question.points)), explained, profile)
    worths = _worths(points, told.windows, further, len(question.points))
    return min(highest, _mark(rubric, worths, explained, profile))


def _also(word: str, rubric: Rubric) -> set[str]:
    """The stems that a word may have in an answer to this question beside its own."""
    term = repair(word, rubric.terms.get(len(word), ()))
    return {stem(part) for part in (*rubric.joined.get(word, ()), *([term] if term else ()))}


def _worths(points: _Points, windows: Iterable[frozenset[str]], further: set[str], count: int) -> list[float]:
    """How well each point is said at most, 0 to 1."""
    best = [0.0] * count
    for stems in windows:
        shares: dict[int, float] = {}
        for stemmed in (stems | further) & points.fills.keys():
            for number, fill in points.fills[stemmed]:
                shares[number] = shares.get(number, 0.0) + fill
        for number, share in shares.items():
            owner = points.owners[number]
            best[owner] = max(best[owner], share)
    return best


def _explained(
    rubric: Rubric, told: _Text, also: dict[str, set[str]], further: set[str], profile: Profile
) -> list[float]:
    """How much of its vocabulary each point can have at most, 0 to 1, less where the text is about something else."""
    relevant = _points(rubric).relevant
    held = sum(
        count
        for word, count in told.content.items()
        if stem(word) in relevant or not relevant.isdisjoint(also.get(word, ()))
    )
    about = profile.relevance(held / told.size if told.size else 0.0, told.size)
    amounts = [0.0] * len(rubric.question.points)
    if about:
        for stemmed in (told.stems | further) & rubric.belongs.keys():
            amount, owners = rubric.belongs[stemmed]
            for owner in owners:
                amounts[owner] += amount
    return [about * profile.explained(amount, extent) for amount, extent in zip(amounts, rubric.extents, strict=True)]


def _mark(rubric: Rubric, worths: list[float], explained: list[float], profile: Profile) -> int:
    made = 0.0
    points = rubric.question.points
    for point, worth, words in zip(points, worths, explained, strict=True):
        most_said = min(1.0, worth)
        made += point.weight * profile.credit(most_said, profile.told(most_said), words)
    share = made / sum(point.weight for point in points)
    return math.ceil(profile.mark_of(share + _ROUNDING))
