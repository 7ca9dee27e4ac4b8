"""Answers that are typed: a reply, a mention, a direct message, and plain words where the host allows that."""

from __future__ import annotations

import pytest

from bot.interview import Home
from bot.store.answers import Door
from tests.flows.conftest import GOOD, HALF, labels, shown

CONTENT_ON = pytest.mark.parametrize("options", [{"discord": {"message_content": True}}], ids=["content"])


async def test_reply_to_the_question(world):
    """A typed answer costs one request: the reply that holds the feedback. Replies ping by default, and so reach the bot."""
    card = await world.begin(level="junior")
    before = world.mark
    sent = await world.ada.send(world.thread, GOOD, reply_to=card)
    assert world.requests_since(before) == ["POST /channels/messages"]
    assert "/ 100 · strong" in shown(world.card)
    assert world.card.reference.message_id == sent.id
    assert "Model answer" in labels(world.card)
    (row,) = (await world.rows())["answer"]
    assert (row.body, row.door) == (GOOD, Door.MESSAGE)


async def test_mention(world):
    await world.begin(level="junior")
    await world.ada.send(world.thread, f"{GOOD} {world.mention}")
    assert "/ 100 · strong" in shown(world.card)
    (row,) = (await world.rows())["answer"]
    assert row.body == GOOD


async def test_mention_in_the_channel(world):
    await world.hold_in("channel")
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    assert "write a message that mentions me" in shown(result.response)
    await world.ada.send(world.channel, f"{world.mention} {GOOD}")
    assert "/ 100 · strong" in shown(world.channel.last_message)


async def test_whole_interview_in_direct_messages(world):
    ada = world.ada.user
    await ada.slash("interview", topic="sky", level="junior", questions=1)
    await ada.send_dm(GOOD)
    feedback = ada.dm_channel.last_message
    assert "/ 100 · strong" in shown(feedback)
    await ada.click(feedback, label="Finish")
    assert "You went through every question." in shown(ada.dm_channel.last_message)
    assert (await world.interview()).home is Home.DIRECT


async def test_the_answered_question_leads_to_the_feedback(world):
    """The old card stays above the typed answer. Its buttons show where things stand."""
    card = await world.begin(level="junior")
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    stale = (await world.ada.click(card, label="Answer")).response
    assert "You have answered this question already." in shown(stale)
    present = (await world.ada.click(stale, label="Show the present card")).response
    assert "/ 100 · strong" in shown(present)


# -------------------------------------------------------------------- what is no answer


async def test_plain_words_are_not_read_without_the_intent(world):
    """Nothing is asked of Discord, and nothing of what friends say in the thread is kept."""
    await world.begin(level="junior")
    before = world.mark
    await world.ada.send(world.thread, GOOD)
    await world.bo.send(world.thread, "Hush!")
    assert world.requests_since(before) == []
    assert await world.answers() == 0


async def test_nothing_but_a_mention(world):
    await world.begin(level="junior")
    await world.ada.send(world.thread, world.mention)
    assert world.card.content == "I see no text there. Write your answer in the same message."
    assert await world.answers() == 0


async def test_a_mention_without_an_interview(world):
    await world.ada.send(world.channel, f"{world.mention} hello")
    assert "You have no interview open here." in world.channel.last_message.content
    await world.bo.user.send_dm("hello")
    assert "You have no interview open here." in world.bo.user.dm_channel.last_message.content


async def test_a_mention_in_another_channel(world):
    await world.begin(level="junior")
    await world.ada.send(world.channel, f"{world.mention} {GOOD}")
    assert world.channel.last_message.content.startswith(f"Your interview is held in {world.thread.mention}.")
    assert await world.answers() == 0


async def test_a_mention_in_a_private_interview(world):
    await world.ada.slash(world.channel, "interview", topic="sky", private=True)
    await world.ada.send(world.channel, f"{world.mention} {GOOD}")
    assert "Your interview is private." in world.channel.last_message.content
    assert await world.answers() == 0


async def test_a_mention_between_two_questions(world):
    card = await world.begin(questions=2)
    await world.answer(card, HALF)
    await world.ada.send(world.thread, f"{world.mention} and another thing")
    assert world.card.content == "You have answered this one. Press Next (or Finish) on your card to go on."
    assert await world.answers() == 1


async def test_a_friend_answers_in_the_thread(world):
    await world.begin(level="junior")
    await world.bo.send(world.thread, f"{world.mention} {GOOD}")
    assert "You have no interview open here." in world.card.content
    assert await world.answers() == 0
    assert (await world.interview()).turn.grade is None


async def test_a_message_deleted_before_the_bot_answers(world):
    """The feedback comes all the same, as a message of its own."""
    await world.begin(level="junior")
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert world.env.http_requests[-1].json["message_reference"]["fail_if_not_exists"] is False


# -------------------------------------------------------------------- with the message content intent


@CONTENT_ON
async def test_plain_words_in_the_thread(world):
    await world.begin(level="junior")
    before = world.mark
    await world.bo.send(world.thread, "You can do it!")
    assert world.requests_since(before) == []
    await world.ada.send(world.thread, GOOD)
    assert world.requests_since(before) == ["POST /channels/messages"]
    assert "/ 100 · strong" in shown(world.card)


@CONTENT_ON
async def test_plain_words_elsewhere_and_between_questions(world):
    card = await world.begin(questions=2)
    await world.ada.send(world.channel, "What is for lunch?")
    await world.answer(card, HALF)
    before = world.mark
    await world.ada.send(world.thread, "Phew.")
    assert world.requests_since(before) == []
    assert await world.answers() == 1


@CONTENT_ON
async def test_plain_words_in_the_channel_are_talk(world):
    await world.hold_in("channel")
    await world.ada.slash(world.channel, "interview", topic="sky")
    await world.ada.send(world.channel, "Who else is here?")
    assert await world.answers() == 0
