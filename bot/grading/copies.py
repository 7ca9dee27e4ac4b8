"""Whether an answer is the model answer again, for standings that are fair."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.bank.model import Question
from bot.grading.text import read

ALIKE = 85.0
"""From this likeness on (0 to 100, rapidfuzz's normalised indel similarity of the words) a text is a copy."""

_SHORTEST = 8


def is_copy(question: Question, text: str) -> bool:
    """True when ``text`` is a model answer of ``question``, or most of one, word for word or nearly so.

    Texts of fewer than 8 words are never copies: there is one way to say a short thing.
    """
    words = read(text).words
    if len(words) < _SHORTEST:
        return False
    for answer in (question.answer, *question.further_answers):
        model = read(answer).words
        if fuzz.ratio(words, model) >= ALIKE:
            return True
        if 2 * len(words) >= len(model) >= _SHORTEST and fuzz.partial_ratio(" ".join(words), " ".join(model)) >= 95:
            return True
    return False
