"""The bank's doctor: whether the grading does with a topic what its author meant.

Each question is put to the test with texts whose marks are known beforehand. The grading comes in as an argument,
because the rooms' imports run the other way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.bank.agreement import compare
from bot.bank.loader import Located
from bot.bank.model import MarkedAnswers, Question, Topic
from bot.bank.tree import Place, shorten
from bot.errors import Finding, Severity

FULL = 95
"""The mark, out of 100, that a model answer gets at least."""

PASS = 50
"""The mark from which an answer passes; a list of keywords stays below."""

NOTHING = 5
"""The mark that the question's own text gets at most."""

_FEW_PHRASINGS = 2
_WORD = re.compile(r"[^\W_][\w.@/-]*[\w]|[^\W_]")
_FUNCTION_WORDS = frozenset(
    """
    a about all also an and any are as at be been but by can could did do does each for from had has have he her
    his how i if in into is it its just may more most must my no nor not of on one only or other our out over own
    per she should so some such than that the their them then there these they this those through to too under up
    use used very was we were what when where which while who why will with without would you your
    """.split()
)


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

Step = Callable[[], object]
"""Called after each text that was marked, to move a progress bar."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A text, and what is wrong with its grade (None when nothing is). ``place`` is the thing that it proves."""

    question: Question
    text: str
    place: Place
    fault: Callable[[GradeLike], str | None]


def examine(
    topic: Located[Topic],
    marked: Located[MarkedAnswers] | None = None,
    *,
    grade: Grader,
    step: Step = lambda: None,
) -> list[Finding]:
    """All that is wrong with a topic and all that would make it better, in the order of its file.

    With ``marked``, also where the grading and the people who marked these answers disagree.
    """
    findings = [*advice(topic), *prove(topic, grade, step)]
    findings.sort(key=lambda finding: finding.line)
    if marked:
        findings += compare(topic.value, marked, grade, step).findings
    return findings


def advice(topic: Located[Topic]) -> Iterator[Finding]:
    """What would make the questions better, as far as one sees without marking anything."""

    def finding(message: str, *place: str | int) -> Finding:
        return Finding(topic.file, topic.line(*place), message, Severity.ADVICE)

    for number, question in enumerate(topic.value.questions):
        here = ("questions", number)
        if not question.points:
            yield finding(
                f'The question "{question.id}" has no points; write three to seven, to be marked by them.', *here
            )
        if not question.sources:
            yield finding(
                f'The question "{question.id}" has no sources; name a page where people can read more.', *here
            )
        for index, point in enumerate(question.points):
            place = (*here, "points", index)
            if len(point.accept) < _FEW_PHRASINGS:
                count = "only one phrase" if point.accept else "no phrase"
                yield finding(f'The point "{point.id}" has {count} in "accept"; add more ways to put it.', *place)
            if point.ask is None:
                yield finding(f'The point "{point.id}" has no "ask"; add a follow-up for those who miss it.', *place)


def prove(topic: Located[Topic], grade: Grader, step: Step = lambda: None) -> Iterator[Finding]:
    """The trials of the topic that failed."""
    for trial in trials(topic.value):
        fault = trial.fault(grade(trial.question, trial.text))
        step()
        if fault:
            yield Finding(topic.file, topic.line(*trial.place), fault)


def trials(topic: Topic) -> Iterator[Trial]:
    """Every text that the topic is tried with."""
    for number, question in enumerate(topic.questions):
        here = ("questions", number)
        yield Trial(question, question.answer, (*here, "answer"), _not_full)
        for index, text in enumerate(question.further_answers):
            yield Trial(question, text, (*here, "further_answers", index), _not_passed)
        yield Trial(question, question.ask, (*here, "ask"), _not_nothing)
        yield Trial(question, keywords(question), (*here, "points"), _passed("A bare list of the keywords"))
        for other in topic.questions:
            if other.id != question.id and other.id not in question.overlaps:
                yield Trial(question, other.answer, here, _other_passed(other.id))
        yield from _point_trials(question, here)
        for index, misconception in enumerate(question.misconceptions):
            place = (*here, "misconceptions", index, "say")
            yield Trial(question, misconception.say, place, _not_raised(misconception.say))


def _point_trials(question: Question, here: Place) -> Iterator[Trial]:
    for index, point in enumerate(question.points):
        place = (*here, "points", index)
        yield Trial(question, point.say, (*place, "say"), _not_earned(point.id, point.say))
        for phrase_index, phrase in enumerate(point.accept):
            yield Trial(question, phrase, (*place, "accept", phrase_index), _not_earned(point.id, phrase))


def keywords(question: Question) -> str:
    """The content words of the points (of the model answer, when there are no points), one after the other."""
    phrases = [text for point in question.points for text in (point.say, *point.accept)] or [question.answer]
    words: dict[str, str] = {}
    for text in phrases:
        for word in _WORD.findall(text):
            words.setdefault(word.lower(), word)
    return ", ".join(word for key, word in words.items() if key not in _FUNCTION_WORDS)


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
