"""A question made ready for marking: its phrases as slots, and an index from word to the slots that it can fill."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.bank.model import Question
from bot.grading.clauses import DENIED, claims
from bot.grading.content import ALIKE, OPPOSED, content
from bot.grading.reference import Model, model
from bot.grading.signs import START, WEIGHTS
from bot.grading.tally import Tally
from bot.grading.text import GLUED, read, sentences
from bot.grading.words import rarity, stem

SYNONYM = 0.8
"""What a synonym is worth, where the word itself is worth 1."""

TRUTH = 1 << 20
"""The owner of phrases that are true and earn no point: the model answer's own sentences."""

HEAVIEST = 1.25
"""What the rarest word weighs; the commonest weighs 0.5."""

ASKED = 0.35
"""What a word of the question is worth in a phrase, where any other is worth 1."""


WORTH_A_LOOK = 0.3
"""The share of a true phrase that must be there for it to be looked at."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to put something. ``slots`` are its content words as ``(stem, weight, polarity)``; weights sum to 1.

    ``owner`` is the index of its point, ``-1 - index`` of its misconception, or ``TRUTH``. ``substance`` is how much it
    says: the sum of the weights before they are made to sum to 1. ``glued`` are the slots inside an identifier, and
    ``tied`` those in one with the slot before them, as ``url`` and ``for`` in ``url_for``.
    """

    owner: int
    text: str
    slots: tuple[tuple[str, float, int], ...]
    substance: float
    tied: frozenset[int] = frozenset()
    glued: frozenset[int] = frozenset()

    @property
    def denies(self) -> bool:
        """Whether it denies anything."""
        return any(polarity == DENIED for _, _, polarity in self.slots)


