"""Two processes share the servers of one bot, and one PostgreSQL database."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest
from simcord.backend.models import Channel, Guild

from bot.interview.daily import Daily
from bot.store import Database, dailies
from tests import postgres as server
from tests.loopback.front import TOKEN, Front
from tests.loopback.learner import Learner
from tests.loopback.ledger import acknowledged
from tests.loopback.people import NoAnswerError, Person
from tests.loopback.process import Bot, bot_on
from tests.loopback.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(180)]

SHARDS = 2
LEARNERS = 2
"""Members of each server who answer at the same time."""
STEPS = 4
"""What each of them does at least, before the kill and after it."""
SLOW = 2
"""How often a busy machine may take longer than Discord waits."""


@dataclass
class Half:
    """A shard with its process, and its one server."""

    bot: Bot
    token: str
    guild: Guild
    channel: Channel
    learners: list[Learner]

    async def go_on(self) -> None:
        """Everybody does some steps."""
        await asyncio.gather(*(_some_steps(learner) for learner in self.learners))

    def posted(self, front: Front) -> list[str]:
        """By which tokens something was posted in the channel."""
        line = f"POST /channels/{self.channel.id}/messages"
        return [who for who, request in zip(front.senders, front.requests, strict=True) if request == line]


async def _some_steps(learner: Learner) -> None:
    goal = learner.steps + STEPS
    for _ in range(STEPS + SLOW):
        with suppress(NoAnswerError):
            await learner.step()
        if learner.steps >= goal:
            return
    pytest.fail(f"member {learner.person.id} cannot go on")


@pytest.fixture
async def halves(front, tmp_path, new_postgres):
    """The two processes, not started yet. Both servers are to be asked their question of the day at once."""
    front.gateway.shards = SHARDS
    front.gateway.identify_seconds = 5.0
    made = []
    async with AsyncExitStack() as stack:
        for number in range(SHARDS):
            guild = front.guild(f"Server {number}", (number, SHARDS))
            channel = front.backend.create_channel(guild.id, "interviews")
            (folder := tmp_path / str(number)).mkdir()
            token = f"{TOKEN}.{number}"
            front.more_tokens.add(token)
            bot = await stack.enter_async_context(bot_on(front, folder, (number,)))
            bot.environment |= {
                "HOTSEAT_DISCORD__TOKEN": token,
                "HOTSEAT_DISCORD__SHARD_COUNT": str(SHARDS),
                "HOTSEAT_DISCORD__SHARD_IDS": str(number),
                "HOTSEAT_STORE__DATABASE": new_postgres,
            }
            people = [_person(front, guild, f"learner-{number}-{index}") for index in range(LEARNERS)]
            learners = [Learner(person, Random(person.id)) for person in people]
            made.append(Half(bot, token, guild, channel, learners))
        database = await Database.open(new_postgres)
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        async with database.write() as connection:
            for half in made:
                await dailies.put(connection, Daily(half.guild.id, half.channel.id, now.time(), "UTC", "sky", now))
        await database.close()
        yield made


def _person(front: Front, guild: Guild, name: str) -> Person:
    return Person(front, guild.id, front.backend.create_channel(guild.id, f"for-{name}").id, name)


async def rows(address: str, query: str) -> list[tuple]:
    async with server.connected(address) as connection:
        return [tuple(row) for row in await connection.fetch(query)]


async def standings(address: str) -> list[tuple]:
    return await rows(address, "SELECT * FROM standing ORDER BY guild_id, member_id, span, topic")


async def lost_or_doubled(address: str, front: Front, halves: list[Half]) -> list[str]:
    """The texts that members were shown as marked, and that are not there once, with one grade and one attempt."""
    query = """
        SELECT answer.origin_id, answer.body, count(turn.grade), count(attempt.mark) FROM answer
        LEFT JOIN turn USING (interview_id, position)
        LEFT JOIN attempt ON attempt.source = 'interview' AND attempt.source_id = answer.interview_id
            AND attempt.position = answer.position AND attempt.member_id = answer.member_id
        GROUP BY answer.id
    """
    kept: dict[int, list[tuple]] = {}
    for origin, *rest in await rows(address, query):
        kept.setdefault(origin, []).append(tuple(rest))
    sent = [pair for half in halves for learner in half.learners for pair in learner.sent.values()]
    texts = acknowledged(front, sent)
    assert texts
    return [f"{origin}: {kept.get(origin)}" for origin, text in texts.items() if kept.get(origin) != [(text, 1, 1)]]


async def test_one_is_killed_and_the_other_goes_on(front, halves, new_postgres):
    well, killed = halves
    await asyncio.gather(*(half.bot.start() for half in halves))
    assert front.gateway.too_early == []
    assert sorted(front.gateway.identifies) == [(0, SHARDS), (1, SHARDS)]
    assert sum(line.startswith("PUT /applications/") for line in front.requests) == 1

    await asyncio.gather(*(half.go_on() for half in halves))
    await until(lambda: all(half.posted(front) for half in halves), 40)

    cut_off = [asyncio.create_task(learner.go_on()) for learner in killed.learners]
    going_on = asyncio.create_task(well.go_on())
    sent = sum(len(learner.sent) for learner in killed.learners)
    await until(lambda: sum(len(learner.sent) for learner in killed.learners) > sent, 20)
    await killed.bot.kill()
    await going_on
    for task in cut_off:
        task.cancel()
        with suppress(asyncio.CancelledError, NoAnswerError):
            await task
    await well.go_on()
    assert await lost_or_doubled(new_postgres, front, halves) == []

    before = await standings(new_postgres)
    assert {row[0] for row in before} == {half.guild.id for half in halves}
    await killed.bot.start()
    assert await standings(new_postgres) == before
    await asyncio.gather(*(half.go_on() for half in halves))

    # Both lose their sessions at the same moment, and begin new ones in turn.
    identified = len(front.gateway.identifies)
    await front.gateway.invalidate(resumable=False)
    await until(lambda: len(front.gateway.identifies) == identified + SHARDS, 30)
    await asyncio.gather(*(half.go_on() for half in halves))
    assert await lost_or_doubled(new_postgres, front, halves) == []

    assert front.gateway.too_early == []
    assert sum(line.startswith("PUT /applications/") for line in front.requests) == 1
    assert [half.posted(front) for half in halves] == [[half.token] for half in halves]
    assert [await half.bot.stop() for half in halves] == [0, 0]
