"""Two processes on one PostgreSQL server do the same at the same moment, and the rules still hold.

Each ``Database`` stands for a process: it has connections of its own and shares no lock with the other.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from bot.bank import Level
from bot.errors import RefusedError
from bot.interview.appeal import Appeal
from bot.interview.attempt import Attempt, Source
from bot.interview.daily import Daily
from bot.interview.round import Round, RoundKind, RoundQuestion
from bot.interview.standings import Period
from bot.store import Database, answers, appeals, attempts, dailies, facts, interviews, rounds, standings, topics
from bot.store.tables import metadata
from tests.store.conftest import opened
from tests.store.making import ADA, DAY, GUILD, MINUTE, NOW, begun, text

pytestmark = pytest.mark.postgres


@pytest.fixture
async def two(postgres):
    async with opened(postgres) as one, opened(postgres) as other:
        yield one, other


async def both(two, work, times: int = 1) -> list:
    """What ``work`` gives in each of two processes, all of them at once; what the rules refuse is given as well."""

    async def safely(database):
        try:
            return await work(database)
        except RefusedError as refusal:
            return refusal

    return await asyncio.gather(*(safely(database) for database in two for _ in range(times)))


async def number_of(database: Database, table: str) -> int:
    async with database.read() as connection:
        return (await connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[table]))).scalar_one()


@pytest.mark.parametrize("of", [None, ADA])
async def test_who_reads_and_writes_the_same_takes_turns(two, of):
    """Without turns, additions would be lost: both would read the same number."""

    async def add_one(database):
        async with database.write(of) as connection:
            value = int(await facts.get(connection, "sum") or 0)
            await asyncio.sleep(0)
            await facts.put(connection, "sum", str(value + 1))

    await both(two, add_one, times=10)
    async with two[0].read() as connection:
        assert await facts.get(connection, "sum") == "20"


async def test_who_writes_what_belongs_to_others_does_not_wait(two):
    inside = asyncio.Barrier(2)

    async def meet(database, member_id):
        async with database.write(member_id) as connection:
            await interviews.add(connection, begun(member_id))
            await inside.wait()

    async with asyncio.timeout(5):
        await asyncio.gather(meet(two[0], 1), meet(two[1], 2))
    assert await number_of(two[0], "interview") == 2


@pytest.mark.parametrize(("first", "second"), [(None, 1), (1, None), (None, None), (1, 1)])
async def test_who_may_touch_everything_is_alone(two, first, second):
    entered = []

    async def follow():
        async with two[1].write(second):
            entered.append("second")

    async with two[0].write(first):
        following = asyncio.create_task(follow())
        await asyncio.sleep(0.2)
        entered.append("first")
    await following
    assert entered == ["first", "second"]


async def test_an_answer_that_is_delivered_to_both_is_kept_once(two):
    async with two[0].write() as connection:
        one = await interviews.add(connection, begun())

    async def take(database):
        async with database.write(ADA) as connection:
            return await answers.add(connection, text(one))

    assert Counter(await both(two, take, times=4)) == {True: 1, False: 7}
    assert await number_of(two[0], "answer") == 1


async def test_a_member_has_one_open_interview_in_a_place(two):
    async def begin(database):
        async with database.write(ADA) as connection:
            if await interviews.open_of(connection, ADA, GUILD) is None:
                return (await interviews.add(connection, begun())).id
            return None

    begun_ids = await both(two, begin, times=4)
    assert len([one for one in begun_ids if one is not None]) == 1
    assert await number_of(two[0], "interview") == 1


async def test_the_table_refuses_a_second_open_interview_even_to_who_does_not_look(two):
    async def begin(database):
        try:
            async with database.write() as connection:
                await interviews.add(connection, begun())
        except sa.exc.IntegrityError:
            return "refused"

    assert Counter(await both(two, begin)) == {None: 1, "refused": 1}


def a_round(kind: RoundKind = RoundKind.ROUND, **changed) -> Round:
    new = Round(
        id=0,
        kind=kind,
        guild_id=GUILD,
        channel_id=7,
        host_id=None,
        topic="sky",
        time=MINUTE,
        questions=(RoundQuestion("sky", "blue", Level.MID),),
        started_at=NOW,
        due_at=NOW,
    )
    return replace(new, **changed)


async def test_a_channel_has_one_round(two):
    async def start(database):
        async with database.write() as connection:
            if await rounds.running_in(connection, 7) is None:
                return (await rounds.add(connection, a_round())).id
            return None

    assert len([one for one in await both(two, start, times=3) if one]) == 1
    assert await number_of(two[0], "round") == 1


async def test_one_process_carries_a_round_on(two):
    async with two[0].write() as connection:
        one = await rounds.add(connection, a_round())

    async def claim(database):
        async with database.write() as connection:
            return await rounds.claim(connection, one.id, NOW, timedelta(seconds=60)) is not None

    assert Counter(await both(two, claim, times=4)) == {True: 1, False: 7}


async def test_a_server_is_asked_one_question_a_day(two):
    daily = Daily(GUILD, 7, time(9), "UTC", None, NOW)
    async with two[0].write() as connection:
        await dailies.put(connection, daily)

    async def ask(database):
        async with database.write() as connection:
            if not await dailies.move(connection, daily, NOW + DAY):
                return None
            return await rounds.add(connection, a_round(RoundKind.DAILY, day=NOW.date()))

    assert len([one for one in await both(two, ask, times=4) if one]) == 1
    assert await number_of(two[0], "round") == 1


def an_attempt(number: int, mark: int) -> Attempt:
    return Attempt(
        member_id=ADA,
        guild_id=GUILD,
        topic="sky",
        question=f"q{number}",
        level=Level.JUNIOR,
        source=Source.ROUND,
        source_id=number,
        position=0,
        mark=mark,
        counts=True,
        marked_at=NOW,
    )


async def test_no_mark_is_missing_in_the_standings(two):
    """Each new mark sums up anew all marks of the member in the topic: who sums without the others' loses theirs."""
    numbers = iter(range(1, 100))

    async def record(database):
        async with database.write(ADA) as connection:
            await attempts.record(connection, an_attempt(next(numbers), 50))

    await both(two, record, times=8)
    async with two[0].read() as connection:
        board = await standings.board(
            connection, guild_id=GUILD, period=Period.ALL, topic="sky", page=0, member_id=ADA, now=NOW
        )
    assert (board.own.points, board.own.questions) == (16 * 50, 16)


