"""One marked answer, wherever the question was asked: what standings, reviews and progress are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.bank import Level
from bot.interview.interview import Interview
from bot.interview.model import Confidence


class Source(StrEnum):
    """Where a question was asked."""

    INTERVIEW = "interview"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One marked answer of one member.

    ``source``, ``source_id``, ``position`` and ``member_id`` name it. ``mark`` is 0–100; ``counts`` says whether it may
    count for the standings. ``marked_at`` is when the text that earned the mark was handed in: ties go by it.
    ``answered_at`` is when the question was first answered, which decides the week and the month that it belongs to;
    None stands for ``marked_at``. An appeal raises the mark and leaves the times.
    """

    member_id: int
    guild_id: int | None
    topic: str
    question: str
    level: Level
    source: Source
    source_id: int
    position: int
    mark: int
    counts: bool
    marked_at: datetime
    sure: Confidence | None = None
    answered_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When the question was first answered."""
        return self.answered_at or self.marked_at


def attempt_of(interview: Interview, position: int, sure: Confidence | None = None) -> Attempt | None:
    """The attempt at question ``position`` of an interview, or None while it has no mark."""
    turn = interview.turns[position]
    if turn.grade is None or turn.marked_at is None:
        return None
    return Attempt(
        member_id=interview.member_id,
        guild_id=interview.guild_id,
        topic=turn.topic,
        question=turn.question,
        level=turn.level,
        source=Source.INTERVIEW,
        source_id=interview.id,
        position=position,
        mark=turn.mark,
        counts=turn.counts,
        marked_at=turn.marked_at,
        sure=sure,
        answered_at=turn.answered_at,
    )
