"""``hotseat`` in a new process, with Discord at an address of this machine and nowhere else.

Nothing of the bot is changed. Where waiting for the real thing would take a minute, the environment shortens it:
``LOOPBACK_HEARTBEAT`` are the seconds of silence after which discord.py gives a gateway up, ``LOOPBACK_CLOCK`` the
seconds by which the machine's clock is wrong, and ``LOOPBACK_LAG`` a file for how late the event loop is, see
``watch_lag``.
"""

from __future__ import annotations

import asyncio
import ctypes
import datetime as dt
import os
import signal
import sys
from pathlib import Path

import discord
import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

LIFETIME = 900
"""Seconds after which the process ends whatever happens to who started it, unless ``LOOPBACK_LIFETIME`` says others."""
PR_SET_PDEATHSIG = 1


def run(address: str, arguments: list[str], environment: dict[str, str], log: Path) -> None:
    """What the new process does; what it says goes to ``log``."""
    signal.alarm(int(environment.get("LOOPBACK_LIFETIME", LIFETIME)))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # also when the tests themselves are killed
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(written, stream.fileno())
    Route.BASE = f"http://{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{address}/gateway")
    if seconds := environment.get("LOOPBACK_HEARTBEAT"):
        shorten_heartbeat(float(seconds))
    if seconds := environment.get("LOOPBACK_CLOCK"):
        set_clock(dt.timedelta(seconds=float(seconds)))
    if file := environment.get("LOOPBACK_LAG"):
        watch_lag(Path(file))
    from bot.cli import main

    main(arguments)


def shorten_heartbeat(seconds: float) -> None:
    begin = KeepAliveHandler.__init__

    def begin_impatiently(handler, *args, **options):
        begin(handler, *args, **options)
        handler.heartbeat_timeout = seconds

    KeepAliveHandler.__init__ = begin_impatiently


def set_clock(ahead: dt.timedelta) -> None:
    """Put the clock wrong that discord.py asks, and the bot with it."""
    right = discord.utils.utcnow
    discord.utils.utcnow = lambda: right() + ahead
    from bot.app import HotseatBot

    HotseatBot.__init__.__kwdefaults__["clock"] = discord.utils.utcnow


LAG_SECONDS = 0.02


def watch_lag(file: Path) -> None:
    """Write a line every 20 ms: the event loop's clock, and by how many seconds it came later than it was asked to."""
    begin = discord.Client._async_setup_hook

    async def watch() -> None:
        loop = asyncio.get_running_loop()
        with file.open("w", buffering=1) as lines:
            while True:
                due = loop.time() + LAG_SECONDS
                await asyncio.sleep(LAG_SECONDS)
                lines.write(f"{due} {loop.time() - due}\n")

    async def begin_watched(client) -> None:
        await begin(client)
        client.lag_watch = asyncio.create_task(watch())

    discord.Client._async_setup_hook = begin_watched