async def test_the_same_attempt_marked_by_both_counts_once(two):
    async def record(database):
        async with database.write(ADA) as connection:
            await attempts.record(connection, an_attempt(1, 80))

    await both(two, record, times=4)
    async with two[0].read() as connection:
        board = await standings.board(
            connection, guild_id=GUILD, period=Period.ALL, topic=None, page=0, member_id=ADA, now=NOW
        )
    assert (board.own.points, board.own.questions) == (80, 1)
    assert await number_of(two[0], "attempt") == 1


async def test_an_appeal_is_decided_once(two):
    made = Appeal(
        id=0,
        guild_id=GUILD,
        member_id=ADA,
        source=Source.ROUND,
        source_id=1,
        position=0,
        topic="sky",
        question="blue",
        point="air",
        why="I said air.",
        made_at=NOW,
        mark_before=10,
    )
    async with two[0].write() as connection:
        appeal_id = await appeals.add(connection, made)

    async def uphold(database):
        async with database.write() as connection:
            found = await appeals.get(connection, appeal_id)
            await asyncio.sleep(0)
            if found.decided_at is not None:
                raise RefusedError("It is decided.")
            after = found.uphold(None, judge_id=5, now=NOW)
            await appeals.save(connection, after)
            return "decided"

    outcomes = await both(two, uphold, times=3)
    assert outcomes.count("decided") == 1
    assert sum(isinstance(one, RefusedError) for one in outcomes) == 5


async def test_each_change_of_a_bank_gets_a_version_of_its_own(two):
    versions = []

    async def change(database):
        async with database.write() as connection:
            await topics.changed(connection, GUILD, NOW)
            versions.append(await topics.version(connection, GUILD))

    await both(two, change, times=5)
    assert len(set(versions)) == 10


async def test_two_bots_that_start_at_once_bring_the_database_up_to_date_once(new_postgres):
    first, second = await asyncio.gather(Database.open(new_postgres), Database.open(new_postgres))
    try:
        assert await number_of(first, "fact") == await number_of(second, "fact") == 0
    finally:
        await first.close()
        await second.close()
