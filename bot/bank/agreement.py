"""How well the grading agrees with the people who marked a topic's answers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.bank.loader import Located
from bot.bank.model import MarkedAnswers, Question, Topic
from bot.errors import Finding, Severity

LEAST_CORRELATION = 0.6
"""Pearson's r between people's marks and ours, below which the grading of a topic is not to be trusted."""

_LEAST_SAMPLES = 10  # fewer say nothing about correlation
_GOOD, _FAILS_BELOW = 4, 50  # a person's mark out of 5, ours out of 100
_BAD, _PASSES_FROM = 1, 70


class _Marked(Protocol):
    @property
    def mark(self) -> int: ...


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
    questions = {question.id: question for question in topic.questions}
    theirs: list[float] = []
    ours: list[int] = []
    findings: list[Finding] = []
    good_failed = bad_passed = 0
    for number, sample in enumerate(marked.value.answers):
        if sample.question not in questions:
            continue
        mark = grade(questions[sample.question], sample.answer).mark
        step()
        theirs.append(sample.mark)
        ours.append(mark)
        failed = sample.mark >= _GOOD and mark < _FAILS_BELOW
        passed = sample.mark <= _BAD and mark >= _PASSES_FROM
        good_failed += failed
        bad_passed += passed
        if failed or passed:
            ends = "and fails" if failed else "and passes"
            message = f"A person gave this answer {sample.mark:g} of 5, but it gets {mark} of 100 {ends}."
            findings.append(Finding(marked.file, marked.line("answers", number), message, Severity.ADVICE))
    correlation = _correlation(theirs, ours)
    if correlation is not None and correlation < LEAST_CORRELATION:
        message = (
            f"The marks agree too little with the {len(ours)} marked answers: "
            f"their correlation is {correlation:.2f}, at least {LEAST_CORRELATION:.2f} is expected."
        )
        findings.insert(0, Finding(marked.file, marked.line("answers"), message))
    return Agreement(topic.topic, len(ours), correlation, good_failed, bad_passed, tuple(findings))


def _correlation(theirs: Sequence[float], ours: Sequence[int]) -> float | None:
    if len(theirs) < _LEAST_SAMPLES or len(set(theirs)) == 1:
        return None
    return statistics.correlation(theirs, ours) if len(set(ours)) > 1 else 0.0
