"""The real bot on simcord: a server, a channel, Ada, Bo and Mona, and ways to read what they see."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import discord
import pytest
import simcord
from discord import Permissions
from discord.utils import utcnow

from bot.app import HotseatBot
from bot.bank import Bank, parse_topic
from bot.cogs.interviews import InterviewCog
from bot.cogs.interviews.desk import Desk
from bot.config import Settings
from bot.interview import Interview
from bot.store import Database, answers, interviews
from bot.store.tables import interview as interview_table
from bot.store.tables import metadata

HERE = Path(__file__).parent
BLUE, SEASONS, TIDES = "Why is the sky blue?", "Why are there seasons?", "What makes the tides?"
GOOD = "Rayleigh scattering: air molecules scatter the light, and short waves are scattered far more than long ones."
HALF = "Air molecules scatter the sunlight."
REST = "Short wavelengths are scattered far more than long ones."
WRONG = "I have never heard of any of this."
GOOD_ANSWERS = {
    BLUE: GOOD,
    SEASONS: "The axis of the earth is tilted, so in summer days are longer and the light falls more steeply.",
    TIDES: "The moon pulls by its gravity, more strongly on the near side than on the far side. So there are two bulges.",
}


class Clock:
    """Discord's time of the scenario, which a test may put ahead: ``advance_time`` would sweep through every minute."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utcnow() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def bank() -> Bank:
    path = HERE / "bank.yaml"
    return Bank([parse_topic(path.read_text(), path)])


@pytest.fixture
def options() -> dict[str, Any]:
    """Sections of the settings; a test changes them by parametrising this."""
    return {}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """An empty database, made once: to make one for each test takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "empty.db"

    async def make() -> None:
        await (await Database.open(path)).close()

    asyncio.run(make())
    return path


IN_A_FILE = pytest.mark.parametrize("kept_in", ["sqlite"], indirect=True)
"""For what only SQLite's file can suffer; all else is tried on PostgreSQL as well."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept_in(request) -> str:
    return request.param


@pytest.fixture
def settings(request, tmp_path, options, empty_database, kept_in) -> Settings:
    if kept_in == "postgres":
        place = request.getfixturevalue("postgres")
    else:
        place = shutil.copy(empty_database, tmp_path / "hotseat.db")
    return Settings(**options | {"store": {"database": place} | options.get("store", {})})


@pytest.fixture
async def make_bot(settings, bank, clock):
    """Builds bots on one database, and closes them all.

    simcord closes none, and an open database keeps Python alive.
    """
    bots = []

    def make(with_bank: Bank = bank) -> HotseatBot:
        for gone in bots:  # its process has ended, as far as the next one can tell, and so has its lock
            if gone.database is not None and gone.database._lock is not None:
                gone.database._lock.release()
        bots.append(HotseatBot(settings, with_bank, clock=clock, random=Random(1), shard_count=1))
        return bots[-1]

    yield make
    for bot in bots:
        await bot.close()


@pytest.fixture
def simcord_bot(make_bot):
    return make_bot()


