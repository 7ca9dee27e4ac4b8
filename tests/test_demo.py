"""The demo's own machinery, with the real bot in it: ids, clock, turns, start and end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import shutil
import signal
import socket
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot import demo
from bot.config import Settings
from bot.demo_past import MADE
from bot.errors import ExitCode, StartError, StoreError
from bot.store import Database, facts


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A database whose members have been given their past, an empty one: test_demo_past.py is about that."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"

    async def make() -> None:
        database = await Database.open(path)
        async with database.write() as connection:
            await facts.put(connection, MADE, "here")
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def settings(tmp_path, begun) -> Settings:
    return Settings(demo={"database": shutil.copy(begun, tmp_path / "demo.db")})


@pytest.fixture(autouse=True)
def _nothing_is_left():
    """A database left open would keep Python from ending, a patched clock would spoil the next test."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(5)  # a connection's thread ends a moment after the connection has said that it is closed
        assert not thread.is_alive(), thread
    assert logging.root.manager.disable == logging.NOTSET


class Tab:
    """One open page, by its HTTP interface."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.address, self._key = url.split("#")
        self._sequence = 0

    async def open(self) -> None:
        await self._take(await self._call("POST", "api/pages", {}))

    async def look(self) -> dict:
        return await self._take(await self._call("GET", "api/state"))

    async def act(self, kind: str, **body: object) -> dict:
        self._sequence += 1
        envelope = {
            "protocol_version": 3,
            "sequence": self._sequence,
            "request_id": f"{id(self)}-{self._sequence}",
            "generation": self.state["context"]["generation"],
            "bot_generation": self.state["botGeneration"],
            "published_revision": self.state["publishedRevision"],
        }
        receipt = await self._call("POST", "api/action", {**envelope, "kind": kind, **body})
        if kind != "close":
            await self.look()
        return receipt

    async def run(self, name: str) -> dict:
        entry = next(e for e in await self.commands() if e["invocation"] == name)
        return await self.act(
            "run_command",
            command_id=entry["commandId"],
            path=entry["path"],
            schema_fingerprint=entry["schemaFingerprint"],
            options={},
        )

    async def commands(self) -> list[dict]:
        return (await self._call("GET", "api/commands"))["entries"]

    async def _take(self, state: dict) -> dict:
        self.state = state
        return state

    async def _call(self, method: str, path: str, body: dict | None = None) -> dict:
        headers = {"X-Simcord-Capability": self._key}
        if hasattr(self, "state"):
            headers["X-Simcord-Context"] = self.state["context"]["id"]
        async with self._session.request(method, self.address + path, json=body, headers=headers) as response:
            assert response.status == 200, await response.text()
            return await response.json()


class Served:
    """A demo that is served as ``hotseat demo`` does it."""

    def __init__(self, task: asyncio.Task[None], url: str, session: aiohttp.ClientSession) -> None:
        self.task = task
        self.url = url
        self._session = session

    async def tab(self) -> Tab:
        tab = Tab(self._session, self.url)
        await tab.open()
        return tab


@contextlib.asynccontextmanager
async def serving(settings, capsys):
    task = asyncio.create_task(demo.serve_demo(settings, open_browser=False))
    address = None
    while not address:
        await asyncio.sleep(0.02)
        if task.done():
            task.result()
        address = re.search(r"http://\S+#\S+", capsys.readouterr().out)
    try:
        async with aiohttp.ClientSession() as session:
            yield Served(task, address[0], session)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def buttons(part: dict):
    """Every button in a card, from the top down."""
    for component in part.get("components", []):
        if component["type"] == 2:
            yield component
        yield from buttons(component)


def _free(url: str) -> bool:
    port = int(re.search(r":(\d+)/", url)[1])
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return other.connect_ex(("127.0.0.1", port)) != 0


# ------------------------------------------------------------------------------------------------ ids and clock


async def test_the_ids_are_those_of_every_database_that_exists(settings):
    """Whoever reorders the server gives Ada's marks to somebody else."""
    async with demo._running(settings) as (env, server):
        first = 1456074443980800000
        assert env.bot.user.id == first + 1
        assert [member.id for member in server.members] == [first + 2, first + 3, first + 4]
        assert (server.channel.guild.id, server.channel.id) == (first + 5, first + 7)
        assert server.channel.guild.owner.id == server.members[0].id


async def test_what_comes_later_is_never_given_an_id_twice(settings):
    """Answers are kept under their interaction's id, so that one of a later start must not look like a repetition."""
    given = []
    for _ in range(2):
        async with demo._running(settings) as (env, server):
            result = await server.members[0].slash(server.channel, "help")
            given += [result.response.id, env.backend.snowflake()]
    assert given == sorted(set(given))


async def test_the_second_start_offers_the_commands_too(settings):
    """simcord forgets them, and the database remembers that Discord was told."""
    offered = []
    for _ in range(2):
        async with demo._running(settings) as (_, server):
            offered.append(server.members[0].available_commands(server.channel))
    assert "interview" in offered[0]
    assert offered[0] == offered[1]


