"""A question and a text in, a grade with its evidence out.

The code in this folder cannot do any IO, knows no clock and no Discord. The same text gets the same grade.
"""

from bot.grading.model import (
    Band,
    Evidence,
    FoundMisconception,
    Grade,
    PointGrade,
    PointState,
    Reason,
    UnknownWord,
)

__all__ = [
    "Band",
    "Evidence",
    "FoundMisconception",
    "Grade",
    "PointGrade",
    "PointState",
    "Reason",
    "UnknownWord",
]
