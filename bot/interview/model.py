"""The words of an interview. Each value is what the store keeps and, where it is short, what members read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum


class Mode(StrEnum):
    """``practice`` gives feedback after each answer; ``exam`` has a clock on each question and gives it at the end."""

    PRACTICE = "practice"
    EXAM = "exam"


class Home(StrEnum):
    """Where an interview is held."""

    THREAD = "thread"
    CHANNEL = "channel"
    PRIVATE = "private"
    DIRECT = "direct"


class Stage(StrEnum):
    """How far one question of an interview has come."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LATE = "late"
    GONE = "gone"


class EndReason(StrEnum):
    """Why an interview is over."""

    DONE = "done"
    BY_MEMBER = "by member"
    SILENCE = "silence"
    REPLACED = "replaced"


class Confidence(IntEnum):
    """How sure the writer was, before the mark. The value is the chance of being right, in percent."""

    GUESSING = 25
    UNSURE = 50
    FAIRLY_SURE = 75
    CERTAIN = 95


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host can set. ``hint_price`` is in marks of the question that the hint is for."""

    silence: timedelta = timedelta(hours=1)
    exam_time: timedelta = timedelta(minutes=5)
    hint_price: int = 5
    hints: int = 2
    grace: timedelta = timedelta(seconds=15)
