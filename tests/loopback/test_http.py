"""What goes wrong between the bot and Discord's HTTP routes. A text that arrived is kept once and marked once."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import ExitCode
from tests.loopback.conftest import GOOD
from tests.loopback.faults import Effect
from tests.loopback.ledger import image, wrong_with
from tests.loopback.people import NoAnswerError, buttons, text_of
from tests.loopback.waiting import until

CALLBACK = "/interactions/*/callback"
pytestmark = pytest.mark.slow


def kept(world) -> int:
    """How many texts are kept, after a look whether anything is wrong with them."""
    assert wrong_with(world.bot.database, {}) == []
    with image(world.bot.database) as connection:
        return connection.execute("SELECT count(*) FROM answer").fetchone()[0]


async def goes_on(world):
    """The interview is where the text has brought it, and another one can be begun."""
    card = world.ada.card("Answer", "Finish")
    if "Answer" in buttons(card):  # an old card: nobody has shown a new one
        said = await world.ada.press(card, "Answer")
        assert said.modal is None
        card = await world.ada.sees("Show the present card")
        await world.ada.press(card, "Show the present card")
    card = await world.ada.sees("Finish")
    assert "/ 100 · strong" in text_of(card)
    await world.ada.press(card, "Finish")
    await world.ada.sees("Another one")
    assert kept(world) == 1
    assert world.bot.running


@pytest.mark.parametrize("everywhere", [False, True])
async def test_429_is_waited_for(started, everywhere):
    fault = started.front.fail("POST", "/channels/*/threads", 429, everywhere=everywhere)
    form = await started.form(level="junior")
    again = started.front.fail("POST", CALLBACK, 429)
    await started.ada.fill(form, GOOD)
    assert (fault.hits, again.hits) == (1, 1)
    await goes_on(started)


async def test_limits_that_are_told_are_kept(started):
    """Six members begin at once where two threads in half a second are allowed: all get theirs, soon enough."""
    started.front.bucket_size = (2, 0.5)
    people = [started.member(f"member-{number}") for number in range(6)]
    await asyncio.gather(*(person.slash("interview", topic="sky") for person in people))
    threads = [line for line in started.front.requests if line.endswith("/threads")]
    await until(lambda: len(started.front.backend.get_guild(started.guild_id).thread_ids) == 6)
    refused = sum(bucket.refused for bucket in started.front.buckets.values())
    assert refused <= 3, threads
    assert kept(started) == 0


async def test_5xx_before_the_effect_is_tried_again(started):
    form = await started.form(level="junior")
    started.front.fail("POST", CALLBACK, 500)
    await started.ada.fill(form, GOOD)
    await goes_on(started)


async def test_5xx_after_the_effect(started):
    """discord.py tries again and hears that it has been done."""
    form = await started.form(level="junior")
    fault = started.front.fail("POST", CALLBACK, 502, effect=Effect.DONE)
    await started.ada.fill(form, GOOD)
    tries = len([line for line in started.front.requests if line.endswith("/callback")])
    await until(lambda: len([line for line in started.front.requests if line.endswith("/callback")]) > tries)
    assert fault.hits == 1
    await goes_on(started)


@pytest.mark.parametrize("effect", Effect)
async def test_a_reply_that_is_lost(started, effect):
    form = await started.form(level="junior")
    started.front.fail("POST", CALLBACK, 0, effect=effect)
    await started.ada.fill(form, GOOD)
    await goes_on(started)
    assert "never retrieved" not in started.bot.said()


async def test_every_reply_is_lost_for_a_while(started):
    """Nor can the member be told; what was typed is kept."""
    form = await started.form(level="junior")
    lost = started.front.fail("POST", CALLBACK, 0, times=1000)
    with pytest.raises(NoAnswerError):
        await started.ada.fill(form, GOOD)
    lost.times = 0
    assert kept(started) == 1
    await goes_on(started)
    assert "never retrieved" not in started.bot.said()


async def test_a_reply_that_comes_too_late(started):
    """Discord has given the interaction up when the callback arrives (10062)."""
    form = await started.form(level="junior")
    started.front.fail("POST", CALLBACK, seconds=3.2)
    with pytest.raises(NoAnswerError):
        await started.ada.fill(form, GOOD)
    await goes_on(started)


@pytest.mark.parametrize("status", [0, 500])
async def test_no_thread(started, status):
    """The interview is held in private then, whether or not the thread is there."""
    started.front.fail("POST", "/channels/*/threads", status, effect=Effect.DONE, times=9 if status else 1)
    await started.ada.slash("interview", topic="sky", level="junior")
    card = await started.ada.sees("Answer", seconds=30)
    assert card.is_ephemeral
    await started.ada.fill(await started.ada.press(card, "Answer"), GOOD)
    assert kept(started) == 1


async def test_the_token_is_refused(world):
    world.front.token = "another.token"
    await world.bot.launch()
    assert await world.bot.ended() == ExitCode.TOKEN_REJECTED
    assert "rejects the token" in world.bot.said()
    assert "good.token" not in world.bot.said()


async def test_discord_is_away_at_the_start(world):
    world.front.fail("GET", "/users/@me", 0, times=1000)
    await world.bot.launch()
    assert await world.bot.ended() == ExitCode.UNAVAILABLE
    assert "cannot be reached" in world.bot.said()
