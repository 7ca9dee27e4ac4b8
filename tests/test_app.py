"""Starting and stopping the bot against a Discord on loopback."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from contextlib import asynccontextmanager

import pytest
import yarl
from discord.ext import tasks
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from bot.app import HotseatBot, serve
from bot.bank import Bank
from bot.cogs.loops import end
from bot.config import Settings
from bot.errors import ExitCode, StartError
from tests.loopback.front import serving


@asynccontextmanager
async def loopback(monkeypatch, **attributes):
    """A Discord on this machine, and nothing else, for bots of this process."""
    async with serving() as front:
        monkeypatch.setattr(Route, "BASE", f"http://{front.address}/api/v10")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(front.gateway.url))
        front.token = attributes.get("token", front.token)
        front.gateway.refuse_with = attributes.get("close_with")
        yield front


@pytest.fixture
def settings(tmp_path):
    return Settings(
        store={"database": tmp_path / "hotseat.db"}, discord={"token": "good.token"}, log={"level": "error"}
    )


async def _until(condition, seconds=10):
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another library
            await asyncio.sleep(0.01)


async def _serve_until_ready(settings, discord):
    running = asyncio.create_task(serve(settings))
    await _until(lambda: discord.gateway.connected or running.done())
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await running


async def test_without_a_token_it_says_where_to_put_it(tmp_path):
    with pytest.raises(StartError, match=r"config\.toml.*hotseat demo") as caught:
        await serve(Settings(store={"database": tmp_path / "x.db"}))
    assert caught.value.exit_code == ExitCode.CONFIG


async def test_a_rejected_token(monkeypatch, settings):
    async with loopback(monkeypatch, token="another.token"):
        with pytest.raises(StartError, match="rejects the token") as caught:
            await serve(settings)
    assert caught.value.exit_code == ExitCode.TOKEN_REJECTED
    assert "good.token" not in str(caught.value)


@pytest.mark.parametrize(("code", "exit_code"), [(4004, ExitCode.TOKEN_REJECTED), (4014, ExitCode.INTENT_REFUSED)])
async def test_close_codes_that_end_it(monkeypatch, settings, code, exit_code):
    async with loopback(monkeypatch, close_with=code):
        with pytest.raises(StartError) as caught:
            await serve(settings)
    assert caught.value.exit_code == exit_code


async def test_no_discord_there(monkeypatch, settings):
    async with loopback(monkeypatch) as discord:
        pass
    with pytest.raises(StartError, match="cannot be reached") as caught:
        await serve(settings)
    assert caught.value.exit_code == ExitCode.UNAVAILABLE
    assert discord.requests == []


async def test_sigterm_ends_it_cleanly_and_commands_are_told_once(monkeypatch, settings):
    async with loopback(monkeypatch) as discord:
        await _serve_until_ready(settings, discord)
        commands = f"PUT /applications/{discord.backend.application_id}/commands"
        first = discord.requests.count(commands)
        await _until(lambda: not discord.gateway.connected)
        await _serve_until_ready(settings, discord)
        assert (first, discord.requests.count(commands)) == (1, 1)


MOMENTS = {
    "while it logs in": "GET /users/@me",
    "while it tells the commands": "PUT /applications/*/commands",
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_sigterm_while_it_starts(monkeypatch, settings, moment):
    """Nothing is left open, which would be a warning, and nothing is waited for."""
    method, path = MOMENTS[moment].split()
    async with loopback(monkeypatch) as discord:
        fault = discord.fail(method, path, seconds=60)
        running = asyncio.create_task(serve(settings))
        await _until(lambda: fault.hits)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await running
        gc.collect()
        assert discord.gateway.identifies == []


def heartbeats() -> list[threading.Thread]:
    """Those of the running test."""
    loop = asyncio.get_running_loop()
    threads = [thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)]
    return [thread for thread in threads if thread.ws.loop is loop]


async def test_sigterm_between_two_shards(monkeypatch, settings):
    """The second would begin five seconds later, on a connection to Discord that is closed by then."""
    discords = settings.discord.model_copy(update={"shard_count": 2})
    async with loopback(monkeypatch) as discord:
        running = asyncio.create_task(serve(settings.model_copy(update={"discord": discords})))
        await _until(lambda: discord.gateway.identifies)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(4):
            await running
        assert discord.gateway.identifies == [(0, 2)]
        await _until(lambda: not heartbeats())


@pytest.mark.parametrize(("number", "total", "least"), [(0, 1, 2), (3, 2, 1)])
async def test_shards_that_discord_refuses(monkeypatch, settings, number, total, least):
    discords = settings.discord.model_copy(update={"shard_count": total, "shard_ids": (number,)})
    async with loopback(monkeypatch) as discord:
        discord.gateway.least_shards = least
        with pytest.raises(StartError, match=r"shard_count") as caught:
            await serve(settings.model_copy(update={"discord": discords}))
    assert caught.value.exit_code == ExitCode.CONFIG


async def test_it_says_which_shards_it_has(monkeypatch, settings, caplog):
    discords = settings.discord.model_copy(update={"shard_count": 2})
    told = settings.log.model_copy(update={"level": "info"})
    async with loopback(monkeypatch) as discord:
        discord.gateway.shards = 3
        await _serve_until_ready(settings.model_copy(update={"discord": discords, "log": told}), discord)
    assert "This process has shards 0-1 of 2" in caplog.text
    assert "[discord] shard_count is 2; Discord recommends 3" in caplog.text


async def test_what_runs_in_the_background_is_gone_when_it_has_ended():
    """It may have a connection to the database open until then."""
    began, left = asyncio.Event(), []

    @tasks.loop(hours=1)
    async def work():
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            left.append(True)

    work.start()
    await began.wait()
    await end(work)
    assert left


async def test_what_is_under_way_is_gone_when_the_bot_is_closed(monkeypatch, settings):
    async with loopback(monkeypatch):
        async with HotseatBot(settings, Bank([])) as bot:
            await bot.login("good.token")
            bot.inflight.add(task := asyncio.create_task(asyncio.Event().wait()))
            await asyncio.sleep(0)
        assert task.cancelled()
