"""Two answers to one question, the earlier beside the later."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grading import Grade, PointGrade, PointState


@dataclass(frozen=True, slots=True)
class Change:
    """What the later answer has that the earlier one had not, and the other way round, in the bank's sentences.

    Points that one of the two does not know, because the question was changed between them, are left out.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]


def compare(then: Grade, now: Grade) -> Change:
    """What changed from the answer ``then`` to the answer ``now``."""
    before = {point.id: point for point in then.points}
    both = [(before[point.id], point) for point in now.points if point.id in before]
    return Change(
        gained=tuple(new.say for old, new in both if _made(new) and not _made(old)),
        lost=tuple(new.say for old, new in both if _made(old) and not _made(new)),
    )


def _made(point: PointGrade) -> bool:
    return point.state is PointState.MADE
