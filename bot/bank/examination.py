"""Topics examined question by question, by one process or by several; what they find is the same."""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from bot.bank.agreement import Sample, sample
from bot.bank.doctor import Fault, Patient
from bot.bank.model import MarkedAnswers, Topic
from bot.bank.taught import fairly, taught
from bot.bank.trials import Bound, Grader, question_trials

WORTH_A_PROCESS = 400
"""So many texts take as long to mark as a process takes to start."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be examined: topics with their marked answers, and what marks them."""

    topics: Sequence[tuple[Topic, MarkedAnswers | None]]
    grade: Grader
    bound: Bound

    def cases(self) -> list[tuple[int, int]]:
        """Every question, by the number of its topic and its own there."""
        return [(topic, at) for topic, (bank, _) in enumerate(self.topics) for at in range(len(bank.questions))]

    def size(self) -> int:
        """How many texts there are in all."""
        return sum(self.texts(*case) for case in self.cases())

    def texts(self, topic: int, question: int) -> int:
        """How many texts there are for a question."""
        return sum(1 for _ in question_trials(self.topics[topic][0], question)) + len(self.answers(topic, question))

    def answers(self, topic: int, question: int) -> list[int]:
        """The numbers of a question's marked answers."""
        bank, marked = self.topics[topic]
        name = bank.questions[question].id
        return [at for at, answer in enumerate(marked.answers if marked else ()) if answer.question == name]


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about a question, and what our marking made of its marked answers, by their numbers."""

    topic: int
    faults: tuple[Fault, ...]
    samples: dict[int, Sample]
    texts: int


class _Examiner:
    def __init__(self, work: Work) -> None:
        self.work = work
        self._patients = [Patient(taught(topic, marked), work.grade, work.bound) for topic, marked in work.topics]

    def examine(self, topic: int, question: int) -> Result:
        work, patient = self.work, self._patients[topic]
        bank, marked = work.topics[topic]
        faults = tuple(patient.faults(question))
        numbers = work.answers(topic, question)
        answers = [marked.answers[at] for at in numbers] if marked else []
        fair = zip(numbers, fairly(bank.questions[question], answers), strict=True)
        samples = {at: sample(work.grade(asked, answer.answer)) for at, (answer, asked) in fair}
        return Result(topic, faults, samples, work.texts(topic, question))


def examine_all(work: Work, processes: int = 1) -> Iterator[Result]:
    """The results for all questions in their order. With more than one process, little work is still done by one."""
    cases = work.cases()
    processes = min(processes, len(cases), work.size() // WORTH_A_PROCESS)
    examiner = _Examiner(work)
    done = 0
    if processes > 1:
        try:
            for result in _by_several(examiner, cases, processes):
                yield result
                done += 1
        except (BrokenExecutor, ImportError, OSError):  # a system that grants no processes, or has ended one
            pass
    for case in islice(cases, done, None):
        yield examiner.examine(*case)


def _by_several(examiner: _Examiner, cases: Sequence[tuple[int, int]], processes: int) -> Iterator[Result]:
    yield examiner.examine(*cases[0])  # loads all that marking needs, which forked processes have then too
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(processes, context, _begin, (examiner.work,))
    try:
        with warnings.catch_warnings():  # of forking beside threads: none of ours holds what a question needs
            warnings.simplefilter("ignore", DeprecationWarning)
            results = pool.map(_examine, cases[1:])
        yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_examiners: list[_Examiner] = []


def _begin(work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits
    gc.disable()
    _examiners[:] = [_Examiner(work)]


def _examine(case: tuple[int, int]) -> Result:
    return _examiners[0].examine(*case)


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
