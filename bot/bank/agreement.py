"""How well the grading agrees with the people who marked a topic's answers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.bank.loader import Located
from bot.bank.model import MarkedAnswers, Question, Topic
from bot.bank.taught import fairly
from bot.errors import Finding, Severity

LEAST_CORRELATION = 0.6
"""Pearson's r between people's marks and ours, below which the grading of a topic is not to be trusted."""

_LEAST_SAMPLES = 10  # fewer say nothing about correlation
_GOOD, _FAILS_BELOW = 4, 50  # a person's mark out of 5, ours out of 100
_BAD, _PASSES_FROM = 1, 70


_FEW_ANSWERS, _LEAST_GOOD, _GOOD_ENOUGH = 5, 2, 3  # from which a question's answers say something about its points


class _Marked(Protocol):
    @property
    def mark(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """What our marking made of a marked answer: the mark, 0 to 100, and the ids of the points that earned anything."""

    mark: int
    earned: frozenset[str]


def sample(grade: _Marked) -> Sample:
    """What matters of a grade here."""
    points = getattr(grade, "points", ())
    return Sample(grade.mark, frozenset(point.id for point in points if point.state in {"made", "partial"}))


@dataclass(frozen=True, slots=True)
class Agreement:
    """One topic's marked answers against the grading.

    ``correlation`` is Pearson's r, −1 to 1; None where the samples are too few or all marked alike by people.
    ``missed_positives`` are good answers that fail, ``missed_negatives`` are bad ones that pass.
    """

    topic: str
    samples: int
    correlation: float | None
    missed_positives: int
    missed_negatives: int
    findings: tuple[Finding, ...]


def compare(
    topic: Topic,
    marked: Located[MarkedAnswers],
    grade: Callable[[Question, str], _Marked],
    step: Callable[[], object] = lambda: None,
) -> Agreement:
    """Mark every sample and hold the marks against the people's. Answers to unknown questions are left out."""
    samples: dict[int, Sample] = {}
    for question in topic.questions:
        numbers = [at for at, answer in enumerate(marked.value.answers) if answer.question == question.id]
        fair = fairly(question, [marked.value.answers[at] for at in numbers])
        for number, (answer, asked) in zip(numbers, fair, strict=True):
            samples[number] = sample(grade(asked, answer.answer))
            step()
    return judge(topic, marked, samples)


def judge(topic: Topic, marked: Located[MarkedAnswers], samples: Mapping[int, Sample]) -> Agreement:
    """``compare``, with what our marking made of each answer, by its number."""
    theirs: list[float] = []
    ours: list[int] = []
    findings: list[Finding] = []
    good_failed = bad_passed = 0
    for number, answer in enumerate(marked.value.answers):
        if number not in samples:
            continue
        mark = samples[number].mark
        theirs.append(answer.mark)
        ours.append(mark)
        failed = answer.mark >= _GOOD and mark < _FAILS_BELOW
        passed = answer.mark <= _BAD and mark >= _PASSES_FROM
        good_failed += failed
        bad_passed += passed
        if failed or passed:
            ends = "and fails" if failed else "and passes"
            message = f"A person gave this answer {answer.mark:g} of 5, but it gets {mark} of 100 {ends}."
            findings.append(Finding(marked.file, marked.line("answers", number), message, Severity.ADVICE))
    correlation = _correlation(theirs, ours)
    if correlation is not None and correlation < LEAST_CORRELATION:
        message = (
            f"The marks agree too little with the {len(ours)} marked answers: "
            f"their correlation is {correlation:.2f}, at least {LEAST_CORRELATION:.2f} is expected."
        )
        findings.insert(0, Finding(marked.file, marked.line("answers"), message))
    return Agreement(topic.topic, len(ours), correlation, good_failed, bad_passed, tuple(findings))


def unearned(topic: Located[Topic], marked: MarkedAnswers, samples: Mapping[int, Sample]) -> list[Finding]:
    """The points that none of their question's marked answers earns, where these should show it."""
    findings = []
    for number, question in enumerate(topic.value.questions):
        mine = [index for index in samples if marked.answers[index].question == question.id]
        good = sum(marked.answers[index].mark >= _GOOD_ENOUGH for index in mine)
        if len(mine) < _FEW_ANSWERS or good < _LEAST_GOOD:
            continue
        earned = frozenset[str]().union(*(samples[index].earned for index in mine))
        for at, point in enumerate(question.points):
            if point.id not in earned:
                message = (
                    f'None of the {len(mine)} marked answers earns the point "{point.id}"; add the words of those that '
                    "make it, or drop the point if nobody thinks of it."
                )
                line = topic.line("questions", number, "points", at)
                findings.append(Finding(topic.file, line, message, Severity.ADVICE))
    return findings


def _correlation(theirs: Sequence[float], ours: Sequence[int]) -> float | None:
    if len(theirs) < _LEAST_SAMPLES or len(set(theirs)) == 1:
        return None
    return statistics.correlation(theirs, ours) if len(set(ours)) > 1 else 0.0
