"""An exam: a clock on each question, and no feedback before the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.interview import EndReason, Stage
from tests.flows.conftest import GOOD_ANSWERS, labels, question_on, shown
from tests.flows.tour import press_old


async def begin(world, **options):
    return await world.begin(mode="exam", **options)


async def test_the_clock_counts_in_the_members_own_client(world):
    """Discord keeps the countdown, so that the bot edits nothing."""
    card = await begin(world)
    moment = int(re.search(r"<t:(\d+):R>", shown(card))[1])
    assert moment == int((world.bot.clock() + timedelta(minutes=5)).timestamp())
    assert labels(card) == ["Answer", "Skip", "End"]


async def test_no_feedback_before_the_end(world):
    """The answer brings the next question; the end card has the marks and a menu with the answers."""
    card = await begin(world, questions=2)
    first = question_on(card)
    second = await world.answer(card, GOOD_ANSWERS[first])
    assert second.id == card.id
    assert question_on(second) != first
    assert "/ 100" not in shown(second)
    assert "<t:" in shown(second)
    end = await world.answer(second, GOOD_ANSWERS[question_on(second)])
    assert "/ 100 · strong" in shown(end)
    assert "You went through every question." in shown(end)
    looked = (await world.ada.select(end, ["0"])).response
    assert looked.ephemeral
    assert first in shown(looked)
    assert "✅" in shown(looked)
    assert labels(looked) == ["Model answer"]


@pytest.mark.parametrize(
    ("action", "position", "sentence"),
    [
        ("model", 0, "In an exam the model answers are shown at the end."),
        ("look", 0, "This interview goes on."),
        ("again", 0, "This card is out of date: you are at question 2."),
        ("hint", 1, "There are no hints in an exam."),
    ],
)
async def test_no_way_around(world, action, position, sentence):
    """Components that an exam does not show answer with a sentence, if somebody presses them all the same."""
    card = await begin(world, questions=2)
    await world.answer(card, GOOD_ANSWERS[question_on(card)])
    rows = await world.rows()
    reply = (await press_old(world, world.ada, action, (await world.interview()).id, position)).response
    assert sentence in shown(reply)
    assert reply.ephemeral
    assert await world.rows() == rows


async def test_a_late_answer_is_kept_but_earns_nothing(world):
    card = await begin(world, questions=2)
    first = question_on(card)
    form = await world.ada.click(card, label="Answer")
    world.bot.clock.ahead += timedelta(minutes=6)
    second = (await world.ada.submit_modal(form, {"answer": GOOD_ANSWERS[first]})).response
    assert shown(second).strip().startswith("⏳ Time was up for the question before.")
    turn = (await world.interview()).turns[0]
    assert (turn.stage, turn.mark, turn.counts) == (Stage.LATE, 0, False)
    assert await world.answers() == 1
    moment = int(re.search(r"Your time ends <t:(\d+):R>", shown(second))[1])
    assert moment > world.bot.clock().timestamp()


async def test_a_few_seconds_late_are_the_networks(world):
    card = await begin(world, questions=1)
    form = await world.ada.click(card, label="Answer")
    world.bot.clock.ahead += timedelta(minutes=5, seconds=10)
    end = (await world.ada.submit_modal(form, {"answer": GOOD_ANSWERS[question_on(card)]})).response
    assert "/ 100 · strong" in shown(end)


async def test_by_typed_messages(world):
    card = await begin(world, questions=2)
    await world.ada.send(world.thread, f"{world.mention} {GOOD_ANSWERS[question_on(card)]}")
    second = world.card
    assert "question 2 of 2" in shown(second)
    assert "/ 100" not in shown(second)
    await world.ada.send(world.thread, f"{world.mention} {GOOD_ANSWERS[question_on(second)]}")
    assert "/ 100 · strong" in shown(world.card)


async def test_an_exam_cannot_be_taken_up_again(world):
    await begin(world)
    await world.silence()
    assert "Nothing happened for a while" in shown(world.card)
    assert "Resume" not in labels(world.card)
    interview = await world.interview()
    assert interview.end_reason is EndReason.SILENCE
    reply = (await press_old(world, world.ada, "answer", interview.id, 0)).response
    assert "The clock of this exam has run out." in shown(reply)
