"""What an answer has in common with a rubric, and how well it makes each point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.grading.clauses import DENIED
from bot.grading.compiled import Ints, Reals, missing, noughts, table, zeros
from bot.grading.kernel import add_up, find_points
from bot.grading.phrases import SUBJECT
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric
from bot.grading.tables import (
    HERE,
    NEW,
    SLOTS,
    THERE,
    Chances,
    Found,
    Heard,
    Manner,
    Phrases,
    SentenceRow,
    SpotRow,
    WordRow,
    room,
)
from bot.grading.text import GLUED

WORTH_A_LOOK = 0.3
"""The share of a true phrase that must be there for it to be looked at."""

LOOSE = Manner(4, 0.03, 0.08, 0.15, 0.02, 0.1, 0.5)
"""How a point is looked for: it was understood if its words are near one another."""


class Shares(NamedTuple):
    """By sentence and phrase, row by row, what the words of a sentence can say of a phrase at most; see ``add_up``."""

    here: Reals
    new: Reals
    odds: Reals
    turns: Ints


@dataclass(frozen=True, slots=True)
class Said:
    """How well a point is said, less than is said the other way round, 0 to 1, and the words that say it, in order."""

    worth: float
    positions: tuple[int, ...]


def hear(reading: Reading, rubric: Rubric) -> Heard:
    """``reading`` as the matcher sees it."""
    claims, text, numbers = reading.claims, reading.text, rubric.numbers
    sentence, size = claims.sentence, len(text)
    spots: list[list[int]] = []
    head = missing(len(numbers))
    tail: dict[int, list[int]] = {}
    ends = []
    for word, forms in enumerate(reading.stems):
        for form in forms:
            number = numbers.get(form)
            if number is None:
                continue
            spot = [number, word, -1, NEW]
            earlier = tail.get(number)
            if earlier is None:
                head[number] = len(spots)
            else:
                earlier[2] = len(spots)
                apart = sentence[word] - sentence[earlier[1]]
                spot[3] = HERE if not apart else THERE if apart == 1 else NEW
            tail[number] = spot
            spots.append(spot)
        ends.append(len(spots))
    subjects: list[int] = []
    for word, spelt in enumerate(text.words):
        named = SUBJECT.get(spelt, -1)
        if named < 0 and word and sentence[word] == sentence[word - 1]:
            named = subjects[word - 1]
        subjects.append(named)
    glued = [gap == GLUED for gap in text.gaps]
    joint = [a or b for a, b in pairwise([*glued, False])]
    opens = [word for word in range(size) if not word or sentence[word] != sentence[word - 1]]
    sentences = []
    for first, end in pairwise([*opens, size]):
        quoted = text.words[first:end] in rubric.true_sentences
        sentences.append((first, end - 1, DENIED in claims.polarity[first:end], quoted))
    words = zip(
        [0, *ends[:-1]],
        ends,
        claims.polarity,
        claims.clause,
        sentence,
        claims.withdrawn,
        reading.filled[1:],
        subjects,
        joint,
        strict=True,
    )
    return Heard(table(WordRow, words), table(SpotRow, map(tuple, spots)), table(SentenceRow, sentences), head)


def shares(phrases: Phrases, heard: Heard) -> Shares:
    """How much of each phrase each sentence can say at most."""
    size = len(phrases.rows) * len(heard.sentences)
    made = Shares(noughts(size), noughts(size), noughts(size), zeros(size))
    add_up(phrases, heard, *made)
    return made


def said(rubric: Rubric, heard: Heard, filled: Shares, wrong: Ints) -> dict[int, Said]:
    """How well each point is said that is said at all. ``wrong``: 1 for each clause whose words say nothing."""
    phrases = rubric.table
    size, points = len(heard.sentences) * phrases.true, phrases.points
    chances = Chances(noughts(size), zeros(size), zeros(size))
    found = Found(noughts(points), zeros(points), zeros(points), zeros(points * SLOTS))
    find_points(phrases, heard, filled.here, filled.new, wrong, LOOSE, WORTH_A_LOOK, chances, room(), found)
    return {
        point: Said(float(found.value[point]), tuple(map(int, found.words[point * SLOTS : point * SLOTS + size])))
        for point, size in enumerate(found.size)
        if size
    }


def vocabulary(reading: Reading, rubric: Rubric, wrong: Ints) -> tuple[list[float], float]:
    """For each point: how much of its own vocabulary the answer uses. A word of several points is shared among them.

    And the share of the answer's content words that belong to the question, 0 to 1. ``wrong`` is as for ``said``.
    """
    amounts = [0.0] * len(rubric.question.points)
    seen: set[str] = set()
    clause = reading.claims.clause
    relevant = 0
    for i in reading.content:
        stemmed = reading.stems[i][0]
        found = rubric.belongs.get(stemmed)
        relevant += found is not None or stemmed in rubric.asked
        if found is None or stemmed in seen or wrong[clause[i]]:
            continue
        seen.add(stemmed)
        for owner in found[1]:
            amounts[owner] += found[0]
    about = relevant / len(reading.content) if reading.content else 0.0
    return amounts, about
