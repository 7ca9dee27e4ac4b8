"""Discord is told the commands when they have changed, by one process, and never more."""

from __future__ import annotations

import asyncio

import pytest

from bot import app
from bot.app import HotseatBot
from bot.bank import Bank
from bot.config import Settings

PUT = "PUT /applications/"


@pytest.fixture
def start(discord_here, tmp_path):
    """Starts a bot as far as ``setup_hook`` and stops it; gives how often it told the commands."""

    async def run(**options) -> int:
        before = len(discord_here.requests)
        settings = Settings(store={"database": tmp_path / "hotseat.db"})
        async with HotseatBot(settings, Bank([]), **options) as bot:
            await bot.login("good.token")
            await asyncio.sleep(0.3)  # what the cogs look up at a start is not to be cut off
        return sum(one.startswith(PUT) for one in discord_here.requests[before:])

    return run


async def test_once_and_not_again(start):
    assert [await start() for _ in range(3)] == [1, 0, 0]


async def test_again_when_a_translation_has_changed(start, monkeypatch):
    assert await start() == 1

    class Loud(app.CatalogueTranslator):
        async def translate(self, string, locale, context):
            found = await super().translate(string, locale, context)
            return found and found[:90] + "."

    monkeypatch.setattr(app, "CatalogueTranslator", Loud)
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