@dataclass
class World:
    """One server with a channel, two members, and Mona, who manages it."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    bo: simcord.MemberActor
    mona: simcord.MemberActor

    @property
    def bot(self) -> HotseatBot:
        return self.env.bot

    @property
    def mention(self) -> str:
        return f"<@{self.bot.user.id}>"

    @property
    def desk(self) -> Desk:
        cog = self.bot.get_cog("InterviewCog")
        assert isinstance(cog, InterviewCog)
        return cog._desk

    @property
    def thread(self) -> simcord.ChannelHandle:
        """The thread that was opened last."""
        return self.channel.threads[-1]

    @property
    def card(self):
        """The last message in that thread."""
        return self.thread.last_message

    # ---------------------------------------------------------------- what members do

    async def begin(self, who=None, **options):
        """Begin an interview in a thread; the card with the first question."""
        await (who or self.ada).slash(self.channel, "interview", **({"topic": "sky"} | options))
        return self.card

    async def hold_in(self, home: str) -> None:
        await self.mona.slash(self.channel, "settings", interviews=home)

    async def answer(self, card, text: str, *, who=None, label: str = "Answer", **more: str):
        """Send an answer through the form; the card that comes back."""
        who = who or self.ada
        form = await who.click(card, label=label)
        assert form.modal, shown(form.response)
        return (await who.submit_modal(form, {"answer": text} | more)).response

    async def silence(self, **time: float) -> None:
        """Let time pass without a word, until the bot has looked for silent interviews."""
        self.bot.clock.ahead += timedelta(**(time or {"minutes": 61}))
        await self.env.advance_time(301)

    # ---------------------------------------------------------------- what is kept and sent

    async def answers(self) -> int:
        async with self.bot.database.read() as connection:
            return await answers.count(connection)

    async def rows(self) -> dict[str, list[Any]]:
        """Everything in the database."""
        async with self.bot.database.read() as connection:
            return {
                table.name: list((await connection.execute(table.select())).all()) for table in metadata.sorted_tables
            }

    async def interview(self, who=None) -> Interview:
        """The interview that this member began last."""
        newest = interview_table.select().where(interview_table.c.member_id == (who or self.ada).id)
        async with self.bot.database.read() as connection:
            row = (await connection.execute(newest.order_by(interview_table.c.id.desc()))).first()
            return await interviews.get(connection, row.id)

    def requests_since(self, mark: int) -> list[str]:
        """What the bot has sent since, as methods and paths without numbers and tokens."""
        return [
            f"{r.method} {re.sub(r'/(simcord_interaction_)?[0-9]+', '', r.path.split('?')[0])}"
            for r in self.env.http_requests[mark:]
        ]

    @property
    def mark(self) -> int:
        return len(self.env.http_requests)


@pytest.fixture
def world(simcord_env) -> World:
    guild = simcord_env.create_guild("Study group")
    channel = guild.create_text_channel("interviews")
    ada = guild.add_member(simcord_env.create_user("ada", global_name="Ada"))
    bo = guild.add_member(simcord_env.create_user("bo", global_name="Bo"))
    managers = guild.create_role("Managers", permissions=Permissions(manage_guild=True))
    mona = guild.add_member(simcord_env.create_user("mona", global_name="Mona"), roles=[managers])
    return World(simcord_env, guild, channel, ada, bo, mona)


def walk(components):
    """Every component, nested ones too, as what went over the wire."""
    for one in components:
        # discord.py's own messages hold objects, simcord's responses hold what went over the wire.
        component = one if isinstance(one, dict) else one.to_dict()
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def shown(message) -> str:
    """All text of a card."""
    return "\n".join([message.content or "", *(c["content"] for c in walk(message.components) if c["type"] == 10)])


def labels(message) -> list[str]:
    """What the buttons of a card say."""
    return [c["label"] for c in walk(message.components) if c["type"] == 2 and "label" in c]


def component_ids(message) -> list[str]:
    return [c["custom_id"] for c in walk(message.components) if "custom_id" in c]


def question_on(message) -> str:
    """Which question of the bank a card is about."""
    return next(ask for ask in GOOD_ANSWERS if ask in shown(message))


@pytest.fixture
def incoming(monkeypatch) -> dict[str, Any]:
    """What every interaction says otherwise than simcord writes it; a test fills in ``locale`` and the like."""
    changed: dict[str, Any] = {}
    read = discord.Interaction._from_data

    def read_changed(interaction, data):
        read(interaction, data | {key: value for key, value in changed.items() if key in data})

    monkeypatch.setattr(discord.Interaction, "_from_data", read_changed)
    return changed


@pytest.fixture
def slow_database(monkeypatch):
    """Storing an answer takes longer than Discord waits (both are shortened)."""
    submit = Desk.submit

    async def slowly(desk, text):
        await asyncio.sleep(0.1)
        return await submit(desk, text)

    monkeypatch.setattr("bot.discord_ui.reply.SLOW", 0.02)
    monkeypatch.setattr(Desk, "submit", slowly)


@pytest.fixture(autouse=True)
def _no_error_logs(request, caplog):
    """discord.py only logs what fails in a dynamic item, so that a logged error must fail the test."""
    yield
    records = [r for phase in ("setup", "call") for r in caplog.get_records(phase)]
    errors = [r.getMessage() for r in records if r.levelno >= logging.ERROR]
    if request.node.get_closest_marker("error_logs"):
        assert errors, "this test is marked as one that logs errors"
    else:
        assert not errors


@pytest.fixture(autouse=True)
def _dynamic_items_stay(request):
    """Whatever a scenario does, the bot must still know its persistent components afterwards."""
    yield
    env = request.node.funcargs.get("simcord_env")
    if env is not None:
        assert len(env.bot._connection._view_store._dynamic_items) == 2
