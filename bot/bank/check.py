"""Files in, one report out: what ``hotseat check`` shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.bank.agreement import Agreement, Sample, judge, unearned
from bot.bank.doctor import advice
from bot.bank.examination import Work, examine_all
from bot.bank.loader import (
    ANSWERS_SUFFIX,
    TOPIC_SUFFIX,
    Located,
    answers_beside,
    builtin_folder,
    distinct,
    locate_marked_answers,
    locate_topic,
    repeated_topics,
    topic_files,
)
from bot.bank.model import MarkedAnswers, Topic
from bot.bank.trials import Bound, Grader
from bot.bank.twins import twins
from bot.errors import BankError, Finding, Severity

_Loaded = TypeVar("_Loaded")


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor found in some files. What cannot be loaded comes first in ``findings``."""

    findings: tuple[Finding, ...]
    files: int
    questions: int
    samples: int
    agreements: tuple[Agreement, ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def advice(self) -> int:
        return len(self.findings) - self.errors

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended; advice may be left."""
        return not self.errors

    def as_json(self) -> str:
        """The report for other programs."""
        agreements = {
            each.topic: {
                "samples": each.samples,
                "correlation": None if each.correlation is None else round(each.correlation, 4),
                "missed_positives": each.missed_positives,
                "missed_negatives": each.missed_negatives,
            }
            for each in self.agreements
        }
        report = {
            "ok": self.ok,
            "files": self.files,
            "questions": self.questions,
            "samples": self.samples,
            "errors": self.errors,
            "advice": self.advice,
            "agreement": agreements,
            "findings": findings_as_json(self.findings),
        }
        return json.dumps(report, ensure_ascii=False, indent=2)


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, str | int]]:
    """Findings as plain values: file, line (0: the whole file), severity and message."""
    return [
        {"file": str(each.file), "line": each.line, "severity": each.severity.value, "message": each.message}
        for each in findings
    ]


def check(
    paths: Sequence[Path],
    grade: Grader,
    *,
    bound: Bound = lambda _question, _text: 100,
    processes: int = 1,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Report:
    """Load the files, and let the doctor examine what could be loaded. Never raises for what is in a file.

    A folder stands for all its files; a topic brings the marked answers beside it, and marked answers bring their
    topic; no path at all stands for the bot's own questions. ``progress`` is told how many texts are marked, of all.
    With ``bound``, texts that can do no harm are not marked. Several ``processes`` (which must be able to pickle
    ``grade`` and ``bound``) find the same.
    """
    findings: list[Finding] = []
    pairs: list[tuple[Located[Topic], Located[MarkedAnswers] | None]] = []
    files = 0
    for topic_file, answers_file in _pairs(paths or [builtin_folder()], findings):
        files += 1 + (answers_file is not None)
        topic = _kept(locate_topic, topic_file, findings)
        marked = None
        if answers_file:
            load_answers = partial(locate_marked_answers, topic=topic.value if topic else None)
            marked = _kept(load_answers, answers_file, findings)
        if topic:
            pairs.append((topic, marked))
    findings += repeated_topics(topic for topic, _ in pairs)

    work = Work([(topic.value, marked.value if marked else None) for topic, marked in pairs], grade, bound)
    found = [[*advice(topic)] for topic, _ in pairs]
    samples: list[dict[int, Sample]] = [{} for _ in pairs]
    for number, finding in twins(topic for topic, _ in pairs):
        found[number].append(finding)
    total, done = work.size(), 0
    for result in examine_all(work, processes):
        topic = pairs[result.topic][0]
        found[result.topic] += [Finding(topic.file, topic.line(*f.place), f.message, f.severity) for f in result.faults]
        samples[result.topic] |= result.samples
        done += result.texts
        progress(done, total)

    agreements: list[Agreement] = []
    for (topic, marked), about, marks in zip(pairs, found, samples, strict=True):
        if marked:
            agreements.append(judge(topic.value, marked, marks))
            about.extend(unearned(topic, marked.value, marks))
        findings += sorted(about, key=lambda finding: finding.line)
        findings += agreements[-1].findings if marked else ()
    questions = sum(len(topic.value.questions) for topic, _ in pairs)
    return Report(tuple(findings), files, questions, sum(each.samples for each in agreements), tuple(agreements))


def _pairs(paths: Iterable[Path], findings: list[Finding]) -> list[tuple[Path, Path | None]]:
    """Each topic file once, with the marked answers that lie beside it."""
    topics: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = _kept(topic_files, path, findings) or []
            lone = [_topic_of(answers) for answers in sorted(path.glob(f"*{ANSWERS_SUFFIX}"))]
            topics += [*inside, *lone]
        else:
            topics.append(_topic_of(path) if path.name.endswith(ANSWERS_SUFFIX) else path)
    return [(topic, answers_beside(topic)) for topic in distinct(topics)]


def _topic_of(answers: Path) -> Path:
    return answers.with_name(answers.name.removesuffix(ANSWERS_SUFFIX) + TOPIC_SUFFIX)


def _kept(load: Callable[[Path], _Loaded], path: Path, findings: list[Finding]) -> _Loaded | None:
    try:
        return load(path)
    except BankError as error:
        findings += error.findings
        return None
