"""The same bot in a browser, without a token: simcord plays Discord, on this machine only.

One server with one channel and three members, between whom the page switches. Their ids are the same at every start,
so that the database fits again; what comes later gets ids of its own moment, so that none is given twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import threading
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

import discord
import typer

from bot.app import HotseatBot
from bot.bank import load_bank
from bot.config import Settings
from bot.demo_past import give_past
from bot.errors import ExitCode, StartError
from bot.grading import PROFILES

if TYPE_CHECKING:
    import simcord

log = logging.getLogger(__name__)

SERVER = "Study group"
CHANNEL = "interviews"
TOPIC = "Type / to see the commands. “Viewing as” makes you another member."
MEMBERS = ("Ada", "Bo", "Chidi")
"""The first owns the server. Their order is part of every database that the demo has written."""

TICK = 1.0
"""Seconds between two looks at the real clock."""

PATIENCE = 30.0
"""Seconds that the bot may work on one click before the page calls it failed."""

_MISSING = "The demo needs simcord, which is not installed. Install it with: pip install 'hotseat[demo]'"
_SHOWN_TO_ONE = frozenset({"click", "select", "modal_submit"})
"""What simcord shows on the page alone where it was done. It shows commands and messages everywhere."""

_ONE_TAB = 2
"""Pages that simcord counts while one is open: it has another of its own."""


async def serve_demo(settings: Settings, *, port: int | None = None, open_browser: bool = True) -> None:
    """Serve the bot in a browser until Ctrl-C, SIGTERM, or *End preview session* in the page.

    ``port`` 0 takes any that is free, and ``None`` leaves it to the settings. The address that is printed ends in a
    key: who has it can use the page, from this machine only.

    Raises StartError where simcord is not installed or the port cannot be used, and what the bot itself raises at its
    start.
    """
    with _stop_signals() as stopped:
        async with _running(settings) as (env, server):
            async with _served(env, server, settings.demo.port if port is None else port) as page:
                _announce(page.url, settings, open_browser=open_browser)
                await _first(stopped.wait(), page.wait_closed(), _Turns(env, page).keep_time())
            typer.echo("The demo ends. What was done in it is kept for the next time.")


def _create_bot(settings: Settings) -> HotseatBot:
    """The bot as it runs on Discord, but with the demo's own database, and in the one channel that the page shows."""
    store = settings.store.model_copy(update={"database": settings.demo.database})
    interviews = settings.interviews.model_copy(update={"held_in": "channel"})
    discords = settings.discord.model_copy(update={"shard_count": None, "shard_ids": None})
    adapted = settings.model_copy(update={"store": store, "interviews": interviews, "discord": discords})
    return HotseatBot(adapted, load_bank(adapted.bank.folders), clock=discord.utils.utcnow)


def _import_simcord() -> ModuleType:
    logging.disable(logging.WARNING)  # its examination of discord.py warns of intents that are not ours
    try:
        import simcord
    except ImportError as error:
        raise StartError(_MISSING, ExitCode.UNAVAILABLE) from error
    finally:
        logging.disable(logging.NOTSET)
    return simcord


@dataclass(frozen=True, slots=True)
class _Server:
    """The channel that the page shows, and the members in whose name one can act there."""

    id: int
    channel: simcord.ChannelHandle
    members: tuple[simcord.MemberActor, ...]


def _furnish(env: simcord.Env) -> _Server:
    """Build the server while simcord's clock stands at its beginning.

    An id is made of the clock and a counter, so that here the order alone decides it.
    """
    env.backend.edit_bot_profile("Hotseat")
    users = [env.create_user(name.lower(), global_name=name) for name in MEMBERS]
    server = env.create_guild(SERVER, owner=users[0])
    channel = server.create_text_channel(CHANNEL, topic=TOPIC)
    return _Server(server.id, channel, tuple(server.add_member(user) for user in users))


@contextlib.asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[tuple[simcord.Env, _Server]]:
    """The bot, started among its members at the present time; closed at the end, with all that it had begun."""
    simcord = _import_simcord()
    bot = _create_bot(settings)
    env = simcord.Env(bot, shard_count=1, settle_timeout=PATIENCE)
    server = _furnish(env)
    env.backend.advance_clock(_behind(env))
    try:
        await env.start()
        await bot.tree.sync()  # simcord has forgotten the commands that the database remembers to have told
        assert bot.database is not None
        members = [member.id for member in server.members]
        profile = PROFILES[settings.grading.profile]
        await give_past(bot.database, bot.bank, profile, server.id, members, env.now())
        with env.time_context():
            yield env, server
    finally:
        await bot.close()  # simcord leaves that to us
        await env.shutdown()


