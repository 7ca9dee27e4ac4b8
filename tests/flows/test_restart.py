"""The bot is restarted in the middle of things, or comes back after weeks. What was open goes on."""

from __future__ import annotations

from datetime import timedelta

from bot.bank import Bank
from bot.interview import EndReason, Stage
from tests.flows.conftest import GOOD, GOOD_ANSWERS, HALF, labels, question_on, shown


async def test_between_opening_and_sending_the_form(world, make_bot):
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    await world.env.restart_bot(make_bot())
    before = world.mark
    sent = await world.ada.submit_modal(form, {"answer": GOOD, "sure": "25"})
    assert "/ 100 · strong" in shown(sent.response)
    assert sent.response.id == card.id
    assert world.requests_since(before) == ["POST /interactions/callback"]
    assert await world.answers() == 1


async def test_between_opening_and_sending_the_second_try(world, make_bot):
    feedback = await world.answer(await world.begin(level="junior"), HALF)
    before = (await world.interview()).turn.mark
    form = await world.ada.click(feedback, label="Follow-up")
    await world.env.restart_bot(make_bot())
    await world.ada.submit_modal(form, {"answer": GOOD})
    assert (await world.interview()).turn.mark > before


async def test_every_button_works_after_each_restart(world, make_bot):
    async def pressed(label):
        await world.env.restart_bot(make_bot())
        await world.ada.click(world.card, label=label)

    card = await world.begin(questions=2)
    await world.answer(card, GOOD_ANSWERS[question_on(card)])
    for label in ("Model answer", "Next", "Skip"):
        await pressed(label)
    end = world.card
    assert "You went through every question." in shown(end)
    await world.env.restart_bot(make_bot())
    looked = await world.ada.select(end, ["0"])
    assert "✅" in shown(looked.response)
    await pressed("Another one")
    assert "question 1 of 2" in shown(world.card)


async def test_typed_answer_after_a_restart(world, make_bot):
    await world.begin(level="junior")
    await world.env.restart_bot(make_bot())
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert "/ 100 · strong" in shown(world.card)


async def test_weeks_away_while_the_bot_was_off(world, make_bot, clock):
    """The sweep at the start ends the interview; the button of the form that was open all the time still works."""
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    clock.ahead += timedelta(weeks=3)
    await world.env.restart_bot(make_bot())
    assert (await world.interview()).end_reason is EndReason.SILENCE
    sent = await world.ada.submit_modal(form, {"answer": GOOD})
    assert "/ 100 · strong" in shown(sent.response)
    assert (await world.interview()).is_open


async def test_commands_are_told_to_discord_once(world, make_bot):
    """A restart with the same commands sends nothing; Discord counts how often they are made."""
    assert world.requests_since(0).count("PUT /applications/commands") == 1
    await world.env.restart_bot(make_bot())
    assert world.requests_since(0).count("PUT /applications/commands") == 1


async def test_a_question_that_left_the_bank_meanwhile(world, make_bot):
    """It can be skipped and does not count; what was answered before stays readable."""
    card = await world.begin(questions=2)
    await world.env.restart_bot(make_bot(Bank([])))
    reply = (await world.ada.click(card, label="Answer")).response
    assert reply.content == "This question is no longer in the bank, so nobody can mark it. Press Skip to go on."
    after = (await world.ada.click(card, label="Skip")).response
    assert "Press Skip to go on; it will not count against you." in shown(after)
    assert labels(after) == ["Skip"]
    end = (await world.ada.click(after, label="Skip")).response
    assert {turn.stage for turn in (await world.interview()).turns} == {Stage.GONE}
    assert "gone" in shown(end)
