"""What several processes share out: turns to identify, and the work that concerns a server, or nobody's."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import HotseatBot
from bot.bank import Bank, parse_topic
from bot.config import Settings
from bot.interview.nudge import Nudge
from bot.operation.shards import Turns, listed
from bot.store import Database, facts, identifies, interviews, keeping, nudges
from tests.postgres import drop
from tests.store.making import ADA, DAY, NOW, attempt

LATER = (NOW + 60 * DAY).replace(hour=12, minute=0, second=0, microsecond=0)
BANK = Path(__file__).parents[1] / "flows" / "bank.yaml"
SERVERS = 2 << 22, 3 << 22
"""One of shard 0 and one of shard 1."""


@pytest.mark.parametrize(
    ("ids", "text"), [(range(4), "0-3"), ((3,), "3"), ((5, 0, 1), "0-1, 5"), ([0, 1, 3, 4, 6], "0-1, 3-4, 6")]
)
def test_shards_as_they_are_said(ids, text):
    assert listed(ids) == text


# ------------------------------------------------------------ turns


@pytest.fixture
def process(discord_here, tmp_path):
    """A process of two, logged in, as a context. Its clock stands still."""

    @asynccontextmanager
    async def run(*ids: int, database=None, **store):
        place = {"database": database or tmp_path / "hotseat.db"} | store
        settings = Settings(store=place, discord={"shard_count": 2, "shard_ids": ids or None})
        async with HotseatBot(settings, Bank([parse_topic(BANK.read_text(), BANK)]), clock=lambda: LATER) as bot:
            await bot.login("good.token")
            yield bot

    return run


@pytest.mark.postgres
class TestTurns:
    async def test_are_taken_by_as_many_keys_as_discord_allows(self, process, postgres, discord_here):
        discord_here.gateway.max_concurrency = 16
        async with process(1, database=postgres) as bot:
            assert bot._turns == Turns(bot.database, 16)
            await asyncio.gather(*(bot.before_identify_hook(number) for number in (0, 1)))
            async with bot.database.read() as connection:
                taken = [await facts.get(connection, f"identify {key}") for key in range(3)]
        assert [one is not None for one in taken] == [True, True, False]

    async def test_are_not_needed_by_one_process(self, process, postgres):
        async with process(database=postgres) as bot:
            assert bot._turns is None
        async with process(0, 1) as bot:
            assert bot._turns is None

    async def test_come_by_themselves_without_a_database(self, new_postgres, monkeypatch, caplog):
        monkeypatch.setattr(identifies, "GAP_SECONDS", 0.01)
        database = await Database.open(new_postgres)
        await drop(new_postgres)
        await Turns(database, 1).wait(0)
        await database.close()
        assert "Shard 0 identifies without asking the other processes" in caplog.text


# ------------------------------------------------------------ work


async def test_reminders_are_sent_by_the_process_that_has_direct_messages(process, discord_here):
    member = discord_here.backend.make_user("ada").id

    async def reminders(*ids: int) -> int:
        before = discord_here.requests.count("POST /users/@me/channels")
        async with process(*ids) as bot:
            await bot.get_cog("ReviewCog")._remind()
        return discord_here.requests.count("POST /users/@me/channels") - before

    async with process(1) as bot, bot.database.write() as connection:
        old = attempt(10, member_id=member, question="colour", at=LATER - 30 * DAY)
        await interviews.add(connection, old)
        await nudges.put(connection, Nudge(member, 12, "UTC", LATER))
    assert [await reminders(1), await reminders(0), await reminders(0)] == [0, 1, 0]


async def test_each_forgets_its_own_departed_servers(process):
    async def known(bot) -> set[int]:
        async with bot.database.read() as connection:
            return set(await keeping.servers(connection))

    async with process(0) as bot:
        async with bot.database.write() as connection:
            for guild_id in SERVERS:
                await keeping.left(connection, guild_id, LATER - 90 * DAY)
        await bot.get_cog("KeepingCog").sweep(LATER)
        assert await known(bot) == {SERVERS[1]}
    async with process(1) as bot:
        await bot.get_cog("KeepingCog").sweep(LATER)
        assert await known(bot) == set()


async def test_what_is_too_old_is_deleted_by_one(process):
    async def left(*ids: int) -> int:
        async with process(*ids, retention_days=30) as bot:
            await bot.get_cog("KeepingCog").sweep(LATER)
            async with bot.database.read() as connection:
                return len(await interviews.last_asked(connection, ADA))

    async with process(1) as bot, bot.database.write() as connection:
        await interviews.add(connection, attempt(10))
    assert [await left(1), await left(0)] == [1, 0]
