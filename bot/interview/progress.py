"""How one member is coming along: values for a picture and for the words beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.bank import Bank
from bot.interview.attempt import Attempt
from bot.interview.model import Confidence
from bot.interview.review import Schedule

WINDOW = timedelta(days=90)
"""How far back marks are shown."""
WELL_KNOWN = 10.0
"""Percent by which confidence and marks may differ, on average, of somebody who knows what they know."""
LEANING = 5.0
"""Percent by which they must differ in one direction to be called too much or too little."""


class Verdict(StrEnum):
    """What confidence is worth: it fits the marks, is above them, below them, or has nothing to do with them."""

    FITS = "fits"
    ABOVE = "above"
    BELOW = "below"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Strength:
    """The mean of the last marks at the questions of a topic, 0–100, and how many of its ``questions`` were tried.

    ``name`` is a topic, or, where a single topic is looked at, a question of it.
    """

    name: str
    mark: float
    tried: int
    questions: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the answers came to of which the writer was this sure. ``mark`` is their mean."""

    sure: Confidence
    mark: float
    answers: int


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it.

    ``marks`` are those of the last 90 days, oldest first; ``streak`` counts days with an answer in a row, up to today
    or yesterday; ``next_due`` is when the next question comes back, if none is due now.
    """

    topic: str | None
    answers: int
    strengths: tuple[Strength, ...]
    marks: tuple[tuple[datetime, int], ...]
    streak: int
    longest_streak: int
    calibration: tuple[Calibration, ...]
    due: int
    next_due: datetime | None

    @property
    def surplus(self) -> float | None:
        """By how many percent confidence is above the marks, on average; below 0 where the marks are better.

        None while nothing is known about confidence.
        """
        return self._mean(lambda difference: difference)

    @property
    def verdict(self) -> Verdict | None:
        """What confidence is worth; None while nothing is known about it."""
        surplus, apart = self.surplus, self._mean(abs)
        if surplus is None or apart is None:
            return None
        if apart <= WELL_KNOWN:
            return Verdict.FITS
        if abs(surplus) <= LEANING:
            return Verdict.APART
        return Verdict.ABOVE if surplus > 0 else Verdict.BELOW

    def _mean(self, of: Callable[[float], float]) -> float | None:
        """The mean of a function of the differences between confidence and mark, over all answers."""
        answers = sum(one.answers for one in self.calibration)
        if not answers:
            return None
        return sum(of(int(one.sure) - one.mark) * one.answers for one in self.calibration) / answers


def progress(
    attempts: Iterable[Attempt],
    schedules: Mapping[tuple[str, str], Schedule],
    bank: Bank,
    *,
    topic: str | None,
    zone: tzinfo,
    now: datetime,
) -> Progress:
    """What a member's attempts come to, of those whose questions ``bank`` still has; ``topic`` None looks at all.

    ``zone`` decides which day an answer belongs to.
    """
    known = {(t.topic, question.id) for t, question in bank if topic in (None, t.topic)}
    mine = sorted((a for a in attempts if (a.topic, a.question) in known), key=lambda a: (a.since, a.source_id))
    coming = [one.due_at for key, one in schedules.items() if key in known]
    days = sorted({one.since.astimezone(zone).date() for one in mine})
    streak, longest = _streaks(days, now.astimezone(zone).date())
    return Progress(
        topic=topic,
        answers=len(mine),
        strengths=_strengths(mine, known, by_question=topic is not None),
        marks=tuple((one.since, one.mark) for one in mine if now - one.since <= WINDOW),
        streak=streak,
        longest_streak=longest,
        calibration=_calibration(mine),
        due=sum(moment <= now for moment in coming),
        next_due=None if any(moment <= now for moment in coming) else min(coming, default=None),
    )


def _strengths(mine: Sequence[Attempt], known: set[tuple[str, str]], *, by_question: bool) -> tuple[Strength, ...]:
    """The weakest first."""
    last = {(one.topic, one.question): one.mark for one in mine}
    tried: dict[str, list[int]] = defaultdict(list)
    questions: dict[str, int] = defaultdict(int)
    for topic, question in known:
        name = question if by_question else topic
        questions[name] += 1
        if (topic, question) in last:
            tried[name].append(last[topic, question])
    found = [Strength(name, sum(marks) / len(marks), len(marks), questions[name]) for name, marks in tried.items()]
    return tuple(sorted(found, key=lambda one: (one.mark, one.name)))


def _calibration(mine: Sequence[Attempt]) -> tuple[Calibration, ...]:
    marks: dict[Confidence, list[int]] = defaultdict(list)
    for one in mine:
        if one.sure is not None:
            marks[one.sure].append(one.mark)
    return tuple(Calibration(sure, sum(marks[sure]) / len(marks[sure]), len(marks[sure])) for sure in sorted(marks))


def _streaks(days: Sequence[date], today: date) -> tuple[int, int]:
    """The days in a row up to today or yesterday, and the most that there ever were."""
    longest = run = 0
    before: date | None = None
    for day in days:
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest, before = max(longest, run), day
    current = before is not None and today - before <= timedelta(days=1)
    return (run if current else 0), longest
