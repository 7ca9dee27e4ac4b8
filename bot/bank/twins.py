"""Questions that ask the same, in one topic or in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.bank.loader import Located
from bot.bank.model import Question, Topic
from bot.bank.stems import stems
from bot.errors import Finding, Severity

ALIKE = 60
"""From this ratio (rapidfuzz, 0 to 100) of their and their points' distinct content words on, two questions are one.

Of the questions that come with the bot, two that are different reach 50 at most.
"""

_ASKED_ALIKE = 85  # the same of what is asked alone, where that has enough words
_FEWEST_ASKED, _FEWEST = 4, 8  # words, of which fewer are alike by chance


@dataclass(frozen=True, slots=True)
class _Known:
    topic: Located[Topic]
    number: int
    question: Question
    asked: list[str]
    whole: list[str]


def twins(topics: Iterable[Located[Topic]]) -> Iterator[tuple[int, Finding]]:
    """For each question that asks what an earlier one asks: the number of its topic among ``topics``, and a finding."""
    earlier: list[_Known] = []
    for place, topic in enumerate(topics):
        for number, question in enumerate(topic.value.questions):
            says = [point.say for point in question.points] or [question.answer]
            asked, told = stems(question.ask), stems(" ".join(says))
            known = _Known(topic, number, question, sorted({*asked}), sorted({*asked, *told}))
            twin = next((other for other in earlier if _same(known, other)), None)
            if twin:
                line = topic.line("questions", number)
                yield place, Finding(topic.file, line, _sentence(known, twin), Severity.ADVICE)
            earlier.append(known)


def _same(one: _Known, other: _Known) -> bool:
    if one.whole == other.whole:
        return True
    if len(one.asked) >= _FEWEST_ASKED and fuzz.ratio(one.asked, other.asked, score_cutoff=_ASKED_ALIKE):
        return True
    return len(one.whole) >= _FEWEST and bool(fuzz.ratio(one.whole, other.whole, score_cutoff=ALIKE))


def _sentence(one: _Known, other: _Known) -> str:
    here = one.topic.value.topic == other.topic.value.topic
    name = other.question.id if here else f"{other.topic.value.topic}/{other.question.id}"
    line = other.topic.line("questions", other.number)
    where = f"line {line}" if here else f"{other.topic.file}:{line}"
    return (
        f'The question "{one.question.id}" asks nearly the same as "{name}" ({where}); '
        "ask for something else, or make one question of the two."
    )
