"""The bank's doctor: whether the grading does with a topic what its author meant.

Each question is put to the test with texts whose marks are known beforehand. The grading comes in as an argument,
because the rooms' imports run the other way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.bank.agreement import compare
from bot.bank.loader import Located
from bot.bank.model import MarkedAnswers, Question, Topic
from bot.bank.tree import Place, shorten
from bot.bank.trials import Bound, GradeLike, Grader, question_trials
from bot.bank.twins import twins
from bot.bank.wording import ModelAnswers, in_opposites, too_general
from bot.errors import Finding, Severity

_FEW_PHRASINGS = 2

Step = Callable[[], object]
"""Called after each text that was tried, to move a progress bar."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of a topic's file."""

    place: Place
    message: str
    severity: Severity = Severity.ERROR


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
    findings = [*advice(topic), *(finding for _, finding in twins([topic])), *prove(topic, grade, step)]
    findings.sort(key=lambda finding: finding.line)
    if marked:
        findings += compare(topic.value, marked, grade, step).findings
    return findings


def examine_question(topic: Located[Topic], number: int, grade: Grader, bound: Bound) -> list[Finding]:
    """What ``examine`` finds about question ``number`` of a topic without marked answers."""
    patient = Patient(topic.value, grade, bound)
    here = topic.line("questions", number)
    alike = (finding for _, finding in twins([topic]) if finding.line == here)
    faults = (
        Finding(topic.file, topic.line(*fault.place), fault.message, fault.severity) for fault in patient.faults(number)
    )
    return sorted([*_advice(topic, number), *alike, *faults], key=lambda finding: finding.line)


def advice(topic: Located[Topic]) -> Iterator[Finding]:
    """What would make the questions better, as far as one sees without marking anything."""
    for number in range(len(topic.value.questions)):
        yield from _advice(topic, number)


def _advice(topic: Located[Topic], number: int) -> Iterator[Finding]:
    def finding(message: str, *place: str | int) -> Finding:
        return Finding(topic.file, topic.line(*place), message, Severity.ADVICE)

    question = topic.value.questions[number]
    here = ("questions", number)
    if not question.points:
        yield finding(f'The question "{question.id}" has no points; write three to seven, to be marked by them.', *here)
    if not question.sources:
        yield finding(f'The question "{question.id}" has no sources; name a page where people can read more.', *here)
    for index, point in enumerate(question.points):
        place = (*here, "points", index)
        if len(point.accept) < _FEW_PHRASINGS:
            count = "only one phrase" if point.accept else "no phrase"
            yield finding(f'The point "{point.id}" has {count} in "accept"; add more ways to put it.', *place)
        if point.ask is None:
            yield finding(f'The point "{point.id}" has no "ask"; add a follow-up for those who miss it.', *place)


def prove(topic: Located[Topic], grade: Grader, step: Step = lambda: None) -> Iterator[Finding]:
    """The trials of the topic that failed, and the phrases that say too little."""
    patient = Patient(topic.value, grade)
    for number in range(len(topic.value.questions)):
        for fault in patient.faults(number, step):
            yield Finding(topic.file, topic.line(*fault.place), fault.message, fault.severity)


class Patient:
    """A topic that is examined question by question. With ``bound``, texts that cannot do harm are not marked."""

    def __init__(self, topic: Topic, grade: Grader, bound: Bound = lambda _question, _text: 100) -> None:
        self._topic, self._grade, self._bound = topic, grade, bound
        self._answers = ModelAnswers(topic)

    def faults(self, number: int, step: Step = lambda: None) -> Iterator[Fault]:
        """What is wrong with question ``number``."""
        question = self._topic.questions[number]
        grades: dict[str, GradeLike] = {}

        def graded(text: str) -> GradeLike:
            if text not in grades:
                grades[text] = self._grade(question, text)
            return grades[text]

        for trial in question_trials(self._topic, number):
            if not (trial.harmless and self._bound(question, trial.text) < trial.harmless):
                message = trial.fault(graded(trial.text))
                if message:
                    yield Fault(trial.place, message)
            step()

        def earned(text: str) -> frozenset[str]:
            return frozenset(point.id for point in graded(text).points if point.state == "made")

        others = len(self._topic.questions) - 1
        for place, message in (
            *too_general(question, self._answers, others, earned),
            *in_opposites(question, earned),
        ):
            yield Fault(("questions", number, *place), message, Severity.ADVICE)


def objections(topic: Topic, question: Question, point: str, foreign: Iterable[str], grade: Grader) -> list[str]:
    """What would go wrong if ``question`` took the place of the one with its id, and does not go wrong now.

    ``point`` is the id of the point that knows more phrases than before (empty in a question without points);
    ``foreign`` are texts about other things, none of which should earn it.
    """
    before = next(one for one in topic.questions if one.id == question.id)
    changed = topic.model_copy(
        update={"questions": tuple(question if one is before else one for one in topic.questions)}
    )
    found = []
    for trial in question_trials(changed, changed.questions.index(question)):
        fault = trial.fault(grade(question, trial.text))
        if fault and not trial.fault(grade(before, trial.text)):
            found.append(fault)
    for text in foreign:
        if _makes(grade(question, text), point) and not _makes(grade(before, text), point):
            found.append(f'An answer to something else would earn the point too: "{shorten(text, 80)}"')
            break
    return found


def _makes(grade: GradeLike, point: str) -> bool:
    return any(each.id == point and each.state == "made" for each in grade.points)