async def test_the_clock_shows_the_present_and_goes_on(settings, monkeypatch):
    monkeypatch.setattr(demo, "TICK", 0.05)
    async with demo._running(settings) as (env, server), demo._served(env, server, 0) as page:
        started = env.now()
        assert abs(started - datetime.now(UTC)).total_seconds() < 10  # at worst, what the start has taken
        ticking = asyncio.create_task(demo._Turns(env, page).keep_time())
        await asyncio.sleep(0.5)
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        assert env.now() > started
        assert abs(env.now() - datetime.now(UTC)).total_seconds() < 0.5
        assert env.bot.clock() == env.now()


async def test_interviews_are_held_where_the_page_can_show_them(settings):
    async with demo._running(settings) as (_, server):
        result = await server.members[0].slash(server.channel, "interview")
        assert server.channel.last_message.id == result.response.id
        assert not server.channel.threads


# ------------------------------------------------------------------------------------------------ turns


async def test_no_click_is_lost_to_the_clock(settings, capsys, monkeypatch):
    monkeypatch.setattr(demo, "TICK", 0)
    async with serving(settings, capsys) as served:
        one, two = await served.tab(), await served.tab()
        for _ in range(6):
            for receipt in await asyncio.gather(one.run("help"), two.act("refresh")):
                assert (receipt["rejected"], receipt["settlement"]) == (False, "settled"), receipt["diagnostics"]


async def test_one_page_sees_what_is_done_in_another(settings, capsys, monkeypatch):
    monkeypatch.setattr(demo, "TICK", 3600)
    async with serving(settings, capsys) as served:
        ada, bo = await served.tab(), await served.tab()
        await bo.act("viewer", viewer_id=next(v["id"] for v in bo.state["viewers"] if v["name"] == "Bo"))
        await ada.run("interview")
        (card,) = (await bo.look())["timeline"]
        skip = next(b["control_key"] for b in buttons(ada.state["messages"][card]) if b["label"] == "Skip")
        await ada.act("click", target_id=card, control_key=skip)
        assert (await bo.look())["messages"][card]["components"] == ada.state["messages"][card]["components"]
        assert "question 2 of" in str(bo.state["messages"][card])


async def test_what_the_clock_brings_about_is_shown(settings, capsys, monkeypatch):
    """An hour of silence passes in a second; the card on the open page becomes the end card."""
    async with serving(settings, capsys) as served:
        tab = await served.tab()
        await tab.run("interview")
        (card,) = tab.state["timeline"]
        before = tab.state["messages"][card]
        behind = demo._behind
        monkeypatch.setattr(demo, "_behind", lambda env: behind(env) + 1800)
        async with asyncio.timeout(20):
            while (await tab.look())["messages"][card] == before:  # noqa: ASYNC110 - as the page does
                await asyncio.sleep(0.1)
        assert "Resume" in str(tab.state["messages"][card])


# ------------------------------------------------------------------------------------------------ start and end


async def test_sigterm_ends_it_and_gives_the_port_back(settings, capsys):
    async with serving(settings, capsys) as served:
        await served.tab()
        tasks = asyncio.all_tasks()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(served.task, 10)
        assert not {t for t in asyncio.all_tasks() - tasks if not t.done()}
        assert _free(served.url)
    assert "kept for the next time" in capsys.readouterr().out


async def test_the_page_can_end_it(settings, capsys):
    async with serving(settings, capsys) as served:
        tab = await served.tab()
        receipt = await tab.act("close")
        assert receipt["settlement"] == "settled"
        await asyncio.wait_for(served.task, 10)
        assert _free(served.url)


async def test_the_browser_is_opened_at_the_address(settings, capsys, monkeypatch):
    opened = asyncio.get_running_loop().create_future()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(demo.webbrowser, "open", lambda url: loop.call_soon_threadsafe(opened.set_result, url))
    task = asyncio.create_task(demo.serve_demo(settings))
    url = await asyncio.wait_for(opened, 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert url in capsys.readouterr().out


async def test_without_simcord_it_says_what_to_install(settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "simcord", None)
    with pytest.raises(StartError, match=re.escape("pip install 'hotseat[demo]'")) as caught:
        await demo.serve_demo(settings, open_browser=False)
    assert caught.value.exit_code == ExitCode.UNAVAILABLE


async def test_without_the_page_s_packages_it_says_what_to_install(settings, monkeypatch):
    import simcord.preview

    monkeypatch.setattr(simcord.preview, "_PREVIEW_RUNTIME_MODULES", ("a_package_that_is_missing",))
    simcord.preview._require_preview_runtime.cache_clear()
    with pytest.raises(StartError, match=re.escape("pip install 'hotseat[demo]'")):
        await demo.serve_demo(settings, open_browser=False)


async def test_a_port_that_is_taken_is_named(settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartError, match=f"Port {port} is taken") as caught:
            await demo.serve_demo(settings, port=port, open_browser=False)
    assert caught.value.exit_code == ExitCode.PORT_TAKEN


async def test_a_database_that_cannot_be_used_is_told_as_it_is(settings):
    settings.demo.database.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreError):
        await demo.serve_demo(settings, open_browser=False)
