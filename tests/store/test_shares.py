"""Each server belongs to one process, by the same rule in Python and in the database."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.round import RoundStage
from bot.store import Database, dailies, facts, identifies, interviews, rounds
from bot.store.identifies import GAP_SECONDS
from bot.store.shares import WHOLE, Share
from tests.store.conftest import opened
from tests.store.making import NOW, begun
from tests.store.test_interviews import kept
from tests.store.test_rounds import add, choice
from tests.store.test_rounds import begun as begun_round

FIRST, SECOND = (5 << 22) * 2, (5 << 22) * 2 + (1 << 22)
"""Servers of the shards 0 and 1 of 2."""
ZERO, ONE = Share(2, frozenset({0})), Share(2, frozenset({1}))


@given(st.integers(0, 2**63 - 1), st.integers(1, 64))
def test_a_server_has_one_shard(guild_id, count):
    shares = [Share(count, frozenset({number})) for number in range(count)]
    assert [share.has(guild_id) for share in shares].count(True) == 1
    assert WHOLE.has(guild_id)


def test_what_is_outside_servers_is_done_by_one():
    assert (ZERO.has(None), ONE.has(None)) == (True, False)
    assert (ZERO.has_first, ONE.has_first, WHOLE.has_first) == (True, False, True)


async def test_the_database_has_the_same_rule(database):
    ids = [0, 1, FIRST, SECOND, 2**62 + 7, 2**63 - 1]
    share = Share(5, frozenset({0, 3}))
    async with database.read() as connection:
        for guild_id in ids:
            held = sa.literal_column(str(guild_id), sa.BigInteger)
            assert bool((await connection.execute(sa.select(share.where(held)))).scalar_one()) == share.has(guild_id)


async def test_silent_interviews(database):
    outside, first, second = [
        await kept(database, begun(number, guild_id=guild)) for number, guild in enumerate([None, FIRST, SECOND])
    ]
    async with database.read() as connection:
        assert await interviews.untouched_since(connection, NOW, share=ZERO) == [outside, first]
        assert await interviews.untouched_since(connection, NOW, share=ONE) == [second]
        assert len(await interviews.untouched_since(connection, NOW)) == 3


async def test_rounds(database):
    held = [
        await add(database, begun_round(number, guild_id=guild, stage=RoundStage.OPEN))
        for number, guild in enumerate([FIRST, SECOND])
    ]
    async with database.read() as connection:
        for share, one in zip((ZERO, ONE), held, strict=True):
            assert await rounds.due(connection, NOW, 9, share) == [one.id]
            assert await rounds.taking_answers(connection, share) == [one.id]
            assert await rounds.next_due(connection, share) == one.due_at
        assert await rounds.next_due(connection, Share(99, frozenset({98}))) is None


async def test_the_question_of_the_day_is_not_held_up_by_servers_of_others(database):
    async with database.write() as connection:
        for guild in (FIRST, SECOND):
            await dailies.put(connection, choice(guild))
        assert [one.guild_id for one in await dailies.due(connection, NOW, 1, ONE)] == [SECOND]
        assert await dailies.next_due(connection, Share(99, frozenset({98}))) is None


@pytest.mark.postgres
class TestIdentifies:
    async def test_one_after_the_other_for_each_key(self, postgres):
        async with opened(postgres) as one, opened(postgres) as other:
            assert await identifies.book(one, 0) == 0
            first = await self._turn(one)
            turns = await asyncio.gather(*(identifies.book(store, 0) for store in (one, other, one)))
            assert await self._turn(one) == pytest.approx(first + 3 * GAP_SECONDS)
            assert len(set(turns)) == 3
            assert all(0 < seconds <= 3 * GAP_SECONDS for seconds in turns)
            assert await identifies.book(one, 1) == 0

    async def test_a_clock_that_was_put_back_holds_up_nobody(self, postgres):
        async with opened(postgres) as database:
            await self._last(database, 1e12)
            assert await identifies.book(database, 0) == 0
            await self._last(database, 1.0)
            assert await identifies.book(database, 0) == 0

    async def _turn(self, database: Database) -> float:
        async with database.read() as connection:
            return float(await facts.get(connection, "identify 0"))

    async def _last(self, database: Database, moment: float) -> None:
        async with database.write() as connection:
            await facts.put(connection, "identify 0", repr(moment))
