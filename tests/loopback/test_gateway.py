"""What goes wrong on the gateway: the bot comes back by itself where that has a sense, and ends where it has none."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.errors import ExitCode
from tests.loopback.conftest import GOOD
from tests.loopback.ledger import image, wrong_with
from tests.loopback.people import text_of
from tests.loopback.waiting import until

pytestmark = pytest.mark.slow


def rows(world) -> list[tuple]:
    """All that an answer changes."""
    assert wrong_with(world.bot.database, {}) == []
    with image(world.bot.database) as connection:
        return [
            *connection.execute("SELECT * FROM answer"),
            *connection.execute("SELECT * FROM turn"),
            *connection.execute("SELECT * FROM attempt"),
        ]


async def answers_still(world, form):
    await world.ada.fill(form, GOOD)
    assert "/ 100 · strong" in text_of(await world.ada.sees("Finish"))


WAYS = {
    "op 7": lambda gateway: gateway.ask_to_reconnect(),
    "op 9, resumable": partial(lambda gateway, **how: gateway.invalidate(**how), resumable=True),
    "close 4000": lambda gateway: gateway.close(4000),
    "close 1001": lambda gateway: gateway.close(1001),
    "cut": lambda gateway: gateway.cut(),
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_session_is_resumed(started, way):
    form = await started.form(level="junior")
    gateway = started.front.gateway
    await WAYS[way](gateway)
    await until(lambda: gateway.resumes, 20)
    await answers_still(started, form)
    assert (len(gateway.identifies), gateway.resumes) == (1, [True])


@pytest.mark.parametrize("way", ["op 9", "close 4009"])
async def test_a_session_that_is_over_is_begun_anew(started, way):
    form = await started.form(level="junior")
    gateway = started.front.gateway
    await (gateway.invalidate(resumable=False) if way == "op 9" else gateway.close(4009, forget=True))
    await until(lambda: len(gateway.identifies) == 2 and gateway.connected, 20)
    await answers_still(started, form)
    assert len([line for line in started.front.requests if line.endswith("/commands")]) == 1


@pytest.mark.parametrize(("code", "exit_code"), [(4004, ExitCode.TOKEN_REJECTED), (4014, ExitCode.INTENT_REFUSED)])
async def test_codes_that_end_it(world, code, exit_code):
    world.front.gateway.refuse_with = code
    await world.bot.launch()
    assert await world.bot.ended() == exit_code
    assert "good.token" not in world.bot.said()


async def test_a_gateway_that_falls_silent(world):
    """discord.py waits for a minute; here for two seconds."""
    world.bot.environment["LOOPBACK_HEARTBEAT"] = "2"
    gateway = world.front.gateway
    gateway.heartbeat_seconds = 0.3
    await world.bot.start()
    form = await world.form(level="junior")
    gateway.silent = True
    world.ada.send_form(form, GOOD)
    await until(lambda: gateway.closed_by_bot, 20)
    gateway.silent = False
    await until(lambda: gateway.resumes, 20)
    await until(lambda: len(rows(world)) == 3, 20)
    assert gateway.resumes == [True]


async def test_what_was_sent_while_it_was_away_arrives_late(started):
    """Discord has given the interaction up by then; the text is kept and marked, and its card can be had."""
    form = await started.form(level="junior")
    gateway = started.front.gateway
    gateway.silent = True
    sending, _ = started.ada.send_form(form, GOOD)
    await asyncio.sleep(3.2)
    gateway.silent = False
    await gateway.cut()
    await until(lambda: gateway.resumes and len(rows(started)) == 3, 20)
    assert not sending.responded
    old = await started.ada.sees("Answer")
    await started.ada.press(old, "Answer")
    await started.ada.press(await started.ada.sees("Show the present card"), "Show the present card")
    assert "/ 100 · strong" in text_of(await started.ada.sees("Finish"))


async def test_an_interaction_that_is_delivered_again_changes_nothing(started):
    form = await started.form(level="junior")
    await started.ada.fill(form, GOOD)
    before = rows(started)
    gateway = started.front.gateway
    gateway.again = 1000
    callbacks = len([line for line in started.front.requests if line.endswith("/callback")])
    await gateway.cut()
    await until(lambda: len([r for r in started.front.requests if r.endswith("/callback")]) >= 2 * callbacks, 20)
    await asyncio.sleep(0.3)
    assert rows(started) == before
    assert started.bot.running
    threads = [line for line in started.front.requests if line.endswith("/threads")]
    assert len(threads) == 1
