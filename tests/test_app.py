"""Starting and stopping the bot against a Discord on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import serve
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
