"""The texts whose marks are known beforehand: what each question is tried with, and what a wrong mark means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.bank.model import Question, Topic
from bot.bank.stems import FUNCTION_WORDS
from bot.bank.tree import Place, shorten

FULL = 95
"""The mark, out of 100, that a model answer gets at least."""

PASS = 50
"""The mark from which an answer passes; a list of keywords stays below."""

NOTHING = 5
"""The mark that the question's own text gets at most."""

_WORD = re.compile(r"[^\W_][\w.@/-]*[\w]|[^\W_]")


class PointGradeLike(Protocol):
    """What an answer did with one point. ``state`` is ``"made"`` when it earned the point; ``credit`` is 0 to 1."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def credit(self) -> float: ...


class FoundMisconceptionLike(Protocol):
    """A false claim that the answer makes, by the bank's own words for it."""

    @property
    def say(self) -> str: ...


class GradeLike(Protocol):
    """What the doctor looks at in a grade. ``mark`` is 0 to 100."""

    @property
    def mark(self) -> int: ...
    @property
    def points(self) -> Sequence[PointGradeLike]: ...
    @property
    def misconceptions(self) -> Sequence[FoundMisconceptionLike]: ...


Grader = Callable[[Question, str], GradeLike]
"""Marks an answer to a question."""

Bound = Callable[[Question, str], int]
"""A mark, 0 to 100, that a text cannot exceed as an answer to a question, told sooner than its mark."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A text, and what is wrong with its grade (None when nothing is). ``place`` is the thing that it proves.

    A mark below ``harmless`` is never wrong.
    """

    question: Question
    text: str
    place: Place
    fault: Callable[[GradeLike], str | None]
    harmless: int = 0


def trials(topic: Topic) -> Iterator[Trial]:
    """Every text that the topic is tried with."""
    for number in range(len(topic.questions)):
        yield from question_trials(topic, number)


def question_trials(topic: Topic, number: int) -> Iterator[Trial]:
    """Every text that question ``number`` is tried with."""
    question = topic.questions[number]
    here: Place = ("questions", number)
    yield Trial(question, question.answer, (*here, "answer"), _not_full)
    for index, text in enumerate(question.further_answers):
        yield Trial(question, text, (*here, "further_answers", index), _not_passed)
    yield Trial(question, question.ask, (*here, "ask"), _not_nothing)
    yield Trial(question, keywords(question), (*here, "points"), _passed("A bare list of the keywords"))
    for other in topic.questions:
        if other.id != question.id and other.id not in question.overlaps:
            yield Trial(question, other.answer, here, _other_passed(other.id), PASS)
    yield from _point_trials(question, here)
    for index, misconception in enumerate(question.misconceptions):
        place = (*here, "misconceptions", index, "say")
        yield Trial(question, misconception.say, place, _not_raised(misconception.say))


def _point_trials(question: Question, here: Place) -> Iterator[Trial]:
    for index, point in enumerate(question.points):
        place = (*here, "points", index)
        yield Trial(question, point.say, (*place, "say"), _not_earned(point.id, point.say))
        for key, phrases in (("accept", point.accept), ("learnt", point.learnt)):
            for number, phrase in enumerate(phrases):
                yield Trial(question, phrase, (*place, key, number), _not_earned(point.id, phrase))


def keywords(question: Question) -> str:
    """The content words of the points (of the model answer, when there are no points), one after the other."""
    phrases = [text for point in question.points for text in (point.say, *point.accept)] or [question.answer]
    words: dict[str, str] = {}
    for text in phrases:
        for word in _WORD.findall(text):
            words.setdefault(word.lower(), word)
    return ", ".join(word for key, word in words.items() if key not in FUNCTION_WORDS)


def _not_full(grade: GradeLike) -> str | None:
    if grade.misconceptions:
        return f"The model answer makes {_claims(grade)}; reword the answer or the phrases of the misconception."
    if grade.mark >= FULL:
        return None
    missed = [f"{point.id} ({point.state})" for point in grade.points if point.state != "made"]
    what = f"; it does not make {', '.join(missed)}" if missed else ""
    return f"The model answer gets {grade.mark} of 100, at least {FULL} is expected{what}."


def _not_passed(grade: GradeLike) -> str | None:
    if grade.misconceptions:
        return f"This answer makes {_claims(grade)}; reword the answer or the phrases of the misconception."
    if grade.mark >= PASS:
        return None
    return f"This answer gets {grade.mark} of 100, but it is meant to be as good as the model answer."


def _not_nothing(grade: GradeLike) -> str | None:
    if grade.mark <= NOTHING:
        return None
    return f"The question's own text gets {grade.mark} of 100, nothing is expected; make {_earned(grade)} ask for more."


def _passed(subject: str, hint: str = "") -> Callable[[GradeLike], str | None]:
    def fault(grade: GradeLike) -> str | None:
        if grade.mark < PASS:
            return None
        cure = f"make the phrases of {_earned(grade)} more particular{hint}"
        return f"{subject} gets {grade.mark} of 100 and passes; {cure}."

    return fault


def _other_passed(other: str) -> Callable[[GradeLike], str | None]:
    return _passed(f'The model answer of the question "{other}"', ', or name it in "overlaps" if it rightly does')


def _not_earned(point: str, phrase: str) -> Callable[[GradeLike], str | None]:
    def fault(grade: GradeLike) -> str | None:
        state = next((each.state for each in grade.points if each.id == point), "missed")
        if state == "made":
            return None
        return f'"{shorten(phrase)}" alone does not earn its own point "{point}" ({state}); reword it.'

    return fault


def _not_raised(say: str) -> Callable[[GradeLike], str | None]:
    def fault(grade: GradeLike) -> str | None:
        if all(found.say != say for found in grade.misconceptions):
            return 'An answer that says just this is not caught; add a phrase to "match" that it holds.'
        if grade.mark >= PASS:
            return f"An answer that says just this gets {grade.mark} of 100 and passes; it earns {_earned(grade)}."
        return None

    return fault


def _claims(grade: GradeLike) -> str:
    return "the false claim " + ", ".join(f'"{shorten(found.say, 80)}"' for found in grade.misconceptions)


def _earned(grade: GradeLike) -> str:
    return ", ".join(point.id for point in grade.points if point.credit > 0) or "the points"
