"""A model answer made ready for comparison: its content words, and the key phrases that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading.clauses import DENIED, claims
from bot.grading.content import content
from bot.grading.text import CLAUSE, COMMA, Words, read
from bot.grading.words import rarity, stem

_ASKED = 0.1
_LONGEST_PHRASE = 12


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """A stretch of a model answer: its wording, and the indices of its content words in the model."""

    say: str
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A model answer ready for comparison; ``stems``, ``weights``, ``denied`` run over its distinct content stems.

    ``line`` has all its stems in a row, ``length`` is how many they are.
    """

    stems: tuple[str, ...]
    weights: tuple[float, ...]
    denied: tuple[bool, ...]
    phrases: tuple[KeyPhrase, ...]
    trigrams: frozenset[str]
    line: str
    length: int
    order: dict[str, int]


def trigrams(stems: list[str]) -> frozenset[str]:
    """The runs of three letters of the stems written in a row, with a space between words."""
    line = f" {' '.join(stems)} "
    return frozenset(line[i : i + 3] for i in range(len(line) - 2))


def model(answer: str, asked: frozenset[str]) -> Model:
    """``answer`` as a :class:`Model`; ``asked`` are the stems of the question, which weigh next to nothing."""
    text = read(answer)
    polarity = claims(text).polarity
    chosen = content(text) or list(range(len(text)))
    index: dict[str, int] = {}
    weights: list[float] = []
    denied: list[bool] = []
    own: dict[int, int] = {}
    for i in chosen:
        word = text.words[i]
        stemmed = stem(word)
        if stemmed not in index:
            index[stemmed] = len(weights)
            weights.append(max(rarity(word), 0.5) * (_ASKED if stemmed in asked else 1.0))
            denied.append(polarity[i] == DENIED)
        own[i] = index[stemmed]
    stems = [stem(word) for word in text.words]
    return Model(
        tuple(index),
        tuple(weights),
        tuple(denied),
        tuple(_phrases(text, own)),
        trigrams(stems),
        " ".join(stems),
        len(text),
        {stemmed: n for n, stemmed in enumerate(index)},
    )


def _phrases(text: Words, own: dict[int, int]) -> list[KeyPhrase]:
    pieces: list[list[int]] = []
    for i, gap in enumerate(text.gaps):
        held = sum(j in own for j in pieces[-1]) if pieces else 0
        if not pieces or gap >= CLAUSE or (gap >= COMMA and held >= 2) or held >= _LONGEST_PHRASE:
            pieces.append([])
        pieces[-1].append(i)
    phrases = []
    for piece in pieces:
        words = tuple(dict.fromkeys(own[i] for i in piece if i in own))
        if words:
            phrases.append(KeyPhrase(text.raw[text.starts[piece[0]] : text.ends[piece[-1]]], words))
    return phrases
