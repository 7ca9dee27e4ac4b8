"""How much of an answer is about another framework than the question."""

from __future__ import annotations

from bot.grading.phrases import SUBJECT
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric
from bot.grading.text import SENTENCE

_COMPARISONS = frozenset("like unlike than from as versus vs".split())
"""What is named after one of these is compared with, not spoken about."""


def elsewhere(reading: Reading, rubric: Rubric) -> float:
    """The share of the content words that are said of another framework, 0 to 1.

    From where one is named on, all counts. 0 when the question is about none, or when the answer names any that the
    question names.
    """
    text = reading.text
    if rubric.home < 0 or any(SUBJECT.get(word) in rubric.subjects for word in text.words):
        return 0.0
    held = set(reading.content)
    away = compared = False
    count = 0
    for i, word in enumerate(text.words):
        compared = word in _COMPARISONS or (compared and text.gaps[i] < SENTENCE)
        if word in SUBJECT and not compared:
            away = True
        count += away and i in held
    return count / len(held) if held else 0.0
