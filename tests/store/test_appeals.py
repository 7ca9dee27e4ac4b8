from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.errors import RefusedError
from bot.grading import Grade
from bot.interview import Rules
from bot.interview.appeal import Appeal, Verdict
from bot.interview.attempt import Source
from bot.store import answers, appeals, attempts, disputes, interviews
from tests.store.making import ADA, BO, GUILD, NOW, OTHER_GUILD, attempt, begun, text
from tests.store.test_banks import appeal


async def made(connection, **changed) -> Appeal:
    new = appeal(**changed)
    return replace(new, id=await appeals.add(connection, new))


async def test_an_appeal_is_kept_and_decided(database):
    async with database.write() as connection:
        one = await made(connection)
        assert await appeals.get(connection, one.id) == one
        decided = one.accept(90, "few words", "well put", judge_id=BO, now=NOW)
        await appeals.save(connection, decided)
        assert await appeals.get(connection, one.id) == decided
        assert await appeals.get(connection, 99) is None
        assert await appeals.won(connection, GUILD, "sky") == {"q1": 1}
        assert await appeals.won(connection, OTHER_GUILD, "sky") == {}


async def test_there_is_one_for_each_point_of_an_answer(database):
    async with database.write() as connection:
        await made(connection)
        await made(connection, point="p2")
        with pytest.raises(sa.exc.IntegrityError):
            await made(connection)


async def test_the_queue_goes_round(database):
    async with database.write() as connection:
        first, second, third = [await made(connection, position=number) for number in range(3)]
        await made(connection, guild_id=OTHER_GUILD, position=3)
        assert await appeals.waiting(connection, GUILD) == 3
        assert await appeals.waiting(connection, GUILD, BO) == 0
        assert await appeals.next_open(connection, GUILD) == first
        assert await appeals.next_open(connection, GUILD, first.id) == second
        assert await appeals.next_open(connection, GUILD, third.id) == first
        await appeals.save(connection, first.uphold(None, judge_id=BO, now=NOW))
        assert await appeals.next_open(connection, GUILD, third.id) == second
        assert await appeals.next_open(connection, 5) is None


async def test_what_a_writer_does_not_know_yet(database):
    async with database.write() as connection:
        one, two = [await made(connection, position=number) for number in range(2)]
        assert await appeals.untold(connection, GUILD, ADA) == []
        await appeals.save(connection, one.uphold("no", judge_id=BO, now=NOW))
        (news,) = await appeals.untold(connection, GUILD, ADA)
        assert (news.id, news.verdict, news.word) == (one.id, Verdict.UPHELD, "no")
        assert await appeals.untold(connection, OTHER_GUILD, ADA) == []
        await appeals.told(connection, one.id, two.id)
        assert await appeals.untold(connection, GUILD, ADA) == []
        assert [each.id for each in await appeals.latest_of(connection, GUILD, ADA)] == [two.id, one.id]


async def test_the_text_that_was_marked_is_judged(database):
    """Not one that was kept before or after it without being marked."""
    async with database.write() as connection:
        one = await interviews.add(connection, begun())
        for number, (minutes, body) in enumerate([(1, "too early"), (2, "marked"), (3, "too late")], 1):
            await answers.add(connection, text(one, number, body=body, written_at=NOW + timedelta(minutes=minutes)))
        grade = Grade(50)
        now = NOW + timedelta(minutes=2)
        after = one.answer(0, grade, counts=True, now=now, rules=Rules())
        await interviews.save(connection, one, after)
        found = await disputes.get(connection, Source.INTERVIEW, one.id, 0, ADA)
        assert (found.text, found.mark, found.guild_id) == ("marked", 50, GUILD)
        assert await disputes.get(connection, Source.INTERVIEW, one.id, 0, BO) is None
        assert await disputes.get(connection, Source.INTERVIEW, one.id, 7, ADA) is None
        assert await disputes.get(connection, Source.INTERVIEW, 99, 0, ADA) is None
        with pytest.raises(RefusedError, match="no mark"):
            await disputes.get(connection, Source.INTERVIEW, one.id, 1, ADA)


async def test_a_raised_mark_reaches_the_standings_and_leaves_the_times(database):
    async with database.write() as connection:
        one = await interviews.add(connection, attempt(40))
        await answers.add(connection, text(one))
        found = await disputes.get(connection, Source.INTERVIEW, one.id, 0, ADA)
        before = await attempts.get(connection, Source.INTERVIEW, one.id, 0, ADA)
        assert await disputes.raise_to(connection, found, Grade(75), Rules()) == 75
        assert await attempts.get(connection, Source.INTERVIEW, one.id, 0, ADA) == replace(before, mark=75)
        assert await disputes.raise_to(connection, found, Grade(20), Rules()) == 75
