"""Many interviews are open at once, and their answers come at a steady rate and all together.

``HOTSEAT_LOAD=1000x10000 pytest tests/loopback/test_load.py -n 0 -s`` is the long form: so many open interviews, so many
answers. ``HOTSEAT_LOAD_RATES=20,50`` are the answers a second that come in one after the other, and
``HOTSEAT_LOAD_STORED=1000000`` the answers that are stored before. What it prints is explained in docs/capacity.md.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
from collections import Counter
from random import Random

import pytest
from simcord.backend.models.interaction import ResponseKind

from tests.loopback.candidate import Candidate, shipped_texts
from tests.loopback.front import serving
from tests.loopback.ledger import acknowledged, wrong_with
from tests.loopback.meter import Moment, figures, memory, pin, table
from tests.loopback.process import bot_on
from tests.loopback.stored import store_answers

OPEN, ANSWERS = map(int, os.environ.get("HOTSEAT_LOAD", "30x150").split("x"))
RATES = [float(rate) for rate in os.environ.get("HOTSEAT_LOAD_RATES", "10").split(",")]
STORED = int(os.environ.get("HOTSEAT_LOAD_STORED", "1000"))
GUILDS = 20
SEED = 20261123
WARM = 0.1
"""The share of interviews that are begun before memory is first measured: what is made once is made by then."""
LONGEST = 2400
"""Seconds after which the test and the bot end whatever happens."""
AT_ONCE = 8
"""How many begin or go on at the same time, where it is not them who are measured."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(LONGEST),
    pytest.mark.skipif(sys.platform != "linux", reason="asks /proc what processes use"),
]


@pytest.fixture
async def front():
    async with serving() as front:
        yield front
        assert front.failures == []


@pytest.fixture
def candidates(front):
    texts = shipped_texts()
    guilds = [front.guild(f"Server {number}") for number in range(min(GUILDS, OPEN))]
    channels = [front.backend.create_channel(guild.id, "interviews") for guild in guilds]
    return [
        Candidate(
            front,
            guilds[number % len(guilds)].id,
            channels[number % len(guilds)].id,
            f"candidate-{number}",
            texts,
            Random(SEED + number),
        )
        for number in range(OPEN)
    ]


@pytest.fixture
async def bot(front, tmp_path):
    async with bot_on(front, tmp_path) as bot:
        bot.environment |= {"LOOPBACK_LAG": str(tmp_path / "lag"), "LOOPBACK_LIFETIME": str(LONGEST)}
        yield bot


@pytest.fixture
def a_core_each(bot):
    """A function that keeps the bot's process and this one off each other's core."""
    cores = sorted(os.sched_getaffinity(0))

    def part():
        if len(cores) > 1:
            pin(bot.pid, cores[1:2])
            pin(os.getpid(), cores[:1])

    yield part
    pin(os.getpid(), cores)


@pytest.fixture
def no_pauses():
    """The collector of cyclic garbage leaves this process alone: its pauses would be taken for the bot's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def kinds(requests):
    """How many requests there were of each kind."""
    return Counter(re.sub(r"/(simcord_interaction_)?[0-9]+", "", request) for request in requests)


async def few_at_once(work):
    """Do all of ``work``, coroutines, a few of them at the same time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(coroutine):
        async with turn:
            await coroutine

    async with asyncio.TaskGroup() as group:
        for coroutine in work:
            group.create_task(one(coroutine))


async def all_together(candidates):
    """Everybody sends at the same moment."""
    now = asyncio.get_running_loop().time()
    await asyncio.gather(*(one.answer(now) for one in candidates))


async def one_after_the_other(candidates, count, rate, random):
    """``count`` answers come at ``rate`` a second as strangers come, whether or not the bot keeps up."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            due += random.expovariate(rate)
            await asyncio.sleep(due - loop.time())
            group.create_task(candidates[number % len(candidates)].take_turn(due))


async def test_load(front, bot, candidates, a_core_each, no_pauses, tmp_path):
    await store_answers(
        bot.database, STORED, [(one.person.guild_id, one.person.id) for one in candidates], Random(SEED)
    )
    lag = tmp_path / "lag"
    loop = asyncio.get_running_loop()
    launched = loop.time()
    await bot.start(seconds=300)
    started = loop.time() - launched
    a_core_each()
    memories = [memory(bot.pid)]
    before = len(front.requests)
    warm = round(WARM * OPEN)
    await few_at_once(one.begin() for one in candidates[:warm])
    memories.append(memory(bot.pid))
    began = Moment.now(bot.pid)
    await few_at_once(one.begin() for one in candidates[warm:])
    ended = Moment.now(bot.pid)
    memories.append(memory(bot.pid))
    await few_at_once(one.open_form() for one in candidates)
    memories.append(memory(bot.pid))
    columns = {}

    async def measured(phase, answering):
        before = {id(one): len(one.sent) for one in candidates}
        began = Moment.now(bot.pid)
        await answering
        ended = Moment.now(bot.pid)
        sent = [answer for one in candidates for answer in one.sent[before[id(one)] :]]
        columns[phase] = figures(front, sent, lag, began, ended)

    each = (ANSWERS - OPEN) // len(RATES)
    for rate in RATES:
        await measured(f"{rate:g}/s", one_after_the_other(candidates, each, rate, Random(SEED)))
    await measured("all at once", all_together(candidates))
    memories.append(memory(bot.pid))
    assert await bot.stop() == 0

    sent = [answer for one in candidates for answer in one.sent]
    made = kinds(front.requests[before:])
    shown = acknowledged(front, ((one.interaction, one.text) for one in sent))
    print(  # noqa: T201 - the figures of the long form
        f"\n{OPEN} open interviews in {len({one.person.guild_id for one in candidates})} servers, {len(sent)} answers, "
        f"{STORED} stored before\n\n{table(columns)}\n\n"
        f"ready after {started:.1f} s\n"
        f"memory of the bot: {memories[0]:.0f} MB at the start, {memories[1]:.0f} MB with {warm} interviews, "
        f"{memories[2]:.0f} MB with {OPEN} ({1024 * (memories[2] - memories[1]) / (OPEN - warm):.0f} kB each), "
        f"{memories[3]:.0f} MB with their questions ready to be graded by, {memories[4]:.0f} MB at the end\n"
        f"opening an interview: {1000 * (ended.bot - began.bot) / (OPEN - warm):.1f} ms of the bot's core, "
        f"{(OPEN - warm) / (ended.time - began.time):.0f} a second\n"
        f"requests: {dict(sorted(made.items()))}\n"
        f"file: {bot.database.stat().st_size / 2**20:.0f} MB"
    )
    assert sum(one.lost for one in candidates) == 0
    assert len(sent) == OPEN + each * len(RATES)
    assert len(shown) == len(sent)
    later = sum(one.interaction.response_kind is ResponseKind.DEFERRED_UPDATE for one in sent)
    assert made == {
        "POST /interactions/callback": len(front.gateway.left),
        "POST /channels/threads": OPEN,
        "POST /channels/messages": OPEN,
        "PATCH /webhooks/messages/@original": OPEN + later,
        "PATCH /channels/messages": len(sent) - OPEN,
    }
    assert wrong_with(bot.database, shown) == []
