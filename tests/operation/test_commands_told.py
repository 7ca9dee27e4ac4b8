"""Discord is told the commands when they have changed, by one process, and never more."""

from __future__ import annotations

import pytest

from bot.app import HotseatBot
from bot.bank import Bank
from bot.config import Settings
from bot.operation import command_sync

PUT = "PUT /applications/"


@pytest.fixture
def start(discord_here, tmp_path):
    """Starts a bot as far as ``setup_hook`` and stops it; gives how often it told the commands."""

    async def run(guild: int | None = None, **options) -> int:
        before = len(discord_here.requests)
        settings = Settings(store={"database": tmp_path / "hotseat.db"}, discord={"development_guild": guild})
        async with HotseatBot(settings, Bank([]), **options) as bot:
            await bot.login("good.token")
        return sum(one.startswith(PUT) for one in discord_here.requests[before:])

    return run


async def test_once_and_not_again(start):
    assert [await start() for _ in range(3)] == [1, 0, 0]


async def test_again_when_a_translation_has_changed(start, monkeypatch):
    assert await start() == 1

    class Loud(command_sync.CatalogueTranslator):
        async def translate(self, string, locale, context):
            found = await super().translate(string, locale, context)
            return found and found[:90] + "."

    monkeypatch.setattr(command_sync, "CatalogueTranslator", Loud)
    assert [await start(), await start()] == [1, 0]


async def test_of_several_processes_one_does_it(start):
    assert await start(shard_count=2, shard_ids=[1]) == 0
    assert await start(shard_count=2, shard_ids=[0]) == 1
    assert await start(shard_count=2, shard_ids=[1]) == 0


async def test_a_refusal_does_not_keep_it_from_starting(start, discord_here, caplog):
    discord_here.fail("PUT", "/applications/*/commands", 403)
    assert await start() == 1
    assert "did not take the commands" in caplog.text
    discord_here.faults.clear()
    assert [await start(), await start()] == [1, 0]


async def test_a_development_guild_keeps_none_when_it_is_one_no_more(start, discord_here):
    """Or each command would show twice there."""
    guild = discord_here.guild().id
    assert await start(guild) == 1
    assert len(discord_here.backend.commands[guild]) > 1
    assert [await start(), await start()] == [2, 0]
    assert not discord_here.backend.commands[guild]


@pytest.mark.parametrize(("status", "tries"), [(403, 0), (400, 1)])
async def test_a_development_guild_that_is_out_of_reach(start, discord_here, status, tries):
    """One that the bot has left is forgotten; where Discord only has trouble, it is tried again."""
    guild = discord_here.guild().id
    await start(guild)
    fault = discord_here.fail("PUT", f"/applications/*/guilds/{guild}/commands", status, times=99)
    await start()
    fault.times = 0
    assert await start() == tries
