"""One open interview for each member and place, and what old cards say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.interview import EndReason
from tests.flows.conftest import BLUE, GOOD, SEASONS, labels, question_on, shown


async def second(world, **options):
    return (await world.ada.slash(world.channel, "interview", **({"topic": "sky"} | options))).response


async def test_the_offer(world):
    await world.begin(questions=2)
    offer = await second(world)
    assert f"You have an interview open in {world.thread.mention}: The sky, question 1 of 2" in shown(offer)
    assert offer.ephemeral
    assert labels(offer) == ["Resume it", "End it and start the new one"]
    assert len((await world.rows())["interview"]) == 1


async def test_resume_it(world):
    """It goes on right there, and the thread is named."""
    card = await world.begin(level="junior")
    resumed = (await world.ada.click(await second(world), label="Resume it")).response
    assert world.thread.mention in shown(resumed)
    feedback = await world.answer(resumed, GOOD)
    assert "/ 100 · strong" in shown(feedback)
    stale = (await world.ada.click(card, label="Skip")).response
    assert "You have answered this question already." in shown(stale)


async def test_end_it_and_start_the_new_one(world):
    """The new one is what was asked for, and the old card says why it ended."""
    await world.begin(level="junior")
    old_thread = world.thread
    offer = await second(world, level="mid", questions=1, mode="exam")
    await world.ada.click(offer, label="End it and start the new one")
    assert len(world.channel.threads) == 2
    assert SEASONS in shown(world.card)
    assert "Your time ends" in shown(world.card)
    old, new = (await world.rows())["interview"]
    assert old.end_reason == EndReason.REPLACED
    assert new.ended_at is None
    assert "You started another interview." in shown(old_thread.last_message)


async def test_the_offer_pressed_twice(world):
    """The second press finds the new interview open, and offers again rather than ending it."""
    await world.begin()
    offer = await second(world)
    await world.ada.click(offer, label="End it and start the new one")
    again = (await world.ada.click(offer, label="End it and start the new one")).response
    assert "You have an interview open" in shown(again)
    assert len((await world.rows())["interview"]) == 2


@pytest.mark.parametrize("topic", ["astrology", "a:b:c", "x" * 200])
async def test_an_order_that_cannot_be_filled_ends_nothing(world, topic):
    """It is refused at once: nobody should end an interview for one that cannot begin."""
    await world.begin()
    reply = await second(world, topic=topic)
    assert reply.content == "There is no topic of that name. Choose one of: sky."
    assert (await world.interview()).is_open


async def test_places_are_apart(world):
    """One in the server and one in direct messages, at the same time."""
    await world.begin(level="junior")
    direct = (await world.ada.user.slash("interview", topic="sky", level="mid")).response
    assert SEASONS in shown(direct)
    await world.ada.user.send_dm("The axis of the earth is tilted.")
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert BLUE in shown(world.card)
    assert await world.answers() == 2


async def test_two_servers_are_apart(world):
    other = world.env.create_guild("Another group")
    place = other.create_text_channel("interviews")
    ada = other.add_member(world.ada.user)
    await world.begin()
    await ada.slash(place, "interview", topic="sky")
    assert len(place.threads) == 1
    assert len((await world.rows())["interview"]) == 2


async def test_another_one(world):
    """From the end card, the same kind of interview again."""
    card = await world.begin(level="junior", questions=1)
    await world.ada.click(card, label="End")
    end = world.card
    before = len(world.channel.threads)
    await world.ada.click(end, label="Another one")
    assert len(world.channel.threads) == before
    assert BLUE in shown(world.card)
    assert "question 1 of 1" in shown(world.card)


# -------------------------------------------------------------------- old cards


@pytest.mark.parametrize("label", ["Answer", "Skip"])
async def test_a_button_of_the_question_before(world, label):
    """A press on an old card changes nothing and leads to the present one."""
    card = await world.begin(questions=3)
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    await world.ada.click(world.card, label="Next")
    rows = await world.rows()
    stale = (await world.ada.click(card, label=label)).response
    assert stale.ephemeral
    assert "This card is out of date: you are at question 2." in shown(stale)
    assert await world.rows() == rows
    present = (await world.ada.click(stale, label="Show the present card")).response
    assert question_on(present) == question_on(world.card)


async def test_a_button_of_an_interview_that_is_over(world):
    card = await world.begin(questions=2)
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    feedback = world.card
    await world.ada.click(feedback, label="End")
    reply = (await world.ada.click(card, label="Answer")).response
    assert "This interview is over. Type /interview for a new one." in shown(reply)


async def test_a_card_on_its_way_changes_nothing_else(world):
    """A member may press on while the place of a card is being written down; that must not set the interview back."""
    await world.begin(questions=2)
    shown_at = await world.interview()
    await world.ada.click(world.card, label="Skip")
    after = await world.desk.placed(shown_at, shown_at.home, 1, 2)
    assert after == replace(await world.interview(), channel_id=1, message_id=2)
    assert after.position == 1
