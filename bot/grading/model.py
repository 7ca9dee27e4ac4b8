"""What a grade is. Plain frozen values that can be stored and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """A mark in a word. The value is the text that members read."""

    STRONG = "strong"
    SOLID = "solid"
    PARTIAL = "partial"
    NOT_YET = "not yet"

    @staticmethod
    def of(mark: int) -> Band:
        """``strong`` from 80, ``solid`` from 60, ``partial`` from 35, else ``not yet``."""
        if mark >= 80:
            return Band.STRONG
        if mark >= 60:
            return Band.SOLID
        return Band.PARTIAL if mark >= 35 else Band.NOT_YET


class PointState(StrEnum):
    """What an answer does with one point."""

    MADE = "made"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the answer as it was typed: ``answer[start:end] == text``.

    ``later`` is true when the span stands in the text that was added afterwards (a second try, or the answer to a
    follow-up), not in the first one.
    """

    start: int
    end: int
    text: str
    later: bool = False


@dataclass(frozen=True, slots=True)
class PointGrade:
    """One point of the question and what the answer did with it. ``credit`` is 0 to 1."""

    id: str
    say: str
    ask: str | None
    weight: int
    state: PointState
    credit: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundMisconception:
    """A false claim that the answer makes, in the bank's words, with its correction and where it stands."""

    say: str
    correct: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word in no dictionary, and the word of the field that may have been meant. It costs nothing."""

    word: str
    start: int
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Something besides the points that moved the mark. ``change`` is in marks out of 100, usually negative.

    ``evidence``: where in the answer that shows most, if anywhere.
    """

    code: str
    change: int
    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """The mark of one answer, 0 to 100, with all that explains it. Equal texts get equal grades."""

    mark: int
    points: tuple[PointGrade, ...] = ()
    misconceptions: tuple[FoundMisconception, ...] = ()
    unknown: tuple[UnknownWord, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def band(self) -> Band:
        return Band.of(self.mark)
