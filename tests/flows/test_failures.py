"""Discord or the database fails on the way. Nothing that was typed is lost, and somebody is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.cogs.interviews import desk
from bot.discord_ui.guard import SORRY
from tests.flows.conftest import GOOD, HALF, IN_A_FILE, labels, shown

CALLBACK = "/interactions/*/callback"


# -------------------------------------------------------------------- Discord


async def test_too_late_to_answer(world):
    """404 and 10062: the answer is kept and marked; the same card shows it at the next press."""
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    world.env.inject_error("POST", CALLBACK, status=404, code=10062, message="Unknown interaction")
    before = world.mark
    sent = await world.ada.submit_modal(form, {"answer": GOOD})
    assert not sent.acknowledged
    assert len(world.requests_since(before)) == 1
    assert (await world.interview()).turn.mark > 80
    stale = (await world.ada.click(card, label="Answer")).response
    present = (await world.ada.click(stale, label="Show the present card")).response
    assert "/ 100 · strong" in shown(present)


async def test_the_first_card_is_lost(world):
    """The member types the command again, and is offered what is open."""
    await world.hold_in("channel")
    world.env.inject_error("POST", CALLBACK, status=404, code=10062, message="Unknown interaction")
    await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    offer = (await world.ada.slash(world.channel, "interview", topic="sky")).response
    assert shown(offer).strip().startswith("You have an interview open: The sky, question 1 of 1")
    resumed = (await world.ada.click(offer, label="Resume it")).response
    assert "/ 100 · strong" in shown(await world.answer(resumed, GOOD))


async def test_the_card_cannot_be_edited(world):
    """The feedback comes beside it, for the member alone."""
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    world.env.inject_error("POST", CALLBACK, status=500)
    sent = await world.ada.submit_modal(form, {"answer": GOOD})
    assert "/ 100 · strong" in shown(sent.response)
    assert sent.response.ephemeral
    assert labels(sent.response)


@pytest.mark.error_logs
async def test_nothing_can_be_sent(world):
    """Then the log has it, and the answer is stored all the same."""
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    world.env.inject_error("POST", CALLBACK, status=500, times=3)
    sent = await world.ada.submit_modal(form, {"answer": GOOD})
    assert not sent.acknowledged
    assert (await world.interview()).turn.mark > 80


@pytest.mark.error_logs
async def test_a_command_fails(world):
    """The member is told once the fault has passed, in a sentence without technical words."""
    world.env.inject_error("POST", CALLBACK, status=500)
    result = await world.ada.slash(world.channel, "help")
    assert result.response.content == SORRY
    assert result.response.ephemeral


@pytest.mark.error_logs
async def test_the_next_card_fails(world):
    """The interview is at its next question; the feedback keeps its buttons, and they lead there."""
    feedback = await world.answer(await world.begin(questions=2), HALF)
    world.env.inject_error("POST", CALLBACK, status=500)
    assert (await world.ada.click(feedback, label="Next")).response.content == SORRY
    stale = (await world.ada.click(feedback, label="Next")).response
    present = (await world.ada.click(stale, label="Show the present card")).response
    assert "question 2 of 2" in shown(present)


async def test_the_old_card_is_out_of_reach(world):
    """The next question is there all the same."""
    feedback = await world.answer(await world.begin(questions=2), HALF)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500)
    await world.ada.click(feedback, label="Next")
    assert "question 2 of 2" in shown(world.card)


# -------------------------------------------------------------------- the database


async def writer_says(world, statement: str) -> None:
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql(statement)


async def attached(message) -> str:
    (file,) = message.attachments
    assert file.filename == "your-answer.txt"
    return (await file.read()).decode()


@IN_A_FILE
@pytest.mark.error_logs
async def test_the_database_is_locked(world, settings):
    """Another program holds the file: the text comes back, and the same form can be sent again."""
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    await writer_says(world, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(settings.store.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
        other.execute("ROLLBACK")
    assert reply.content.startswith("The database cannot be written: ")
    assert "Your answer is attached" in reply.content
    assert reply.ephemeral
    assert await attached(reply) == GOOD
    assert await world.answers() == 0
    assert "/ 100 · strong" in shown(await world.answer(card, GOOD))


@IN_A_FILE
@pytest.mark.error_logs
async def test_the_database_cannot_be_written(world):
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    await writer_says(world, "PRAGMA query_only = ON")
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert await attached(reply) == GOOD


@IN_A_FILE
@pytest.mark.error_logs
async def test_a_typed_answer_cannot_be_stored(world):
    await world.begin(level="junior")
    await writer_says(world, "PRAGMA query_only = ON")
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert await attached(world.card) == GOOD
    assert world.card.reference is not None


@pytest.mark.error_logs
async def test_marking_fails(world, monkeypatch):
    """Whatever it is, the text comes back; nothing half done is stored."""

    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    monkeypatch.setattr(desk.grading, "grade", fails)
    rows = await world.rows()
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert reply.content.startswith("Sorry, marking your answer did not work, and it is the bot's fault.")
    assert await attached(reply) == GOOD
    assert await world.rows() == rows


@IN_A_FILE
@pytest.mark.error_logs
async def test_a_button_while_the_database_fails(world):
    card = await world.begin(level="junior")
    await writer_says(world, "PRAGMA query_only = ON")
    reply = (await world.ada.click(card, label="Skip")).response
    assert reply.content.startswith("The database cannot be written:")
    assert reply.ephemeral


@IN_A_FILE
@pytest.mark.error_logs
async def test_the_search_for_silence_outlives_a_failure(world, settings):
    await world.begin(level="junior")
    await writer_says(world, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(settings.store.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await world.silence()
        assert (await world.interview()).is_open
        other.execute("ROLLBACK")
    await world.silence()
    assert "Nothing happened for a while" in shown(world.card)


@pytest.mark.usefixtures("slow_database")
async def test_the_database_is_slow(world):
    """Discord is told in time, and the feedback takes the place of the question when it is there."""
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    before = world.mark
    await world.ada.submit_modal(form, {"answer": GOOD})
    assert world.requests_since(before) == ["POST /interactions/callback", "PATCH /webhooks/messages/@original"]
    assert "/ 100 · strong" in shown(world.card)
    assert world.card.id == card.id


@pytest.mark.usefixtures("slow_database")
async def test_the_database_is_slow_and_the_answer_refused(world):
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    await world.answer(card, HALF)
    (reply,) = (await world.ada.submit_modal(form, {"answer": GOOD})).followups
    assert "What you wrote is kept, but earns nothing." in shown(reply)
    assert reply.ephemeral
    assert "/ 100" in shown(world.card)


@pytest.mark.usefixtures("slow_database")
async def test_the_database_is_slow_and_discord_does_not_listen(world):
    """The answer is kept and marked even if it could not be said that it takes longer."""
    form = await world.ada.click(await world.begin(level="junior"), label="Answer")
    world.env.inject_error("POST", CALLBACK, status=500)
    sent = await world.ada.submit_modal(form, {"answer": GOOD})
    assert "/ 100 · strong" in shown(sent.response)
