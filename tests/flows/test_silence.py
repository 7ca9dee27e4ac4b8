"""Nothing happens for an hour, or for weeks."""

from __future__ import annotations

import pytest

from bot.interview import EndReason, Stage
from tests.flows.conftest import BLUE, GOOD, HALF, SEASONS, labels, shown
from tests.flows.tour import press_old


async def test_an_hour_of_silence(world):
    """The end card takes the place of the question, and Resume takes the interview up again where it was."""
    card = await world.begin(level="junior")
    await world.silence()
    end = world.card
    assert end.id == card.id
    assert "Nothing happened for a while, so I stopped here." in shown(end)
    assert (await world.interview()).end_reason is EndReason.SILENCE
    resumed = (await world.ada.click(end, label="Resume")).response
    assert resumed.id == card.id
    assert "/ 100 · strong" in shown(await world.answer(resumed, GOOD))


async def test_less_than_an_hour(world):
    await world.begin()
    before = world.mark
    await world.silence(minutes=50)
    assert (await world.interview()).is_open
    assert world.requests_since(before) == []


async def test_weeks_later(world):
    feedback = await world.answer(await world.begin(questions=2), HALF)
    await world.silence(weeks=5)
    assert world.card.id == feedback.id
    resumed = (await world.ada.click(world.card, label="Resume")).response
    await world.ada.click(resumed, label="Next")
    assert "question 2 of 2" in shown(world.card)


async def test_typing_wakes_it(world):
    """Who answers after the silence by typing is heard as well."""
    await world.begin(level="junior")
    await world.silence()
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert "/ 100 · strong" in shown(world.card)
    assert (await world.interview()).is_open


@pytest.mark.parametrize("label", ["Finish", "Try the missing points", "Follow-up", "Model answer"])
async def test_the_buttons_of_a_card_that_could_not_be_changed(world, label):
    """Out of the bot's reach, an old card of a silent interview keeps its buttons, and each works."""
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", private=True)
    feedback = await world.answer(result.response, HALF)
    await world.silence()
    pressed = await world.ada.click(feedback, label=label)
    assert pressed.modal or "This interview is over" not in shown(pressed.response)


async def test_the_question_of_a_card_that_could_not_be_changed(world):
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", private=True)
    await world.silence()
    assert "/ 100 · strong" in shown(await world.answer(result.response, GOOD))
    assert (await world.interview()).turn.stage is Stage.ANSWERED


async def test_a_form_sent_after_the_silence(world):
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    await world.silence()
    sent = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert "/ 100 · strong" in shown(sent)
    assert (await world.interview()).is_open


async def test_a_form_sent_when_another_interview_is_open_since(world):
    """There is one at a time: the text is kept, and the way to the other interview is shown."""
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    await world.silence()
    await world.begin(level="mid")
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert (
        "You have begun another interview here since. End that one first. What you wrote is kept, but earns nothing."
        in shown(reply)
    )
    present = (await world.ada.click(reply, label="Show the present card")).response
    assert SEASONS in shown(present)
    assert await world.answers() == 1


async def test_resume_when_another_interview_is_open_since(world):
    await world.begin(level="junior")
    await world.silence()
    old = world.card
    await world.begin(level="mid")
    reply = (await world.ada.click(old, label="Resume")).response
    assert "You have begun another interview here since. End that one first." in shown(reply)
    assert labels(reply) == ["Show the present card"]


async def test_resume_twice(world):
    """A second press, or one on an older copy of the card, shows the question again."""
    await world.begin(level="junior")
    await world.silence()
    await world.ada.click(world.card, label="Resume")
    again = (await press_old(world, world.ada, "resume", (await world.interview()).id)).response
    assert BLUE in shown(again)


async def test_the_end_of_one_hinders_no_other(world):
    """A card that is gone for good is passed over, and the next interview ends all the same."""
    await world.begin(world.ada)
    await world.begin(world.bo)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10008, message="Unknown Message")
    await world.silence()
    ends = ["Nothing happened for a while" in shown(thread.last_message) for thread in world.channel.threads]
    assert sorted(ends) == [False, True]
    for who in (world.ada, world.bo):
        assert (await world.interview(who)).end_reason is EndReason.SILENCE