@dataclass(eq=False)
class Rubric:
    """The compiled question.

    The first ``true`` of its phrases are true, the others false. ``keys`` has for each phrase the
    ``(stem, slot, worth, opposed)`` that fill its slots; ``belongs`` maps a stem to what it adds to each point in whose
    phrases it stands, and those points.
    """

    question: Question
    phrases: list[Phrase] = field(default_factory=list)
    true: int = 0
    keys: list[tuple[tuple[str, int, float, bool], ...]] = field(default_factory=list)
    belongs: dict[str, tuple[float, tuple[int, ...]]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        question = self.question
        ask = read(question.ask)
        self.asked = frozenset(stem(ask.words[i]) for i in content(ask))
        words: set[str] = set(ask.words)
        for index, point in enumerate(question.points):
            for text in dict.fromkeys((point.say, *point.accept)):
                self._add(index, text, words)
        for text in (question.answer, *question.further_answers):
            self._add_sentences(text, words)
        self.true = len(self.phrases)
        for index, misconception in enumerate(question.misconceptions):
            for text in dict.fromkeys((misconception.say, *misconception.match)):
                self._add(-1 - index, text, words)
            words.update(read(misconception.correct).words)
        belongs: dict[str, dict[int, None]] = {}
        weights: dict[str, float] = {}
        for made in self.phrases:
            if 0 <= made.owner < TRUTH:
                for stemmed, share, _ in made.slots:
                    if stemmed not in self.asked:
                        belongs.setdefault(stemmed, {})[made.owner] = None
                        weights[stemmed] = max(weights.get(stemmed, 0.0), share * made.substance)
        self.belongs = {stemmed: (weights[stemmed] / len(owners), tuple(owners)) for stemmed, owners in belongs.items()}
        self.vocabulary = frozenset(words)

    def _add_sentences(self, text: str, words: set[str]) -> None:
        read_text = read(text)
        for a, b in sentences(read_text):
            self._add(TRUTH, text[read_text.starts[a] : read_text.ends[b - 1]], words)

    def _add(self, owner: int, text: str, words: set[str]) -> None:
        made = phrase(owner, text, self.asked)
        words.update(read(text).words)
        if made is None:
            return
        self.phrases.append(made)
        own = {slot[0] for slot in made.slots}
        keys: list[tuple[str, int, float, bool]] = []
        for slot, (word, _, _) in enumerate(made.slots):
            entries: dict[str, tuple[float, bool]] = {word: (1.0, False)}
            for other in sorted(ALIKE.get(word, ())):
                if other not in own:
                    entries.setdefault(other, (SYNONYM, False))
            for other in sorted(OPPOSED.get(word, ())):
                if other not in own:
                    entries[other] = (1.0, True)
            for key, (worth, opposed) in entries.items():
                keys.append((key, slot, worth, opposed))
        self.keys.append(tuple(keys))

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems that fill a slot of any phrase."""
        return frozenset(key[0] for keys in self.keys for key in keys)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """The owner of each phrase."""
        return tuple(made.owner for made in self.phrases)

    @cached_property
    def fills(self) -> list[dict[str, list[tuple[int, float, int, bool]]]]:
        """For each phrase: what a stem fills in it, as ``(slot, share, polarity, opposed)``."""
        fills = []
        for made, keys in zip(self.phrases, self.keys, strict=True):
            entries: dict[str, list[tuple[int, float, int, bool]]] = {}
            for stemmed, slot, worth, opposed in keys:
                _, share, polarity = made.slots[slot]
                entries.setdefault(stemmed, []).append((slot, share * worth, polarity, opposed))
            fills.append(entries)
        return fills

    @cached_property
    def opposites(self) -> list[frozenset[str]]:
        """For each phrase: the stems that say the opposite of one of its words."""
        return [frozenset(stemmed for stemmed, _, _, opposed in keys if opposed) for keys in self.keys]

    @cached_property
    def shares(self) -> Tally:
        """How much of each true phrase a stem fills, to find those of which a sentence holds enough."""
        amounts: dict[str, list[tuple[int, float]]] = {}
        for number in range(self.true):
            for stemmed, slot, _, _ in self.keys[number]:
                amounts.setdefault(stemmed, []).append((number, self.phrases[number].slots[slot][1]))
        return Tally(amounts, [WORTH_A_LOOK] * self.true)

    @cached_property
    def suspicion(self) -> Tally:
        """How much a stem adds to the log-odds that each false statement is made, all else at its best.

        A statement is over from log-odds of 0 on, less what is asked in addition; its number is counted from ``true``.
        """
        amounts: dict[str, list[tuple[int, float]]] = {}
        least = []
        for number, made in enumerate(self.phrases[self.true :]):
            for stemmed, slot, worth, opposed in self.keys[self.true + number]:
                if not opposed:
                    amounts.setdefault(stemmed, []).append((number, self._gain(made, slot, worth)))
            least.append(max(0.0, -START - WEIGHTS.missing * len(made.slots) - max(0.0, WEIGHTS.headless)))
        return Tally(amounts, least)

    def _gain(self, made: Phrase, slot: int, worth: float) -> float:
        """The most that a word in ``slot`` adds to the log-odds."""
        stemmed, share, _ = made.slots[slot]
        gain = share * worth * (WEIGHTS.whole + WEIGHTS.substance * made.substance) + WEIGHTS.size - WEIGHTS.missing
        if stemmed not in self.true_words:
            gain += share * WEIGHTS.telling * made.substance
        return max(0.0, gain - (max(0.0, WEIGHTS.headless) if slot == 0 else 0.0))

    @cached_property
    def extents(self) -> tuple[float, ...]:
        """For each point: how much vocabulary it has in all."""
        amounts = [0.0] * len(self.question.points)
        for part, owners in self.belongs.values():
            for owner in owners:
                amounts[owner] += part
        return tuple(amounts)

    @cached_property
    def asks(self) -> tuple[tuple[str, ...], ...]:
        """The sentences of the question, as words, that have at least 3 words."""
        asked = read(self.question.ask)
        return tuple(asked.words[a:b] for a, b in sentences(asked) if b - a >= 3)

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The model answers, for marking without points and for telling a copy."""
        return tuple(model(a, self.asked) for a in (self.question.answer, *self.question.further_answers))

    @cached_property
    def true_sentences(self) -> frozenset[tuple[str, ...]]:
        """The sentences of the model answers, as words."""
        texts = [read(answer) for answer in (self.question.answer, *self.question.further_answers)]
        return frozenset(text.words[a:b] for text in texts for a, b in sentences(text))

    @cached_property
    def true_words(self) -> frozenset[str]:
        """The stems of everything that the question says is true."""
        words = {stemmed for made in self.phrases if 0 <= made.owner < TRUTH for stemmed, _, _ in made.slots}
        return frozenset(words.union(*(reference.stems for reference in self.models)))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The words that an unknown word may be a slip for, sorted."""
        return tuple(sorted(w for w in self.vocabulary if len(w) >= 4 and w.isalpha() and rarity(w) > 1.5))

    @cached_property
    def joined(self) -> dict[str, tuple[str, ...]]:
        """Identifiers written without their joints, such as ``urlfor``, to their parts."""
        joined: dict[str, tuple[str, ...]] = {}
        for made in (*(p.text for p in self.phrases), self.question.answer):
            text = read(made)
            for i in range(1, len(text)):
                if text.gaps[i] == GLUED:
                    joined.setdefault(text.words[i - 1] + text.words[i], text.words[i - 1 : i + 1])
                    if i > 1 and text.gaps[i - 1] == GLUED:
                        joined.setdefault("".join(text.words[i - 2 : i + 1]), text.words[i - 2 : i + 1])
        return joined


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
    return Phrase(
        owner, text, tuple((s, w / total, p) for s, (w, p) in slots.items()), total, frozenset(tied), frozenset(glued)
    )


class RubricCache:
    """The rubrics that were used last; the least recently used goes first. Bounded by the number kept."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._rubrics: OrderedDict[int, Rubric] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rubrics)

    def get(self, question: Question) -> Rubric:
        """The rubric of ``question``, compiled at first use. Keyed by identity: questions are frozen."""
        key = id(question)
        found = self._rubrics.get(key)
        if found is not None and found.question is question:
            self._rubrics.move_to_end(key)
            return found
        rubric = Rubric(question)
        self._rubrics[key] = rubric
        if len(self._rubrics) > self._kept:
            self._rubrics.popitem(last=False)
        return rubric


RUBRICS = RubricCache(128)
