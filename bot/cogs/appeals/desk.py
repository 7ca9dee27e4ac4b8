"""What may happen to appeals, each as one transaction. Knows no Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot import grading
from bot.bank import WHOLE, Bank, Question, objections, with_phrasing
from bot.errors import RefusedError, Translatable
from bot.grading import Grade, PointGrade
from bot.interview import Rules
from bot.interview.appeal import Appeal, check_appeal, disputable
from bot.interview.attempt import Source
from bot.store import Connection, Database, appeals, disputes, phrasings
from bot.store.banks import Banks
from bot.store.disputes import Disputed
from bot.store.phrasings import Sample

LEARNT = 60
"""How many phrases a server learns for one point."""
FOREIGN = 60
"""How many answers to other questions a phrase is tried with."""
SHORTEST, LONGEST = 2, 300
"""Characters of a phrase."""

NOT_YOURS = Translatable("This is somebody else's answer, or it is no longer stored. Only its writer can appeal.")
NOT_HERE = Translatable("That answer belongs to another server. Appeal there.")
NO_JUDGES = Translatable("Outside a server there is nobody to appeal to.")
GONE = Translatable("This question is no longer in the bank, so there is nothing to appeal.")
ALL_MADE = Translatable("Every point of this question is made, or appealed already. There is nothing left to appeal.")
NO_WHY = Translatable("Say in a few words where your answer makes the point, so that the moderators can find it.")
NO_APPEAL = Translatable("There is no such appeal in this server any more.")
CANNOT_RISE = Translatable(
    "The question or the answer is not there any more, so the mark can only stay. Press **Uphold the mark**."
)
TOO_SHORT = Translatable(
    "Those words are too few to know a point by. Take a few more of them, or leave the field empty."
)
TOO_LONG = Translatable("Those words are too many to know a point by. Trim them to at most {most} characters.")
UNFAIR = Translatable(
    "These words would make marks unfair: {why} Press Accept again and trim them otherwise, or leave them out."
)
ENOUGH = Translatable(
    "This server knows {count} phrases for that point already. Press Accept again and leave the field empty, which "
    "raises the mark alone."
)


@dataclass(frozen=True, slots=True)
class Docket:
    """One appeal of the queue, with what it is about, and how many wait."""

    appeal: Appeal
    disputed: Disputed | None
    bank: Bank
    waiting: int


@dataclass(frozen=True, slots=True)
class AppealDesk:
    """Keeps appeals by the rules. ``clock`` gives aware UTC times."""

    database: Database
    banks: Banks
    rules: Rules
    profile: grading.Profile
    clock: Callable[[], datetime]

    # ---------------------------------------------------------------- members

    async def grounds(
        self, source: Source, source_id: int, position: int, member_id: int, guild_id: int | None
    ) -> tuple[Disputed, Question, tuple[PointGrade, ...]]:
        """What can be appealed about an answer: the answer, its question, and the points (none where it has none)."""
        async with self.database.read() as connection:
            disputed = await self._disputed(connection, source, source_id, position, member_id, guild_id)
            here = await appeals.about(connection, source, source_id, position, member_id)
        question = await self._question(disputed)
        points = disputable(question, disputed.grade, [one.point for one in here])
        if not (points if question.points else disputed.mark < 100 and not here):  # noqa: PLR2004 - of 100
            raise RefusedError(ALL_MADE)
        return disputed, question, points

    async def make(
        self, source: Source, source_id: int, position: int, member_id: int, guild_id: int | None, point: str, why: str
    ) -> Appeal:
        """A new appeal. RefusedError where the rules allow none."""
        if not why.strip():
            raise RefusedError(NO_WHY)
        async with self.database.write() as connection:
            disputed = await self._disputed(connection, source, source_id, position, member_id, guild_id)
            assert disputed.guild_id is not None
            question = await self._question(disputed)
            here = await appeals.about(connection, source, source_id, position, member_id)
            waiting = await appeals.waiting(connection, disputed.guild_id, member_id)
            check_appeal(question, disputed.grade, point, here, waiting)
            new = Appeal(
                id=0,
                guild_id=disputed.guild_id,
                member_id=member_id,
                source=source,
                source_id=source_id,
                position=position,
                topic=disputed.topic,
                question=disputed.question,
                point=point,
                why=why.strip(),
                made_at=self.clock(),
                mark_before=disputed.mark,
            )
            return replace(new, id=await appeals.add(connection, new))

    async def own(self, guild_id: int, member_id: int) -> list[Appeal]:
        """A member's latest appeals, which the member gets to know with this."""
        async with self.database.read() as connection:
            latest = await appeals.latest_of(connection, guild_id, member_id)
            untold = await appeals.untold(connection, guild_id, member_id)
        await self.told(*untold)
        return latest

    async def untold(self, guild_id: int, member_id: int) -> list[Appeal]:
        """The decided appeals of which the member does not know."""
        async with self.database.read() as connection:
            return await appeals.untold(connection, guild_id, member_id)

    async def told(self, *known: Appeal) -> None:
        """Remember that their writers know what became of these."""
        if known:
            async with self.database.write() as connection:
                await appeals.told(connection, *(one.id for one in known))

    # ---------------------------------------------------------------- moderators

    async def next(self, guild_id: int, after_id: int = 0) -> Docket | None:
        """The oldest appeal that waits behind ``after_id``, or the oldest of all; None when none waits."""
        bank = await self.banks.of(guild_id)
        async with self.database.read() as connection:
            appeal = await appeals.next_open(connection, guild_id, after_id)
            if appeal is None:
                return None
            waiting = await appeals.waiting(connection, guild_id)
            return Docket(appeal, await self._answer(connection, appeal), bank, waiting)

    async def judged(self, appeal_id: int, guild_id: int, judge_id: int) -> tuple[Appeal, Disputed, Question]:
        """What a moderator needs to accept an appeal. RefusedError where it cannot be accepted."""
        bank = await self.banks.of(guild_id)
        async with self.database.read() as connection:
            appeal = await self._open(connection, appeal_id, guild_id, judge_id)
            disputed = await self._answer(connection, appeal)
        question = bank.get(appeal.topic, appeal.question)
        if question is None or disputed is None or appeal.point not in (_points(question)):
            raise RefusedError(CANNOT_RISE)
        return appeal, disputed, question

    async def waits(self, appeal_id: int, guild_id: int, judge_id: int) -> Appeal:
        """An appeal that this moderator may decide. RefusedError otherwise."""
        async with self.database.read() as connection:
            return await self._open(connection, appeal_id, guild_id, judge_id)

    async def accept(self, appeal_id: int, guild_id: int, judge_id: int, phrase: str, word: str) -> Appeal:
        """Raise the mark; the server learns ``phrase``, unless it is empty. RefusedError where that would be unfair."""
        appeal, disputed, question = await self.judged(appeal_id, guild_id, judge_id)
        phrase = phrase.strip() if appeal.point == WHOLE else " ".join(phrase.split())
        taught = question
        if phrase:
            taught = await self._taught(question, appeal, phrase)
        # The first grade by new phrases takes a moment, and the transaction should not.
        await asyncio.to_thread(grading.grade, taught, disputed.text, profile=self.profile)
        async with self.database.write() as connection:
            appeal = await self._open(connection, appeal_id, guild_id, judge_id)
            present = await self._answer(connection, appeal)
            if present is None:
                raise RefusedError(CANNOT_RISE)
            grade = await self._raised(connection, appeal, taught, present)
            mark = await disputes.raise_to(connection, present, grade, self.rules)
            now = self.clock()
            if phrase:
                learnt = (guild_id, appeal.topic, appeal.question, appeal.point, phrase, now)
                whole = appeal.id if appeal.point == WHOLE else None
                await phrasings.learn(connection, *learnt, appeal_id=whole)
            sample = Sample(appeal.question, present.text, grade.mark, bool(grade.misconceptions))
            await phrasings.add_sample(connection, appeal.id, guild_id, appeal.topic, sample)
            after = appeal.accept(mark, phrase or None, word.strip() or None, judge_id=judge_id, now=now)
            after = replace(after, mark_before=present.mark)
            await appeals.save(connection, after)
        return after

    async def uphold(self, appeal_id: int, guild_id: int, judge_id: int, word: str) -> Appeal:
        """The mark stays."""
        async with self.database.write() as connection:
            appeal = await self._open(connection, appeal_id, guild_id, judge_id)
            after = appeal.uphold(word.strip() or None, judge_id=judge_id, now=self.clock())
            await appeals.save(connection, after)
        return after

    # ---------------------------------------------------------------- parts

    async def _taught(self, question: Question, appeal: Appeal, phrase: str) -> Question:
        """The question with one phrase more, if that does no harm."""
        if not grading.says_something(phrase) or len(phrase) < SHORTEST:
            raise RefusedError(TOO_SHORT)
        if len(phrase) > LONGEST and appeal.point != WHOLE:
            raise RefusedError(TOO_LONG, most=LONGEST)
        async with self.database.read() as connection:
            learnt = (await phrasings.of_server(connection, appeal.guild_id)).get(appeal.topic, {})
        if len(learnt.get((appeal.question, appeal.point), ())) >= LEARNT:
            raise RefusedError(ENOUGH, count=LEARNT)
        taught = with_phrasing(question, appeal.point, phrase)
        bank = await self.banks.of(appeal.guild_id)
        foreign = _foreign(bank, taught, appeal.topic)

        def marked(one: Question, text: str) -> Grade:
            return grading.grade(one, text, profile=self.profile)

        topic = bank.topics[appeal.topic]
        against = await asyncio.to_thread(objections, topic, taught, appeal.point, foreign, marked)
        if against:
            raise RefusedError(UNFAIR, why=against[0])
        return taught

    async def _raised(self, connection: Connection, appeal: Appeal, taught: Question, present: Disputed) -> Grade:
        """The grade with this point granted, and those that were granted before for the same answer."""
        here = await appeals.about(connection, appeal.source, appeal.source_id, appeal.position, appeal.member_id)
        granted = {one.point for one in here if one.mark_after is not None} | {appeal.point}
        granted &= {point.id for point in taught.points}
        return grading.grant(taught, present.grade, present.text, granted, profile=self.profile)

    async def _open(self, connection: Connection, appeal_id: int, guild_id: int, judge_id: int) -> Appeal:
        appeal = await appeals.get(connection, appeal_id)
        if appeal is None or appeal.guild_id != guild_id:
            raise RefusedError(NO_APPEAL)
        appeal.check_open()
        appeal.check_judge(judge_id)
        return appeal

    async def _disputed(
        self,
        connection: Connection,
        source: Source,
        source_id: int,
        position: int,
        member_id: int,
        guild_id: int | None,
    ) -> Disputed:
        disputed = await disputes.get(connection, source, source_id, position, member_id)
        if disputed is None:
            raise RefusedError(NOT_YOURS)
        if disputed.guild_id is None:
            raise RefusedError(NO_JUDGES)
        if disputed.guild_id != guild_id:
            raise RefusedError(NOT_HERE)
        return disputed

    async def _answer(self, connection: Connection, appeal: Appeal) -> Disputed | None:
        try:
            return await disputes.get(connection, appeal.source, appeal.source_id, appeal.position, appeal.member_id)
        except RefusedError:
            return None

    async def _question(self, disputed: Disputed) -> Question:
        question = (await self.banks.of(disputed.guild_id)).get(disputed.topic, disputed.question)
        if question is None:
            raise RefusedError(GONE)
        return question


def _foreign(bank: Bank, question: Question, topic: str) -> list[str]:
    """The model answers to other questions, those of the topic first."""
    own = [
        one.answer for one in bank.topics[topic].questions if one.id != question.id and one.id not in question.overlaps
    ]
    others = [one.answer for held, one in bank if held.topic != topic]
    return [*own, *others][:FOREIGN]


def _points(question: Question) -> list[str]:
    return [point.id for point in question.points] or [WHOLE]
