"""A question and a text in, a grade with its evidence out.

The code in this folder cannot do any IO, knows no clock and no Discord. The same text gets the same grade.
"""

from bot.grading.again import grade_again
from bot.grading.content import says_something
from bot.grading.copies import is_copy
from bot.grading.grant import grant
from bot.grading.mark import grade, prepare
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
from bot.grading.profiles import LENIENT, NORMAL, PROFILES, STRICT, Profile
from bot.grading.storage import dumps, loads

__all__ = [
    "LENIENT",
    "NORMAL",
    "PROFILES",
    "STRICT",
    "Band",
    "Evidence",
    "FoundMisconception",
    "Grade",
    "PointGrade",
    "PointState",
    "Profile",
    "Reason",
    "UnknownWord",
    "dumps",
    "grade",
    "grade_again",
    "grant",
    "is_copy",
    "loads",
    "prepare",
    "says_something",
]
