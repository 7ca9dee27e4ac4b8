"""Values that the tests of the rules start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.bank import Level
from bot.grading import Grade, PointGrade, PointState
from bot.interview import Home, Interview, Mode, Rules, Turn

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = Rules()


def graded(mark: int, *shares: float) -> Grade:
    """A grade of ``mark`` whose points p0, p1 … have these credits and rising weights."""
    points = tuple(
        PointGrade(
            id=f"p{number}",
            say=f"Point {number}.",
            ask=None,
            weight=number + 1,
            state=PointState.MADE if credit >= 0.75 else PointState.PARTIAL if credit else PointState.MISSED,
            credit=credit,
        )
        for number, credit in enumerate(shares)
    )
    return Grade(mark, points)


def begun(questions: int = 2, mode: Mode = Mode.PRACTICE, now: datetime = NOW) -> Interview:
    """An interview with its first question put."""
    return Interview(
        id=1,
        member_id=7,
        guild_id=70,
        home=Home.THREAD,
        mode=mode,
        turns=tuple(Turn("sky", f"q{number}", Level.MID) for number in range(questions)),
        started_at=now,
        touched_at=now,
    ).ask(now)


def answered(mark: int, *shares: float, questions: int = 2, counts: bool = True) -> Interview:
    """An interview whose first answer got ``mark`` a second after the question was put."""
    return begun(questions).answer(0, graded(mark, *shares), counts=counts, now=NOW + SECOND, rules=RULES)
