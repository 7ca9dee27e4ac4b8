"""Apps → Submit as my answer: the rescue for what was written already."""

from __future__ import annotations

import pytest

from bot.store.answers import Door
from tests.flows.conftest import GOOD, HALF, labels, shown

MENU = "Submit as my answer"
ONE_REPLY = ["POST /interactions/callback"]


async def test_a_message_in_the_thread(world):
    """It costs one request, and the feedback is there for all who watch."""
    await world.begin(level="junior")
    draft = await world.ada.send(world.thread, GOOD)
    before = world.mark
    result = await world.ada.context_menu(world.thread, MENU, draft)
    assert world.requests_since(before) == ONE_REPLY
    assert "/ 100 · strong" in shown(result.response)
    assert not result.response.ephemeral
    (row,) = (await world.rows())["answer"]
    assert (row.body, row.door) == (GOOD, Door.MENU)
    assert (await world.interview()).message_id == result.response.id
    end = await world.ada.click(result.response, label="Next" if "Next" in labels(result.response) else "Finish")
    assert end.acknowledged


async def test_a_message_elsewhere_is_answered_in_private(world):
    """What was drafted in another channel earns its mark; the others there are left alone."""
    await world.begin(level="junior")
    draft = await world.ada.send(world.channel, GOOD)
    result = await world.ada.context_menu(world.channel, MENU, draft)
    assert "/ 100 · strong" in shown(result.response)
    assert result.response.ephemeral


async def test_a_message_for_a_private_interview(world):
    await world.ada.slash(world.channel, "interview", topic="sky", level="junior", private=True)
    draft = await world.ada.send(world.channel, GOOD)
    result = await world.ada.context_menu(world.channel, MENU, draft)
    assert "/ 100 · strong" in shown(result.response)
    assert result.response.ephemeral


async def test_a_message_that_mentions_the_bot(world):
    """It was taken when it was sent; handing it in again says so."""
    await world.begin(level="junior")
    draft = await world.ada.send(world.thread, f"{world.mention} {HALF}")
    result = await world.ada.context_menu(world.thread, MENU, draft)
    assert "You have answered this one." in result.response.content
    assert await world.answers() == 1


async def test_somebody_elses_message(world):
    await world.begin(level="junior")
    theirs = await world.bo.send(world.thread, GOOD)
    result = await world.ada.context_menu(world.thread, MENU, theirs)
    assert result.response.content == "That message is somebody else's. Only your own words can be your answer."
    assert result.response.ephemeral
    assert await world.answers() == 0


async def test_without_an_interview(world):
    draft = await world.ada.send(world.channel, GOOD)
    result = await world.ada.context_menu(world.channel, MENU, draft)
    assert "You have no interview open here." in result.response.content


async def test_a_message_without_words(world):
    await world.begin(level="junior")
    picture = await world.ada.send(world.thread, "", attachments=[("answer.png", b"...")])
    result = await world.ada.context_menu(world.thread, MENU, picture)
    assert "I see no text there." in result.response.content
    assert await world.answers() == 0


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.usefixtures("slow_database")
async def test_the_database_is_slow(world, private):
    """Discord gives up after three seconds, so it is told in time, and the mark still comes."""
    await world.ada.slash(world.channel, "interview", topic="sky", level="junior", private=private)
    place = world.channel if private else world.thread
    draft = await world.ada.send(place, GOOD)
    before = world.mark
    result = await world.ada.context_menu(place, MENU, draft)
    assert world.requests_since(before) == [*ONE_REPLY, "PATCH /webhooks/messages/@original"]
    assert "/ 100 · strong" in shown(result.response)
    assert result.response.ephemeral is private
