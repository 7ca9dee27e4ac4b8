"""The rules that make standings fair. The store sums by them; ``/help`` tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.bank import Level

LEVEL_WEIGHT = {Level.JUNIOR: 1.0, Level.MID: 1.5, Level.SENIOR: 2.0}
"""What one mark is worth in points, by the level of the question."""

MODEL_ANSWER_FRESH = timedelta(hours=24)
"""How long after seeing a question's model answer an attempt at it does not count."""


class Period(StrEnum):
    """Which answers a board looks at."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    def start(self, now: datetime) -> datetime | None:
        """Since when (Monday 00:00 UTC, the first of the month 00:00 UTC), or None for all time."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if self is Period.WEEK:
            return midnight - timedelta(days=now.weekday())
        if self is Period.MONTH:
            return midnight.replace(day=1)
        return None

    def end(self, moment: datetime) -> datetime | None:
        """When the week or the month that ``moment`` is in is over, or None for all time."""
        start = self.start(moment)
        if start is None:
            return None
        if self is Period.WEEK:
            return start + timedelta(days=7)
        return (start + timedelta(days=31)).replace(day=1)

    def span(self, moment: datetime) -> str:
        """The name of the week or the month that ``moment`` is in: ``2026-W10``, ``2026-03``; ``all`` for all time."""
        if self is Period.WEEK:
            year, week, _ = moment.isocalendar()
            return f"{year:04}-W{week:02}"
        return f"{moment:%Y-%m}" if self is Period.MONTH else "all"


def attempt_counts(*, model_seen_at: datetime | None, copied: bool, now: datetime) -> bool:
    """Whether an attempt may count: not a copy of the model answer, nor written within a day of seeing it."""
    fresh = model_seen_at is not None and now - model_seen_at < MODEL_ANSWER_FRESH
    return not (fresh or copied)


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of a board. ``points`` sums mark × level weight over different questions, best counting attempt each."""

    rank: int
    member_id: int
    points: float
    questions: int
    average: float


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the standings. ``own`` is the asking member's row wherever it stands; ``pages`` is at least 1.

    ``hidden``: the asking member wants to be on no board, and is on none.
    """

    period: Period
    topic: str | None
    page: int
    pages: int
    members: int
    rows: tuple[Standing, ...]
    own: Standing | None
    hidden: bool = False
