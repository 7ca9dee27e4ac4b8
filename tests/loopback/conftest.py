"""A Discord on loopback with a server, a channel and Ada, and a bot in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from simcord.backend.models import Interaction, Message

from tests.loopback.front import Front, serving
from tests.loopback.people import Person
from tests.loopback.process import Bot, bot_on

GOOD = "Rayleigh scattering: air molecules scatter the light, and short waves are scattered far more than long ones."
"""An answer to the one easy question of the bank ``sky``."""


@dataclass
class World:
    """``folder`` is the bot's; ``ada`` is a member of the one server."""

    front: Front
    bot: Bot
    guild_id: int
    channel_id: int
    ada: Person

    def member(self, name: str) -> Person:
        """Somebody else, in a channel of their own, so that nobody looks into another one's threads."""
        channel = self.front.backend.create_channel(self.guild_id, f"for-{name}")
        return Person(self.front, self.guild_id, channel.id, name)

    async def begin(self, who: Person | None = None, **options) -> Message:
        """Begin an interview in a thread; the card with the first question."""
        who = who or self.ada
        await who.slash("interview", **({"topic": "sky"} | options))
        return await who.sees("Answer")

    async def form(self, who: Person | None = None, **options) -> Interaction:
        """Begin an interview and open the form for the first question."""
        who = who or self.ada
        return await who.press(await self.begin(who, **options), "Answer")


@pytest.fixture
async def front():
    async with serving() as front:
        yield front
        assert not front.problems


@pytest.fixture
async def world(front, tmp_path):
    guild = front.guild()
    channel = front.backend.create_channel(guild.id, "interviews")
    async with bot_on(front, tmp_path) as bot:
        yield World(front, bot, guild.id, channel.id, Person(front, guild.id, channel.id))


@pytest.fixture
async def started(world):
    """The same with the bot running."""
    await world.bot.start()
    return world
