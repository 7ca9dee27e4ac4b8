"""How a question fares: whether people can answer it, and whether the marking is to blame when they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.bank import Question
from bot.grading import Band, Grade, PointState

ENOUGH = 5
"""From so many answers on, a point that nobody has made says something."""

_WELL = (Band.STRONG, Band.SOLID)


@dataclass(frozen=True, slots=True)
class QuestionHealth:
    """``success`` is the share of answers that are solid or strong, in percent; ``average`` the mean mark, 0–100.

    ``never`` are the points, as sentences, that not one of at least five answers made. ``won`` counts the appeals that
    were accepted.
    """

    question: str
    answers: int
    success: int
    average: int
    never: tuple[str, ...]
    won: int


def health(question: Question, grades: Sequence[Grade], won: int) -> QuestionHealth:
    """How ``question`` fares with the answers that got these ``grades``."""
    count = len(grades)
    made = {point.id for grade in grades for point in grade.points if point.state is PointState.MADE}
    return QuestionHealth(
        question=question.id,
        answers=count,
        success=round(100 * sum(grade.band in _WELL for grade in grades) / count) if count else 0,
        average=round(sum(grade.mark for grade in grades) / count) if count else 0,
        never=tuple(point.say for point in question.points if point.id not in made) if count >= ENOUGH else (),
        won=won,
    )
