"""A sign of life for supervisors: a file that is touched, and systemd's watchdog that is told, while all is well."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.errors import StoreError
from bot.store import facts

log = logging.getLogger(__name__)

PULSE = "pulse"
NOBODY = 0
"""No id of Discord's, so that no member's writing waits for the pulse."""
PATIENCE = 10.0
"""Seconds that the database may take to take one write."""


async def beat(bot: Any, file: Path | None, seconds: float) -> None:
    """Every ``seconds``, for ever: see whether all is well, and touch ``file`` if so. It is gone before the first time.

    An old file means that the bot hangs, is not connected, or cannot write to its database. systemd is told that the
    bot is up once all is well, and from then on only that it does not hang: no restart mends a network or a disk.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if file is None and not address:
        return
    _remove(file)
    up = well = False
    while True:
        trouble = await _trouble(bot)
        if trouble is None and file is not None:
            trouble = _touch(file)
        if trouble is None and not up:
            up = True
            _notify(address, "READY=1")
        _notify(address, f"WATCHDOG=1\nSTATUS={trouble or 'all is well'}")
        if up and well != (trouble is None):
            well = trouble is None
            log.log(logging.INFO if well else logging.WARNING, "Health: %s", trouble or "all is well")
        # Until it is up for the first time, a supervisor waits for it.
        await asyncio.sleep(seconds if up else min(seconds, 1.0))


def stop(file: Path | None) -> None:
    """Say that the bot is ending on purpose."""
    _remove(file)
    _notify(os.environ.get("NOTIFY_SOCKET", ""), "STOPPING=1")


async def _trouble(bot: Any) -> str | None:
    """What is wrong, or None."""
    if bot.is_closed() or not bot.is_ready():
        return "the bot is not connected"
    for number, shard in bot.shards.items():
        # Without an answer to a heartbeat for a minute, discord.py connects anew by itself.
        if shard.is_closed() or not math.isfinite(shard.latency):
            return f"shard {number} is not connected"
    if bot.database is None:
        return "the database is not open"
    try:
        async with asyncio.timeout(PATIENCE), bot.database.write(of=NOBODY) as connection:
            await facts.put(connection, PULSE, "")
    except StoreError as error:
        return str(error)
    except TimeoutError:
        return f"the database has not answered for {PATIENCE:.0f} seconds"
    return None


def _remove(file: Path | None) -> None:
    if file is not None:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _touch(file: Path) -> str | None:
    try:
        file.touch()
    except OSError as error:
        return f"the file of [health] cannot be written: {error.strerror}"
    return None


def _notify(address: str, state: str) -> None:
    """Tell systemd; see sd_notify(3). A leading @ stands for the abstract namespace."""
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel, suppress(OSError):
        channel.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
