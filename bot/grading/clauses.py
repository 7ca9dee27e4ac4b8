"""What a text claims, supposes, denies and takes back, word by word.

Negation is local: a negator turns what follows it up to the end of its clause, and no further.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading.lexicon import CONDITIONS, CORRECTIONS, HEARSAY, NEGATORS, OPENERS, POSITIVE_IDIOMS
from bot.grading.text import CLAUSE, COMMA, GLUED, SENTENCE, Words

CLAIMED, DENIED, OPEN = 1, -1, 0
"""The polarity of a word: claimed, denied, or neither (supposed, or set apart by *without*, *instead of*, *unlike*)."""

_TURNS = frozenset(
    "but however whereas while although though because since so therefore which instead just only it they".split()
)
_SOUNDS = frozenset("hm hmm mm uh um er erm eh ah oh ok okay well wait no sorry actually but oops".split())
"""With these people open a sentence in which they take back the one before."""
_CHAINS = frozenset("and or nor then".split())
"""After one of these a further negator denies once more; without, it takes the first one back."""
_REACH = 12


def _table(sequences: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for sequence in sorted(sequences, key=len, reverse=True):
        table.setdefault(sequence[0], []).append(sequence)
    return table


_IDIOMS = _table(POSITIVE_IDIOMS)
_CORRECTIONS = _table(CORRECTIONS)
_HEARSAY = _table(HEARSAY)


@dataclass(frozen=True, slots=True)
class Claims:
    """Per word: its ``polarity``, the numbers of its ``sentence`` and ``clause``, and whether it is ``withdrawn``."""

    polarity: list[int]
    sentence: list[int]
    clause: list[int]
    withdrawn: list[bool]
    corrects: bool


def _starts(words: tuple[str, ...], i: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    for sequence in table.get(words[i], ()):
        if words[i : i + len(sequence)] == sequence:
            return len(sequence)
    return 0


def _number(gaps: tuple[int, ...], least: int) -> list[int]:
    number, numbers = -1, []
    for gap in gaps:
        number += gap >= least
        numbers.append(number)
    return numbers


def _polarity(text: Words) -> list[int]:
    words, gaps = text.words, text.gaps
    polarity = [CLAIMED] * len(words)
    state, reach, supposing, chained, skip = CLAIMED, 0, False, False, 0
    for i, word in enumerate(words):
        gap = gaps[i]
        if gap >= COMMA or (word in _TURNS and gap != GLUED):
            state, reach = CLAIMED, 0
        if gap >= CLAUSE or (gap >= COMMA and supposing):
            supposing = False
        chained = chained or word in _CHAINS
        if skip:
            skip -= 1
        elif word in NEGATORS and gap != GLUED:
            idiom = _starts(words, i, _IDIOMS)
            if idiom:
                skip = idiom - 1
            else:
                back = state == DENIED and not chained
                state = CLAIMED if back else (OPEN if supposing else DENIED)
                reach, chained = _REACH, False
        elif (word in OPENERS or (word == "out" and words[i + 1 : i + 2] == ("of",))) and gap != GLUED:
            state, reach = OPEN, _REACH
        elif word in CONDITIONS and gap != GLUED:
            supposing = True
        elif reach and (reach := reach - 1) == 0:
            state = CLAIMED
        polarity[i] = state
    return polarity


def _withdrawn(text: Words, sentence: list[int]) -> tuple[list[bool], bool]:
    """Which words are taken back: from a correction to the start of its sentence, or where it opens that, the last."""
    words, gaps = text.words, text.gaps
    withdrawn = [False] * len(words)
    corrects = False
    told = {sentence[i] for i, word in enumerate(words) if word in _HEARSAY and _starts(words, i, _HEARSAY)}
    if told:
        withdrawn = [number in told for number in sentence]
    for i in range(1, len(words)):
        length = _starts(words, i, _CORRECTIONS) if words[i] in _CORRECTIONS else 0
        if words[i] == "no" and gaps[i] >= COMMA and i + 1 < len(words) and gaps[i + 1] >= COMMA:
            length = 1
        if not length:
            continue
        if length == 1 and gaps[i] < COMMA and words[i] != "oops":
            continue
        corrects = True
        opens = next(j for j in range(i, -1, -1) if gaps[j] == SENTENCE)
        first = sentence[i] - _SOUNDS.issuperset(words[opens:i])
        for j in range(i - 1, -1, -1):
            if sentence[j] < first:
                break
            withdrawn[j] = True
    return withdrawn, corrects


def claims(text: Words) -> Claims:
    """The claims of a text; see :class:`Claims`."""
    sentence = _number(text.gaps, SENTENCE)
    withdrawn, corrects = _withdrawn(text, sentence)
    return Claims(_polarity(text), sentence, _number(text.gaps, COMMA), withdrawn, corrects)
