"""Phrases that say too little: those that other model answers hold, and those that false claims hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from bot.bank.model import Question, Topic
from bot.bank.stems import denies, inside, sentences, stems
from bot.bank.tree import Place, shorten

MANY = 3
"""Of so many other questions, and of a third of them, the model answers hold a phrase that is too general."""

Earned = Callable[[str], frozenset[str]]
"""The points (ids) of the question that a text makes."""


class ModelAnswers:
    """The model answers of a topic, to be searched for phrases. ``earned`` marks."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic

    @cached_property
    def _sentences(self) -> list[tuple[int, tuple[str, ...]]]:
        return [
            (number, stems(sentence))
            for number, question in enumerate(self._topic.questions)
            for sentence in sentences(question.answer)
        ]

    @cached_property
    def _with(self) -> dict[str, frozenset[int]]:
        places: dict[str, set[int]] = {}
        for at, (_, words) in enumerate(self._sentences):
            for word in words:
                places.setdefault(word, set()).add(at)
        return {word: frozenset(found) for word, found in places.items()}

    def holding(self, phrase: str) -> Iterator[Question]:
        """The questions of whose model answer a sentence holds the words of ``phrase`` in their order."""
        wanted = stems(phrase)
        if not wanted:
            return
        both = frozenset.intersection(*(self._with.get(word, frozenset()) for word in wanted))
        for number in sorted({self._sentences[at][0] for at in both if inside(wanted, self._sentences[at][1])}):
            yield self._topic.questions[number]


def too_general(question: Question, answers: ModelAnswers, others: int, earned: Earned) -> Iterator[tuple[Place, str]]:
    """The phrases that the model answers of many of the ``others`` (a number) earn their points with."""
    least = max(MANY, -(-others // 3))
    for index, point in enumerate(question.points):
        for number, phrase in enumerate(point.accept):
            holding = [
                other
                for other in answers.holding(phrase)
                if other.id != question.id and other.id not in question.overlaps
            ]
            if len(holding) < least:
                continue
            earning = [other.id for other in holding if point.id in earned(other.answer)]
            if len(earning) >= least:
                named = ", ".join(earning[:3])
                message = (
                    f'"{shorten(phrase)}" is so general that the model answers of {len(earning)} other questions earn '
                    f'the point "{point.id}" by it ({named}, …); add a word that only this point needs.'
                )
                yield ("points", index, "accept", number), message


def in_opposites(question: Question, earned: Earned) -> Iterator[tuple[Place, str]]:
    """The phrases that a false claim of the same question holds, or that hold one, so that it earns their point.

    One that denies what the other claims is no such phrase.
    """
    claims = [
        (claim, said, frozenset(said), denies(claim))
        for each in question.misconceptions
        for claim in dict.fromkeys((each.say, *each.match))
        if (said := stems(claim))
    ]
    for index, point in enumerate(question.points):
        for number, phrase in enumerate((point.say, *point.accept)):
            words, denied = stems(phrase), denies(phrase)
            held = frozenset(words)
            for claim, said, holds, refused in claims:
                if refused != denied or not (held <= holds or holds <= held):
                    continue
                how = "stands inside" if inside(words, said) else "holds" if inside(said, words) else ""
                if not how or point.id not in earned(claim):
                    continue
                message = (
                    f'"{shorten(phrase)}" {how} the false claim "{shorten(claim, 80)}", which earns the point '
                    f'"{point.id}" by it; put into the phrase what makes it true.'
                )
                yield ("points", index, *(("accept", number - 1) if number else ("say",))), message
                break
