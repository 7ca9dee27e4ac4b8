"""Values that the tests of the store keep and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.bank import Level
from bot.grading import Evidence, FoundMisconception, Grade, PointGrade, PointState, Reason, UnknownWord
from bot.interview import EndReason, Home, Interview, Mode, Rules, Stage, Turn
from bot.store.answers import Answer, Door, Kind

NOW = datetime(2026, 3, 4, 12, 30, 15, 123_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
RULES = Rules()
ADA, BO = 2**62 + 7, 2**62 + 8
"""Ids as large as Discord's will ever be."""
GUILD, OTHER_GUILD = 2**61 + 1, 2**61 + 2

FULL_GRADE = Grade(
    mark=62,
    points=(
        PointGrade("air", "Air scatters light.", None, 3, PointState.MADE, 1.0, (Evidence(0, 3, "Äir"),)),
        PointGrade(
            "blue", "Blue most.", "Which most?", 2, PointState.PARTIAL, 0.5, (Evidence(2, 4, "☂!", later=True),)
        ),
    ),
    misconceptions=(FoundMisconception("The sea.", "It is the air.", (Evidence(5, 8, "sea"),)),),
    unknown=(UnknownWord("mutx", 9, "mutex"), UnknownWord("zzz", 14, None)),
    reasons=(Reason("false-claim", -10, "A false claim costs ten."),),
)


def begun(member_id: int = ADA, guild_id: int | None = GUILD, questions: int = 2, **changed: Any) -> Interview:
    """A new interview, not kept yet, with its first question put."""
    new = Interview(
        id=0,
        member_id=member_id,
        guild_id=guild_id,
        home=Home.THREAD,
        mode=Mode.PRACTICE,
        turns=tuple(Turn("sky", f"q{number}", Level.MID) for number in range(questions)),
        started_at=NOW,
        touched_at=NOW,
    ).ask(NOW)
    return replace(new, **changed)


def over(interview: Interview, now: datetime = NOW) -> Interview:
    return interview.end(EndReason.BY_MEMBER, now=now)


def text(interview: Interview, origin_id: int = 1, **changed: Any) -> Answer:
    """A text for the first question of ``interview``."""
    new = Answer(
        origin_id=origin_id,
        interview_id=interview.id,
        position=0,
        member_id=interview.member_id,
        kind=Kind.FIRST,
        body="Äir scatters – 'blue'; most ☂",
        door=Door.FORM,
        written_at=NOW,
    )
    return replace(new, **changed)


def attempt(
    mark: int,
    *,
    member_id: int = ADA,
    guild_id: int | None = GUILD,
    topic: str = "sky",
    question: str = "blue",
    level: Level = Level.JUNIOR,
    counts: bool = True,
    at: datetime = NOW,
    marked_at: datetime | None = None,
) -> Interview:
    """An interview that is over, of one question, answered at ``at``."""
    turn = Turn(
        topic,
        question,
        level,
        stage=Stage.ANSWERED,
        asked_at=at,
        answered_at=at,
        marked_at=marked_at or at,
        grade=Grade(mark),
        mark=mark,
        counts=counts,
    )
    return over(begun(member_id, guild_id, turns=(turn,), started_at=at, touched_at=at), at)
