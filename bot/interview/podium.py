"""What the answers of a round come to: who made which point, who is first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.grading import Grade, PointState
from bot.interview.model import Confidence

WORTH_QUOTING = 60
"""The least mark of an answer that is quoted at the reveal."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a member wrote for one question of a round. ``quotable``: the writer lets it be quoted.

    ``origin_id`` is the interaction that brought it; a later one is larger. ``counts`` is False for a copy of the model
    answer, and for who saw that shortly before.
    """

    origin_id: int
    round_id: int
    position: int
    member_id: int
    body: str
    sure: Confidence | None
    quotable: bool
    grade: Grade
    counts: bool
    written_at: datetime

    @property
    def points(self) -> int:
        """What it is worth in the round: its mark, or 0 when it does not count."""
        return self.grade.mark if self.counts else 0


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a podium. Equal averages share a ``rank``; ``average`` is over all questions of the round, 0–100."""

    rank: int
    member_id: int
    average: float
    answered: int


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The answers to one question, the best first; of equal ones, the earlier first."""
    return sorted(entries, key=lambda entry: (-entry.points, -entry.grade.mark, entry.written_at, entry.member_id))


def best_to_quote(entries: Sequence[Entry]) -> Entry | None:
    """The best answer to one question whose writer lets it be quoted, if it is worth it."""
    allowed = [entry for entry in in_order(entries) if entry.quotable and entry.points >= WORTH_QUOTING]
    return allowed[0] if allowed else None


def who_made(entries: Sequence[Entry], point_id: str, state: PointState) -> list[int]:
    """The members whose answers have this point in this state, the best answer first."""
    return [
        entry.member_id
        for entry in in_order(entries)
        if any(point.id == point_id and point.state is state for point in entry.grade.points)
    ]


def podium(entries: Sequence[Entry], questions: int) -> list[Place]:
    """Everybody who took part, by the mean of what their answers are worth over ``questions`` questions.

    A question without an answer counts as 0. Equal means share a place; among them whoever answered more comes first.
    """
    totals: dict[int, list[int]] = {}
    for entry in entries:
        totals.setdefault(entry.member_id, []).append(entry.points)
    rows = sorted(totals.items(), key=lambda row: (-sum(row[1]), -len(row[1]), row[0]))
    places: list[Place] = []
    for total, group in groupby(rows, key=lambda row: sum(row[1])):
        rank = len(places) + 1
        places += [Place(rank, member, total / max(1, questions), len(points)) for member, points in group]
    return places
