"""Where the bot may not do what it would like to, it says so and finds another way."""

from __future__ import annotations

import pytest
from discord import ChannelType, PermissionOverwrite

from bot.interview import Home
from tests.flows.conftest import BLUE, GOOD, labels, shown


def channel(world, **denied: bool):
    return world.guild.create_text_channel("elsewhere", overwrites={world.guild.me: PermissionOverwrite(**denied)})


@pytest.mark.parametrize("denied", ["create_public_threads", "send_messages_in_threads"])
async def test_no_threads(world, denied):
    """The interview stays in the channel; no request is spent on finding out."""
    place = channel(world, **{denied: False})
    before = world.mark
    result = await world.ada.slash(place, "interview", topic="sky", level="junior")
    assert world.requests_since(before) == ["POST /interactions/callback"]
    assert "I may not open threads here" in shown(result.response)
    assert "so we stay in the channel." in shown(result.response)
    assert not result.response.ephemeral
    assert "/ 100 · strong" in shown(await world.answer(result.response, GOOD))
    assert (await world.interview()).home is Home.CHANNEL


@pytest.mark.parametrize("home", ["thread", "channel"])
async def test_no_messages(world, home):
    """Interactions may always be answered, so the interview is held in private."""
    await world.hold_in(home)
    place = channel(world, send_messages=False, send_messages_in_threads=False)
    result = await world.ada.slash(place, "interview", topic="sky", level="junior")
    assert "I may not write in this channel, so only you see this." in shown(result.response)
    assert result.response.ephemeral
    feedback = await world.answer(result.response, GOOD)
    assert "/ 100 · strong" in shown(feedback)
    assert feedback.ephemeral


async def test_a_thread_in_which_the_bot_may_not_write(world):
    place = channel(world, send_messages_in_threads=False)
    await world.bot.get_channel(place.id).create_thread(name="Talk", type=ChannelType.public_thread)
    (thread,) = place.threads
    result = await world.ada.slash(thread, "interview", topic="sky", level="junior")
    assert result.response.ephemeral
    assert "I may not write in this channel" in shown(result.response)


async def test_private_where_the_server_says_so(world):
    await world.hold_in("private")
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    assert result.response.ephemeral
    assert BLUE in shown(result.response)
    assert "Nobody else sees this." in shown(result.response)


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (403, 160006), (500, 0)])
async def test_opening_the_thread_fails_all_the_same(world, status, code):
    """The interview is held in private instead, by the reply that is waiting already."""
    world.env.inject_error("POST", "/channels/*/threads", status=status, code=code)
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    assert "Opening a thread did not work, so only you see this." in shown(result.response)
    assert labels(result.response)[0] == "Answer"
    assert "/ 100 · strong" in shown(await world.answer(result.response, GOOD))
    assert (await world.interview()).home is Home.PRIVATE


async def test_writing_in_the_new_thread_fails(world):
    """The same."""
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    assert "Opening a thread did not work" in shown(result.response)
    assert (await world.interview()).home is Home.PRIVATE


async def test_the_reply_to_a_typed_answer_is_denied(world):
    """The mark is stored; a direct message says how to see it."""
    card = await world.begin(level="junior")
    world.env.inject_error("POST", f"/channels/{world.thread.id}/messages", status=403, code=50013)
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    said = world.ada.user.dm_channel.last_message.content
    assert said == (
        f"Your answer is stored and marked, but I may not write in {world.thread.mention}. "
        "Press Answer on your question there, then Show the present card."
    )
    stale = (await world.ada.click(card, label="Answer")).response
    present = (await world.ada.click(stale, label="Show the present card")).response
    assert "/ 100 · strong" in shown(present)


async def test_the_direct_message_is_denied_too(world):
    """Nothing is lost, and nothing but a line in the log says so."""
    await world.begin(level="junior")
    world.env.inject_error("POST", f"/channels/{world.thread.id}/messages", status=403, code=50013)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, message="Cannot send messages")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages")
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert (await world.interview()).turn.mark > 80


async def test_a_refusal_cannot_be_said(world):
    """Somebody mentions the bot where it may not write."""
    place = channel(world, send_messages=False)
    await world.ada.send(place, f"{world.mention} hello")
    assert [message.author.id for message in place.history()] == [world.ada.id]
