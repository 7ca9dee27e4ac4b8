"""The real bot on simcord: a server, a channel, Ada and Bo, and ways to read what they see."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import simcord
from bot.app import HotseatBot
from bot.bank import Bank, parse_topic
from bot.config import Settings
from bot.store import answers

HERE = Path(__file__).parent
GOOD = "Air molecules scatter the sunlight, and blue is scattered more than red."
HALF = "Air molecules scatter the sunlight."


@pytest.fixture(scope="session")
def bank() -> Bank:
    path = HERE / "bank.yaml"
    return Bank([parse_topic(path.read_text(), path)])


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(store={"database": tmp_path / "hotseat.db"})


@pytest.fixture
async def make_bot(settings, bank):
    """Builds bots on one database, and closes them all: simcord closes none, and an open database keeps Python alive."""
    bots = []

    def make(**changed: Any) -> HotseatBot:
        bots.append(HotseatBot(settings.model_copy(update=changed), bank, random=Random(1), shard_count=1))
        return bots[-1]

    yield make
    for bot in bots:
        await bot.close()


@pytest.fixture
def simcord_bot(make_bot):
    return make_bot()


@dataclass
class World:
    """One server with a channel, and two members."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    bo: simcord.MemberActor

    @property
    def bot(self) -> HotseatBot:
        return self.env.bot

    async def answers(self) -> int:
        async with self.bot.database.read() as connection:
            return await answers.count(connection)

    def requests_since(self, mark: int) -> list[str]:
        return [f"{r.method} {r.path.split('?')[0]}" for r in self.env.http_requests[mark:]]


@pytest.fixture
def world(simcord_env) -> World:
    guild = simcord_env.create_guild("Study group")
    channel = guild.create_text_channel("interviews")
    ada = guild.add_member(simcord_env.create_user("ada", global_name="Ada"))
    bo = guild.add_member(simcord_env.create_user("bo", global_name="Bo"))
    return World(simcord_env, guild, channel, ada, bo)


def _walk(components):
    for one in components:
        # discord.py's own messages hold objects, simcord's responses hold what went over the wire.
        component = one if isinstance(one, dict) else one.to_dict()
        yield component
        yield from _walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def shown(message) -> str:
    """All text of a card."""
    return "\n".join([message.content or "", *(c["content"] for c in _walk(message.components) if c["type"] == 10)])


def labels(message) -> list[str]:
    """What the buttons of a card say."""
    return [c["label"] for c in _walk(message.components) if c["type"] == 2 and "label" in c]


def component_ids(message) -> list[str]:
    return [c["custom_id"] for c in _walk(message.components) if "custom_id" in c]


@pytest.fixture(autouse=True)
def _no_error_logs(request, caplog):
    """discord.py only logs what fails in a dynamic item, so that a logged error must fail the test."""
    yield
    if request.node.get_closest_marker("error_logs"):
        return
    records = [r for phase in ("setup", "call") for r in caplog.get_records(phase)]
    assert not [r.getMessage() for r in records if r.levelno >= logging.ERROR]


@pytest.fixture(autouse=True)
def _dynamic_items_stay(request):
    """Whatever a scenario does, the bot must still know its persistent components afterwards."""
    yield
    env = request.node.funcargs.get("simcord_env")
    if env is not None:
        assert len(env.bot._connection._view_store._dynamic_items) == 2