@contextlib.asynccontextmanager
async def _served(env: simcord.Env, server: _Server, port: int) -> AsyncIterator[simcord.Preview]:
    from simcord import SetupError

    page = env.preview(server.channel, viewers=server.members, layout="channel", port=port)
    try:
        await page.__aenter__()
    except SetupError as error:
        reason = error.__cause__
        if not isinstance(reason, OSError):
            raise StartError(_MISSING, ExitCode.UNAVAILABLE) from error
        if reason.errno == errno.EADDRINUSE:
            raise StartError(
                f"Port {port} is taken. Choose another one, or 0 for any that is free.", ExitCode.PORT_TAKEN
            ) from error
        raise StartError(
            f"Port {port} cannot be used: {reason.strerror}. Choose another one.", ExitCode.PORT_TAKEN
        ) from error
    try:
        yield page
    finally:
        await page.close()


class _Turns:
    """The page's clicks and the clock's ticks, one after the other.

    simcord does one thing at a time and refuses what comes in between, so that a click during a tick would be lost.
    It also refuses a click on a page that has been refreshed since it was last read, so refreshing is kept for what the
    clock or another tab has brought about.
    """

    def __init__(self, env: simcord.Env, page: simcord.Preview) -> None:
        self._env = env
        self._page = page
        self._turn = asyncio.Lock()
        self._shown = 0
        self._act = page._action  # noqa: SLF001 - the one door for every click, form and command
        page._action = self._act_in_turn  # type: ignore[assignment]  # noqa: SLF001

    async def keep_time(self) -> None:
        """Run the bot's clocks until cancelled."""
        while True:
            async with self._turn:
                await self._catch_up()
                await self._show()
            await asyncio.sleep(TICK)

    async def _act_in_turn(self, page_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            await self._catch_up()
            self._page.capture_time = self._env.now()
            before = len(self._env.backend.transcript)
            receipt = await self._act(page_id, body)
            if receipt["settlement"] == "settled":  # then it is shown already, where it was done
                self._shown += len(self._env.backend.transcript) - before
                if body.get("kind") in _SHOWN_TO_ONE and len(self._page._pages) > _ONE_TAB:  # noqa: SLF001
                    await self._refresh()
            return receipt

    async def _catch_up(self) -> None:
        """Move simcord's clock to the present, so that what was due by then happens."""
        try:
            await self._env.advance_time(_behind(self._env))
        except TimeoutError:
            log.warning("The bot has been busy for %.0f seconds; the demo's clock waits for it.", PATIENCE)

    async def _show(self) -> None:
        """Bring the open pages up to date, if anything has happened that they do not show."""
        happened = len(self._env.backend.transcript)
        if happened != self._shown:
            self._shown = happened
            await self._refresh()

    async def _refresh(self) -> None:
        from simcord import SetupError

        with contextlib.suppress(SetupError):  # the page has just been ended
            await self._page.refresh()


def _behind(env: simcord.Env) -> float:
    """How many seconds simcord's clock is behind the real one; 0 where the real one was set back."""
    return max(0.0, (datetime.now(UTC) - env.now()).total_seconds())


def _announce(url: str, settings: Settings, *, open_browser: bool) -> None:
    typer.echo(
        f"Hotseat runs in your browser at {url}\n"
        f"You are {MEMBERS[0]}, who owns the server; {' and '.join(MEMBERS[1:])} are there to be switched to.\n"
        "All three are made up, and so is what they have answered: see /leaderboard, /progress, /history and /review.\n"
        f"All of it stays on this machine, in {settings.demo.database}. Stop with Ctrl-C."
    )
    if open_browser:  # in a thread that ends with the program: a browser in the terminal returns when it is left
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


@contextlib.contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C and SIGTERM set, where the system lets a loop hear them."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    heard = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C cancels us instead
            loop.add_signal_handler(number, stopped.set)
            heard.append(number)
    try:
        yield stopped
    finally:
        for number in heard:
            loop.remove_signal_handler(number)


async def _first(*waits: Coroutine[Any, Any, Any]) -> None:
    """Wait for the first of them to end, and cancel the others. Raises what it raised."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
