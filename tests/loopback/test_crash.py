"""The process is killed at random moments while members answer; nothing that they were shown is lost.

``HOTSEAT_CRASHES=200 pytest tests/loopback/test_crash.py -s`` is the long form.
"""

from __future__ import annotations

import asyncio
import os
from random import Random

import pytest

from tests.loopback.learner import Learner
from tests.loopback.ledger import acknowledged, wrong_with
from tests.loopback.people import NoAnswerError

CRASHES = int(os.environ.get("HOTSEAT_CRASHES", "5"))
LEARNERS = 4
SEED = 20261122
LONGEST_LIFE = 1.5
"""Seconds for which members answer at most before the next kill."""
EARLY = 0.2
"""The share of kills that come while the bot is still starting."""


@pytest.fixture
def learners(world):
    return [Learner(world.member(f"learner-{number}"), Random(SEED + number)) for number in range(LEARNERS)]


async def all_go_on(learners, steps=1):
    """Everybody's newest card still works."""

    async def go_on(learner):
        goal = learner.steps + steps
        for _ in range(4 * steps):
            try:
                await learner.step()
            except NoAnswerError:
                learner.lost += 1
            if learner.steps >= goal:
                return
        pytest.fail(f"member {learner.person.id} cannot go on")

    await asyncio.gather(*map(go_on, learners))


async def answering(learners, seconds):
    """Let everybody answer for a while, and then leave them in the middle of it."""
    tasks = [asyncio.create_task(learner.go_on()) for learner in learners]
    done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()
    return tasks


async def left(tasks):
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results), results


def shown(learners):
    return acknowledged(learners[0].person.front, (pair for learner in learners for pair in learner.sent.values()))


@pytest.mark.slow
@pytest.mark.timeout(CRASHES * 30 + 60)
async def test_killed_at_random_moments(world, learners):
    random = Random(SEED)
    for _ in range(CRASHES):
        if random.random() < EARLY:
            await world.bot.launch()
            await asyncio.sleep(random.uniform(0, 1.5))
            await world.bot.kill()
            assert wrong_with(world.bot.database, shown(learners)) == []
        await world.bot.start()
        await all_go_on(learners)
        tasks = await answering(learners, random.uniform(0, LONGEST_LIFE))
        await world.bot.kill()
        await asyncio.sleep(0.05)  # what it had sent before is still on the way
        await left(tasks)
        assert wrong_with(world.bot.database, shown(learners)) == []
    await world.bot.start()
    await all_go_on(learners, steps=3)
    print(  # noqa: T201 - the figures of the long form
        f"\n{CRASHES} kills, {len(shown(learners))} acknowledged answers, {sum(one.lost for one in learners)} without an "
        f"answer, {sum(one.stuck for one in learners)} stuck"
    )
    assert sum(one.stuck for one in learners) == 0
    assert len(shown(learners)) > CRASHES


@pytest.mark.slow
async def test_sigterm_while_everybody_answers(world, learners):
    for _ in range(2):
        await world.bot.start()
        await all_go_on(learners)
        tasks = await answering(learners, 0.5)
        began = asyncio.get_running_loop().time()
        assert await world.bot.stop() == 0
        assert asyncio.get_running_loop().time() - began < 10
        await left(tasks)
        world.front.gateway.sessions.clear()
        assert wrong_with(world.bot.database, shown(learners)) == []
