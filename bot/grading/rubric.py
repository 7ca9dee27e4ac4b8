"""A question made ready for marking: its phrases as slots, and an index from word to the slots that it can fill."""

from __future__ import annotations

from collections import Counter, OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from bot.bank.model import Question
from bot.grading.bayes import NaiveBayes, Sentence, heard, train
from bot.grading.clauses import DENIED
from bot.grading.content import content
from bot.grading.phrases import SUBJECT, Phrase, phrase, tabled
from bot.grading.reference import Model, model
from bot.grading.signs import WEIGHTS
from bot.grading.tables import Phrases
from bot.grading.text import GLUED, read, sentences
from bot.grading.words import budget, rarity, stem


@dataclass(eq=False)
class Rubric:
    """The compiled question.

    The first ``true`` of its phrases are true, the others false; ``learnt`` are the places of those learnt from
    answers. ``belongs`` maps a stem to what it adds to each point in whose phrases it stands, and those points.
    ``expected`` are those stems that an author has written; the others were learnt from answers, and count where they
    are used without being missed where they are not.
    """

    question: Question
    phrases: list[Phrase] = field(default_factory=list)
    true: int = 0
    learnt: range = range(0)
    belongs: dict[str, tuple[float, tuple[int, ...]]] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()
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
        self.expected = frozenset(stemmed for made in self.phrases for stemmed, _, _ in made.slots)
        written = len(self.phrases)
        for index, point in enumerate(question.points):
            for text in dict.fromkeys(point.learnt):
                self._add(index, text, words)
        self.learnt = range(written, len(self.phrases))
        for text in (question.answer, *question.further_answers):
            self._add_sentences(text, words)
        self.true = len(self.phrases)
        for index, misconception in enumerate(question.misconceptions, len(question.points)):
            for text in dict.fromkeys((misconception.say, *misconception.match)):
                self._add(index, text, words)
            words.update(read(misconception.correct).words)
        self.belongs = self._belonging(written)
        self.vocabulary = frozenset(words)

    def _belonging(self, written: int) -> dict[str, tuple[float, tuple[int, ...]]]:
        """``belongs``; the phrases from number ``written`` on are learnt, and take nothing from those before."""
        owners: dict[str, dict[int, None]] = {}
        weights: dict[str, float] = {}
        for number, made in enumerate(self.phrases):
            if made.owner < len(self.question.points):
                for stemmed, share, _ in made.slots:
                    if stemmed not in self.asked and (number < written or stemmed not in self.expected):
                        owners.setdefault(stemmed, {})[made.owner] = None
                        weights[stemmed] = max(weights.get(stemmed, 0.0), share * made.substance)
        return {stemmed: (weights[stemmed] / len(points), tuple(points)) for stemmed, points in owners.items()}

    def _add_sentences(self, text: str, words: set[str]) -> None:
        read_text = read(text)
        for a, b in sentences(read_text):
            self._add(self.truth, text[read_text.starts[a] : read_text.ends[b - 1]], words)

    def _add(self, owner: int, text: str, words: set[str]) -> None:
        made = phrase(owner, text, self.asked)
        words.update(read(text).words)
        if made is not None:
            self.phrases.append(made)

    @property
    def truth(self) -> int:
        """The owner of phrases that are true and earn no point: the model answers' own sentences."""
        return len(self.question.points) + len(self.question.misconceptions)

    def compile(self) -> None:
        """Reckon out all that grading looks up."""
        _ = self.table, self.classifier, self.home, self.extents, self.asks, self.models
        _ = self.true_sentences, self.forms, self.terms, self.joined

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each stem that fills a slot of any phrase, as ``table`` has it."""
        return {
            stemmed: number for number, stemmed in enumerate(sorted({k[0] for p in self.phrases for k in p.fillers()}))
        }

    @cached_property
    def table(self) -> Phrases:
        """The phrases as the matcher sees them."""
        points = len(self.question.points)
        return tabled(self.phrases, self.true, points, self.truth, self.numbers, self.true_words, self.home, self._gain)

    @cached_property
    def classifier(self) -> NaiveBayes:
        """Which words go together in what is true of the question and which in what is false.

        By its authors, and by the answers that have been heard; a group's own phrases do not count.
        """
        question, points = self.question, len(self.question.points)
        true = [_sentence(made) for made in self._written if made.owner < points]
        false = [_sentence(made) for made in self._written if points <= made.owner < self.truth]
        texts = [heard(text) for text in (question.answer, *question.further_answers, *question.heard.right)]
        return train(true, texts, false + [each for text in question.heard.wrong for each in heard(text)])

    @property
    def _written(self) -> list[Phrase]:
        return self.phrases[: self.learnt.start] + self.phrases[self.learnt.stop :]

    def _gain(self, made: Phrase, slot: int, worth: float) -> float:
        """The most that a word in ``slot`` adds to the log-odds that a false claim is made, all else at its best."""
        stemmed, share, _ = made.slots[slot]
        gain = share * worth * (WEIGHTS.whole + WEIGHTS.substance * made.substance) + WEIGHTS.size - WEIGHTS.missing
        if stemmed not in self.true_words:
            gain += share * WEIGHTS.telling * made.substance
        return max(0.0, gain - (max(0.0, WEIGHTS.headless) if slot == 0 else 0.0))

    @cached_property
    def home(self) -> int:
        """The number of the subject that the question is about, as ``SUBJECT`` has it; -1 when it names none."""
        return min(self.subjects, key=lambda subject: (-self.subjects[subject], subject), default=-1)

    @cached_property
    def subjects(self) -> Counter[int]:
        """The subjects that the question, its model answer and its points name, and how often."""
        question = self.question
        says = " ".join([question.ask, question.answer, *(point.say for point in question.points)])
        return Counter(SUBJECT[word] for word in read(says).words if word in SUBJECT)

    @cached_property
    def extents(self) -> tuple[float, ...]:
        """For each point: how much vocabulary it has in all, less what was learnt from answers."""
        amounts = [0.0] * len(self.question.points)
        for stemmed, (part, owners) in self.belongs.items():
            for owner in owners if stemmed in self.expected else ():
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
        """The sentences of the model answers and of the points, as words."""
        question = self.question
        says = (point.say for point in question.points)
        texts = [read(answer) for answer in (question.answer, *question.further_answers, *says)]
        return frozenset(text.words[a:b] for text in texts for a, b in sentences(text))

    @cached_property
    def true_words(self) -> frozenset[str]:
        """The stems of everything that the question says is true."""
        points = len(self.question.points)
        words = {stemmed for made in self.phrases if made.owner < points for stemmed, _, _ in made.slots}
        return frozenset(words.union(*(reference.stems for reference in self.models)))

    @cached_property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """The stem of each word of the vocabulary."""
        return {word: (stem(word),) for word in self.vocabulary}

    @cached_property
    def terms(self) -> dict[int, tuple[str, ...]]:
        """By the length of an unknown word, the words that it may be a slip for, sorted."""
        terms = sorted(w for w in self.vocabulary if len(w) >= 4 and w.isalpha() and rarity(w) > 1.5)
        longest = max(map(len, terms), default=0)
        return {
            size: tuple(term for term in terms if abs(len(term) - size) <= budget(size))
            for size in range(4, longest + budget(longest) + 1)
        }

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


def _sentence(made: Phrase) -> Sentence:
    return tuple((stemmed, polarity == DENIED) for stemmed, _, polarity in made.slots)


class RubricCache:
    """The rubrics that were used last; the least recently used goes first. Bounded by the number kept.

    Several threads may use it: each of its steps is one call, and what another thread has taken out meanwhile is only
    compiled once more.
    """

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
            with suppress(KeyError):
                self._rubrics.move_to_end(key)
            return found
        rubric = Rubric(question)
        self._rubrics[key] = rubric
        if len(self._rubrics) > self._kept:
            with suppress(KeyError):
                self._rubrics.popitem(last=False)
        return rubric


RUBRICS = RubricCache(512)
"""Two thirds of a megabyte each: all questions that come with the bot, and 200 of servers' own."""
