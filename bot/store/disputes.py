"""The answers that appeals are about, wherever the questions were asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import RefusedError, Translatable
from bot.grading import Grade, dumps
from bot.interview import Mode, Rules, Stage
from bot.interview.attempt import Source
from bot.store import answers, attempts, entries, interviews, rounds
from bot.store.tables import entry

TOO_LATE = Translatable("Time was up for that answer, so there is no mark to raise.")
IN_EXAM = Translatable("In an exam, marks can be appealed when it is over.")
UNMARKED = Translatable("There is no mark to appeal here.")


@dataclass(frozen=True, slots=True)
class Disputed:
    """A marked answer: what was asked where, the text that was handed in first, and what it earned."""

    source: Source
    source_id: int
    position: int
    member_id: int
    guild_id: int | None
    topic: str
    question: str
    text: str
    grade: Grade
    mark: int
    model_seen: bool


async def get(
    connection: AsyncConnection, source: Source, source_id: int, position: int, member_id: int
) -> Disputed | None:
    """A member's answer, or None where it is not stored (any more) or is somebody else's.

    RefusedError where it has no mark that could be raised.
    """
    if source is Source.ROUND:
        return await _in_round(connection, source_id, position, member_id)
    return await _in_interview(connection, source_id, position, member_id)


async def raise_to(connection: AsyncConnection, disputed: Disputed, grade: Grade, rules: Rules) -> int:
    """Give an answer a higher grade; standings and reviews follow. The mark that it comes to."""
    if disputed.source is Source.INTERVIEW:
        before = await interviews.get(connection, disputed.source_id)
        assert before is not None
        after = before.regrade(disputed.position, grade, rules=rules)
        await interviews.save(connection, before, after)
        return after.turns[disputed.position].mark
    here = (entry.c.round_id == disputed.source_id) & (entry.c.position == disputed.position)
    await connection.execute(
        entry.update().where(here & (entry.c.member_id == disputed.member_id)),
        {"grade": dumps(grade), "mark": grade.mark},
    )
    attempt = await attempts.get(connection, Source.ROUND, disputed.source_id, disputed.position, disputed.member_id)
    if attempt is not None:
        await attempts.record(connection, replace(attempt, mark=grade.mark))
    return grade.mark


async def _in_interview(
    connection: AsyncConnection, interview_id: int, position: int, member_id: int
) -> Disputed | None:
    interview = await interviews.get(connection, interview_id)
    if interview is None or interview.member_id != member_id or not 0 <= position < len(interview.turns):
        return None
    turn = interview.turns[position]
    if turn.stage is Stage.LATE:
        raise RefusedError(TOO_LATE)
    if turn.grade is None or turn.answered_at is None:
        raise RefusedError(UNMARKED)
    if interview.is_open and interview.mode is Mode.EXAM:
        raise RefusedError(IN_EXAM)
    text = await answers.marked_body(connection, interview_id, position, turn.answered_at)
    if text is None:
        return None
    return Disputed(
        source=Source.INTERVIEW,
        source_id=interview_id,
        position=position,
        member_id=member_id,
        guild_id=interview.guild_id,
        topic=turn.topic,
        question=turn.question,
        text=text,
        grade=turn.grade,
        mark=turn.mark,
        model_seen=turn.model_seen or not interview.is_open,
    )


async def _in_round(connection: AsyncConnection, round_id: int, position: int, member_id: int) -> Disputed | None:
    held = await rounds.get(connection, round_id)
    if held is None or not held.is_revealed(position):
        return None
    written = await entries.get(connection, round_id, position, member_id)
    if written is None:
        return None
    asked = held.questions[position]
    return Disputed(
        source=Source.ROUND,
        source_id=round_id,
        position=position,
        member_id=member_id,
        guild_id=held.guild_id,
        topic=asked.topic,
        question=asked.question,
        text=written.body,
        grade=written.grade,
        mark=written.grade.mark,
        model_seen=True,
    )
