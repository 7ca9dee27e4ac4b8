"""The file of [health] and what systemd is told, by a bot in a process of its own."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def alive(world):
    """The file; the bot has a look every second."""
    file = world.bot.folder / "alive"
    file.touch()
    world.bot.environment |= {"HOTSEAT_HEALTH__FILE": str(file), "HOTSEAT_HEALTH__SECONDS": "1"}
    return file


async def until(condition, seconds=15.0):
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.05)


async def touched(file, seconds=15.0):
    """Wait until the file is touched once more."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    await until(lambda: file.exists() and file.stat().st_mtime_ns > before, seconds)


async def test_the_file_is_touched_while_all_is_well_and_gone_after_the_end(world, alive):
    await world.bot.start()
    await touched(alive)
    await touched(alive)
    assert await world.bot.stop() == 0
    assert not alive.exists()


async def test_no_touch_while_nobody_can_write(world, alive):
    await world.bot.start()
    await touched(alive)
    with closing(sqlite3.connect(world.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(1.2)
        with pytest.raises(TimeoutError):
            await touched(alive, 2.5)
        other.execute("ROLLBACK")
    await touched(alive)


async def test_no_touch_without_a_gateway(world, alive, monkeypatch):
    await world.bot.start()
    await touched(alive)

    async def refuse(_asked):
        return None, 4000

    monkeypatch.setattr(world.front.gateway, "_resume", refuse)
    monkeypatch.setattr(world.front.gateway, "_identify", refuse)
    await world.front.gateway.close(4000)
    await asyncio.sleep(1.2)
    with pytest.raises(TimeoutError):
        await touched(alive, 2.5)


async def test_systemd_is_told(world, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.setblocking(False)
        world.bot.environment |= {"NOTIFY_SOCKET": str(tmp_path / "notify"), "HOTSEAT_HEALTH__SECONDS": "1"}
        heard: list[str] = []

        def hear(word):
            try:
                heard.append(ear.recv(4096).decode())
            except BlockingIOError:
                return False
            return word in heard[-1]

        await world.bot.start()
        await until(lambda: hear("READY=1"))
        await until(lambda: hear("WATCHDOG=1\nSTATUS=all is well"))
        assert await world.bot.stop() == 0
        await until(lambda: hear("STOPPING=1"))
