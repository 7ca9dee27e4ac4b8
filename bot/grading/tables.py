"""What the matcher sees of a question and of an answer: tables of numbers.

A phrase is a row of slots for content words; keys are the stems that fill them. Shares are of a phrase, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.grading.compiled import Ints, Reals, noughts, zeros

SLOTS = 300
"""The most slots of a phrase."""

HITS = 80
"""The most hits of a phrase that are looked at."""

NEW, THERE, HERE = range(3)
"""Whether a stem was said before: not lately, in the sentence before, in this sentence."""


class PhraseRow(NamedTuple):
    """A phrase.

    Its owner, its weight in words (``substance``), a bit for each subject that it names, whether it denies anything,
    where its slots begin and how many there are, and where its keys begin and end.
    """

    owner: int
    substance: float
    subjects: int
    denies: int
    slots: int
    size: int
    keys: int
    end: int


class SlotRow(NamedTuple):
    """A slot for one content word.

    Its share of the phrase; whether it stands in an identifier (``glued``), in one with the slot before it (``tied``),
    and whether its word stands in no true phrase (``telling``).
    """

    share: float
    glued: int
    tied: int
    telling: int


class KeyRow(NamedTuple):
    """A stem that fills a slot, which is counted within its phrase.

    The share that it is worth there, the polarity that is wanted, and whether the stem is an opposite.
    """

    stem: int
    slot: int
    amount: float
    wanted: int
    opposed: int


class EntryRow(NamedTuple):
    """What a stem adds to a phrase.

    To the share that is filled, and to the log-odds of a false claim; and whether it is an opposite there.
    """

    phrase: int
    fill: float
    gain: float
    turns: int


class Phrases(NamedTuple):
    """All phrases of a question, the first ``true`` of them true.

    ``entries`` are by stem, and ``stems`` is where those of each begin. The owners are points from 0 on, ``points`` of
    them, then misconceptions, and last, as ``truth``, what is true but earns nothing. ``home`` is the subject that the
    question is about, or -1.
    """

    true: int
    points: int
    truth: int
    home: int
    rows: Sequence[PhraseRow]
    slots: Sequence[SlotRow]
    keys: Sequence[KeyRow]
    entries: Sequence[EntryRow]
    stems: Ints


class SpotRow(NamedTuple):
    """A word that the rubric knows.

    Its stem, its number among the words, the next spot of that stem (-1: none), and whether the stem was said before,
    from ``NEW`` to ``HERE``.
    """

    stem: int
    word: int
    following: int
    before: int


class WordRow(NamedTuple):
    """A word of the answer.

    Where its spots begin and end, its polarity, clause and sentence, whether it is withdrawn, the content words up to
    it, the subject that its sentence named last (-1: none), and whether it is part of an identifier.
    """

    spot: int
    end: int
    polarity: int
    clause: int
    sentence: int
    withdrawn: int
    content: int
    subject: int
    joint: int


class SentenceRow(NamedTuple):
    """A sentence: its first and last word.

    And whether it denies anything, and whether a model answer has it word for word.
    """

    first: int
    last: int
    denies: int
    quoted: int


class Heard(NamedTuple):
    """An answer in words that the rubric knows. ``head`` is the first spot of each stem, or -1."""

    words: Sequence[WordRow]
    spots: Sequence[SpotRow]
    sentences: Sequence[SentenceRow]
    head: Ints


class Hits(NamedTuple):
    """Room for where slots of one phrase are filled, by word and slot: the shares said, and said the other way round.

    ``most`` and ``used`` are room to reckon in, by hit and by slot.
    """

    word: Ints
    slot: Ints
    said: Reals
    turned: Reals
    most: Reals
    used: Ints


def room() -> Hits:
    """Room for the hits of any phrase."""
    n = HITS + 1
    return Hits(zeros(n), zeros(n), noughts(n), noughts(n), noughts(n), zeros(SLOTS))


class Manner(NamedTuple):
    """How strictly the words of a phrase must stand together: what each looseness takes off, as a share.

    ``strangers`` other content words may stand between them for nothing; each further one costs ``stranger``.
    ``broken``: an identifier whose parts are scattered; ``clause``, ``sentence``: a match that spans a comma or the end
    of a sentence; ``denied``: a match that ends in a clause which denies something, where the phrase denies nothing.
    """

    strangers: int
    stranger: float
    disorder: float
    broken: float
    clause: float
    sentence: float
    denied: float


class Stretch(NamedTuple):
    """The best stretch of some hits: the share that it says in its form, its first hit, and the slots that it fills."""

    worth: float
    first: int
    size: int


class Found(NamedTuple):
    """What was found for each owner.

    How much (0, or the least: nothing), of which phrase, and the words that say it, in order, ``size`` of them from
    ``owner * SLOTS`` on.
    """

    value: Reals
    phrase: Ints
    size: Ints
    words: Ints


class Chances(NamedTuple):
    """Where phrases may be said: the most that each may come to, the phrase, and the sentence."""

    most: Reals
    phrase: Ints
    sentence: Ints


class Signs(NamedTuple):
    """The signs for or against a false claim; as weights, in log-odds for each unit of the sign."""

    whole: float
    """the share of the statement that is said, in its form"""
    exact: float
    """all of it is said, in order, with next to nothing between"""
    substance: float
    """how much that is, in weights of words"""
    size: float
    """its words that are said"""
    missing: float
    """its words that are not said"""
    headless: float
    """its first word is not said"""
    disorder: float
    """the share of its words out of order"""
    crossing: float
    """it spans a comma"""
    broken: float
    """the parts of an identifier are scattered"""
    truth: float
    """how much a true phrase on the same words says"""
    inside: float
    """the share of a true phrase that holds all its words"""
    telling: float
    """how much of what is said stands in no true phrase"""
    code: float
    """its words that are only parts of identifiers in the answer"""
    rival: float
    """the sentence is about another framework"""
    turned: float
    """it says a point the other way round, and is no misconception that the bank lists"""


class Doubts(NamedTuple):
    """How false claims are looked for.

    ``weights`` are log-odds for each unit of a sign, from ``start`` on; below ``hopeless`` nothing is looked at, and
    below ``sure`` only what is likelier than all else in its sentence. A statement must be said to the share ``stated``
    with no more than ``denied`` of that turned; a point is contradicted when it is said or turned to the share
    ``reversed``, and turned to ``opposed``. A true phrase that can be said to the share ``half``, turned less than
    ``defends``, speaks for the same words; one ``larger`` times as heavy, said to the share ``immune``, takes all
    doubt. ``heaviest``: the most that a word weighs.
    """

    start: float
    hopeless: float
    sure: float
    stated: float
    denied: float
    reversed: float
    opposed: float
    half: float
    defends: float
    immune: float
    larger: float
    heaviest: float


class TruePhrases(NamedTuple):
    """The true phrases that each sentence can say in good part.

    Where those of a sentence begin in ``order``, which has first what says most; the phrases, and the shares that can
    be said.
    """

    first: Ints
    phrase: Ints
    share: Reals
    order: Ints


class Case(NamedTuple):
    """A claim of one sentence that may be false.

    Its phrase, how many ``words`` make it, the ``stamp`` that they bear, its log-odds so far, and the ``least`` that
    would be of use.
    """

    phrase: int
    sentence: int
    words: int
    stamp: int
    value: float
    least: float
