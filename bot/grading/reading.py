"""An answer as a rubric reads it: stems, slips of the pen, claims, and nothing of the question's own text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from bot.grading.clauses import Claims, claims
from bot.grading.content import content
from bot.grading.lexicon import FUNCTION_WORDS
from bot.grading.rubric import Rubric
from bot.grading.text import SENTENCE, Words, read
from bot.grading.words import is_known, repair, stem

REPAIRS = 40
"""How many unknown words of one answer are looked up among the terms of the question."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as the rubric sees it: per word its stems (a joined identifier has several), and the slips found."""

    text: Words
    claims: Claims
    stems: list[tuple[str, ...]]
    slips: dict[int, str | None]
    content: tuple[int, ...]
    filled: tuple[int, ...]


def understand(raw: str, rubric: Rubric) -> Reading:
    """``raw`` read against the vocabulary of one question."""
    text = without(read(raw), rubric.asks)
    vocabulary, joined, forms = rubric.vocabulary, rubric.joined, rubric.forms
    stems: list[tuple[str, ...]] = []
    slips: dict[int, str | None] = {}
    repaired: dict[str, tuple[tuple[str, ...], str | None]] = {}
    for i, word in enumerate(text.words):
        found = forms.get(word)
        if found is not None:
            pass
        elif len(word) < 4:
            found = (stem(word),)
        elif word in joined:
            found = tuple(stem(part) for part in joined[word])
        elif word in FUNCTION_WORDS or is_known(word) or not word.isalpha():
            found = (stem(word),)
        else:
            if word not in repaired:
                term = repair(word, rubric.terms.get(len(word), ())) if len(repaired) < REPAIRS else None
                repaired[word] = ((stem(term or word),), term)
            found, slips[i] = repaired[word]
        if i:
            pair = text.words[i - 1] + word
            if pair in vocabulary and pair not in FUNCTION_WORDS:
                found = (*found, stem(pair))
        stems.append(found)
    held = content(text)
    filled = [0] * (len(text) + 1)
    for i in held:
        filled[i + 1] = 1
    return Reading(text, claims(text), stems, slips, tuple(held), tuple(accumulate(filled)))


def without(text: Words, runs: tuple[tuple[str, ...], ...]) -> Words:
    """The text less every place where it repeats one of ``runs``; what follows such a place opens a sentence."""
    kept = [True] * len(text)
    for run in runs:
        if run[0] not in text.words:
            continue
        size = len(run)
        for i in range(len(text) - size + 1):
            if text.words[i] == run[0] and text.words[i : i + size] == run:
                kept[i : i + size] = [False] * size
    if all(kept):
        return text
    chosen = [i for i, keep in enumerate(kept) if keep]
    return Words(
        text.raw,
        tuple(text.words[i] for i in chosen),
        tuple(text.starts[i] for i in chosen),
        tuple(text.ends[i] for i in chosen),
        tuple(SENTENCE if not i or not kept[i - 1] else text.gaps[i] for i in chosen),
    )
