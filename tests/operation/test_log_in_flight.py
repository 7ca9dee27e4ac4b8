"""A bot in a process of its own, with answers under way while things break: none of them is in its log, nor the token."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress

import pytest

from tests.loopback.front import TOKEN
from tests.loopback.people import NoAnswerError

SECRET = "xylophone"
ANSWER = f"Air molecules scatter the light of every {SECRET}, and short waves far more than long ones."


@pytest.mark.slow
@pytest.mark.parametrize("style", ["text", "json"])
async def test_no_answer_and_no_token_reaches_the_log(world, style):
    world.bot.environment |= {"HOTSEAT_LOG__LEVEL": "debug", "HOTSEAT_LOG__FORMAT": style}
    await world.bot.start()
    ada = world.ada

    async def hand_in(who, form):
        with suppress(NoAnswerError, TimeoutError):
            await who.fill(form, ANSWER)

    # Discord refuses the answer's card.
    form = await world.form(level="junior")
    world.front.fail("POST", "/interactions/*/callback", 400, times=2)
    await hand_in(ada, form)
    world.front.faults.clear()
    # The database breaks under the answer.
    with closing(sqlite3.connect(world.bot.database)) as other, other:
        other.execute("ALTER TABLE answer RENAME TO away")
    member = world.member("bo")
    form = await world.form(member, level="junior")
    await hand_in(member, form)
    await member.write(world.channel_id, f"<@{world.front.backend.bot_user.id}> {ANSWER}")
    await world.bot.stop()
    said = world.bot.said()
    assert "OperationalError" in said
    assert "failed" in said
    assert SECRET not in said
    assert TOKEN not in said
    if style == "json":
        assert all(set(json.loads(line)) >= {"time", "level", "logger", "message"} for line in said.splitlines())
