"""Restarts, missing permissions and failures in the middle of a round: nothing written is lost, nothing comes twice."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from discord import ChannelType, PermissionOverwrite

from bot.bank import Bank
from bot.cogs.rounds import conductor, sheets
from bot.cogs.rounds.desk import RoundDesk
from bot.cogs.rounds.sheets import Text
from bot.interview.round import GRACE, RoundEnd, RoundStage
from bot.store import rounds
from tests.flows.conftest import GOOD, GOOD_ANSWERS, HALF, IN_A_FILE, labels, question_on, shown
from tests.flows.rounds import a_minute, again, answer, last, messages, pass_time, present, press, start, written

MESSAGES = "/channels/*/messages"


async def restart(world, make_bot, **away: float):
    """The bot ends, time passes, and it comes back."""
    world.bot.clock.ahead += timedelta(**away)
    await world.env.restart_bot(make_bot())


# -------------------------------------------------------------------- restarts


async def test_between_opening_and_sending_the_form(world, make_bot):
    await start(world, questions=1)
    card = last(world)
    form = await world.ada.click(card, label="Answer")
    await restart(world, make_bot)
    sent = (await world.ada.submit_modal(form, {"answer": GOOD, "sure": "25", "quotable": True})).response
    assert "Your answer is in." in shown(sent)
    (entry,) = await written(world)
    assert (entry.body, entry.sure, entry.quotable) == (GOOD, 25, True)


async def test_every_button_works_after_a_restart(world, make_bot):
    await start(world, questions=2)
    for label in ("Reveal", "5 more minutes", "Next question", "Reveal"):
        if label == "Reveal":
            await answer(world, world.ada, last(world), HALF)
        await restart(world, make_bot)
        await press(world.mona, last(world), label)
    await restart(world, make_bot)
    reveal = messages(world)[-2]
    assert "/ 100" in shown(await press(world.ada, reveal, "My feedback"))
    await press(world.mona, last(world), "Another round")
    await restart(world, make_bot)
    await press(world.mona, last(world), "End")
    assert (await present(world)).end_reason is RoundEnd.BY_HOST


async def test_time_was_up_while_the_bot_was_away(world, make_bot):
    """It is revealed when the bot is back, and what was written counts."""
    await start(world, questions=1, minutes=1)
    await answer(world, world.ada, last(world), GOOD_ANSWERS[question_on(last(world))])
    await restart(world, make_bot, hours=7)
    assert f"🥇 <@{world.ada.id}>" in shown(last(world))
    assert len(messages(world)) == 2
    await restart(world, make_bot)
    await pass_time(world, minutes=10)
    assert len(messages(world)) == 2


async def test_a_round_of_several_does_not_go_on_after_hours(world, make_bot):
    await start(world, questions=3, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    await restart(world, make_bot, hours=7)
    assert "I was away for a while, so the round ends here." in shown(last(world))
    assert (await present(world)).end_reason is RoundEnd.AWAY


async def test_it_goes_on_after_a_short_absence(world, make_bot):
    await start(world, questions=2, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    await restart(world, make_bot, minutes=3)
    assert "The next question comes" in shown(last(world))
    await restart(world, make_bot, minutes=3)
    assert "question 2 of 2" in shown(last(world))


async def test_the_next_question_does_not_come_hours_later(world, make_bot):
    await start(world, questions=3)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "Reveal")
    reveal = last(world)
    await restart(world, make_bot, hours=3)
    assert last(world).id == reveal.id
    assert "I was away for a while" in shown(last(world))
    assert labels(last(world)) == ["My feedback"]


async def test_the_count_is_true_again_after_a_restart(world, make_bot):
    """What the process that ended had not drawn yet."""
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, HALF)
    await answer(world, world.bo, card, HALF)
    await restart(world, make_bot)
    assert "**2 have answered.**" in shown(again(world, card))


async def stopped_at(world, stage: RoundStage) -> None:
    """A round of two questions as a process leaves it that ends while it carries out what is due at ``stage``."""
    desk = world.bot.get_cog("RoundCog")._desk
    now = world.bot.clock()
    minute = timedelta(minutes=1)
    one = await desk.begin(
        guild_id=world.guild.id,
        channel_id=world.channel.id,
        host_id=world.mona.id,
        topic="sky",
        questions=2,
        time=minute,
    )
    for position in (0, 1):
        if stage is RoundStage.ASKING:
            return
        one = await desk.move(one, lambda r: r.ask(now).posted(10**18 + r.position))
        await world.bot.get_cog("RoundCog")._sheets.submit(
            Text(position + 1, one.id, position, world.ada.id, HALF, None, quotable=False)
        )
        if stage is RoundStage.OPEN:
            world.bot.clock.ahead += minute + GRACE
            assert await desk.claim(one.id)
            return
        one = await desk.close(one.id, position, world.mona.id, moderator=False)
        assert await desk.claim(one.id)
        if stage is RoundStage.CLOSED:
            return
        one = await desk.move(one, lambda r: r.shown_in(10**18 + 9).revealed(now, minute))
        if stage is RoundStage.REVEALED:
            world.bot.clock.ahead += minute
            assert await desk.claim(one.id)
            return
        if position == 0:
            one = await desk.next(one.id, 0, world.mona.id, moderator=False)
    assert (one.stage, stage) == (RoundStage.FINISHING, RoundStage.FINISHING)
    assert await desk.claim(one.id)


@pytest.mark.parametrize("stage", list(RoundStage)[:-1])
async def test_the_process_ended_in_the_middle_of_a_step(world, make_bot, stage):
    """What it had begun is done by the next one once its claim has run out, and the round comes to its end."""
    await stopped_at(world, stage)
    await restart(world, make_bot)
    assert messages(world) == []
    await restart(world, make_bot, seconds=61)
    assert len(messages(world)) == 1
    for _ in range(8):
        if "Answer" in labels(last(world)):
            await answer(world, world.bo, last(world), HALF)
        await pass_time(world, minutes=2, seconds=10)
    over = await present(world)
    assert (over.stage, over.end_reason) == (RoundStage.OVER, RoundEnd.DONE)
    assert [shown(one).count("## The podium") for one in messages(world)].count(1) == 1
    assert "## The podium" in shown(last(world))


async def test_whoever_is_posting_keeps_the_round_when_it_is_ended(world):
    """Else another process would post the same reveal."""
    await stopped_at(world, RoundStage.CLOSED)
    desk = world.bot.get_cog("RoundCog")._desk
    one = await present(world)
    await desk.end(one.id, one.position, world.mona.id, moderator=False)
    assert await desk.claim(one.id) is None


async def test_a_round_that_is_begun_is_its_beginners(world):
    """Else the search for what is due could post its first question as well."""
    await stopped_at(world, RoundStage.ASKING)
    assert await world.bot.get_cog("RoundCog")._desk.claim((await present(world)).id) is None


async def test_two_processes_post_once(world):
    """Both have seen at the same moment that time is up."""
    await start(world, questions=1, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    one = world.bot.get_cog("RoundCog")._conductor
    await world.env.settle()
    world.bot.clock.ahead += timedelta(minutes=2)
    second = conductor.Conductor(world.bot, one._desk)
    await asyncio.gather(one.sweep(), second.sweep(), one.advance(1), second.advance(1))
    await world.env.settle()
    assert len(messages(world)) == 2


async def test_closed_while_an_answer_is_being_marked(world, monkeypatch):
    """The text comes back: what is written after the close is no answer any more."""
    await start(world, questions=1)
    form = await world.ada.click(last(world), label="Answer")
    question = RoundDesk.question

    async def closing_meanwhile(desk, of, position):
        monkeypatch.undo()
        await desk.close(of.id, position, world.mona.id, moderator=False)
        return await question(desk, of, position)

    monkeypatch.setattr(RoundDesk, "question", closing_meanwhile)
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert len(reply.attachments) == 1
    assert await written(world) == []


@pytest.fixture
def ended_while(world, monkeypatch):
    """A function that lets the host end the round while the bot posts its next message."""

    def arrange() -> None:
        post = conductor.Conductor._post

        async def ending_meanwhile(self, of, view, what):
            monkeypatch.undo()
            message_id = await post(self, of, view, what)
            await self._desk.end(of.id, of.position, world.mona.id, moderator=False)
            return message_id

        monkeypatch.setattr(conductor.Conductor, "_post", ending_meanwhile)

    return arrange


async def test_ended_while_a_question_is_being_posted(world, ended_while):
    await start(world, questions=2)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "Reveal")
    reveal = last(world)
    ended_while()
    await press(world.mona, reveal, "Next question")
    assert "The host ended the round here." in shown(last(world))
    assert labels(last(world)) == []
    assert len(messages(world)) == 3


async def test_ended_while_the_reveal_is_being_posted(world, ended_while):
    await start(world, questions=2)
    await answer(world, world.ada, last(world), HALF)
    ended_while()
    await press(world.mona, last(world), "Reveal")
    assert "The host ended the round here." in shown(last(world))
    assert labels(last(world)) == ["My feedback"]
    assert len(messages(world)) == 2


# -------------------------------------------------------------------- permissions


async def test_where_the_bot_may_not_write_no_round_begins(world):
    place = world.guild.create_text_channel(
        "elsewhere", overwrites={world.guild.me: PermissionOverwrite(send_messages=False)}
    )
    said = await start(world, channel=place)
    assert "I may not write in this channel (*View Channel* or *Send Messages* is missing)" in said.content
    assert said.ephemeral
    assert messages(world, place) == []
    assert (await world.rows())["round"] == []


async def test_nor_in_a_thread(world):
    place = world.guild.create_text_channel(
        "elsewhere", overwrites={world.guild.me: PermissionOverwrite(send_messages_in_threads=False)}
    )
    await world.bot.get_channel(place.id).create_thread(name="Talk", type=ChannelType.public_thread)
    said = await start(world, channel=place.threads[0])
    assert "I may not write in this thread (*Send Messages in Threads* is missing)" in said.content


async def test_in_a_thread(world):
    await world.bot.get_channel(world.channel.id).create_thread(name="Talk", type=ChannelType.public_thread)
    (thread,) = world.channel.threads
    await start(world, channel=thread, questions=1)
    await answer(world, world.ada, thread.last_message, HALF)
    await press(world.mona, thread.last_message, "Reveal")
    assert "answered · average" in shown(thread.last_message)


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10003)])
async def test_posting_is_refused_all_the_same(world, status, code):
    world.env.inject_error("POST", MESSAGES, status=status, code=code)
    said = await start(world)
    assert "I may not write in this channel" in said.content
    assert (await world.rows())["round"] == []
    await start(world)
    assert labels(last(world))[0] == "Answer"


async def test_posting_fails_for_the_moment(world):
    world.env.inject_error("POST", MESSAGES, status=500)
    said = await start(world)
    assert said.content == "The question could not be posted, so the round has not begun. Please try again."
    assert (await world.rows())["round"] == []


async def test_the_permission_is_gone_at_the_reveal(world):
    """Where no new message may be written, the reveal takes the place of the question."""
    await start(world, questions=2, minutes=1)
    card = last(world)
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)])
    world.env.inject_error("POST", MESSAGES, status=403, code=50013)
    await a_minute(world)
    assert [one.id for one in messages(world)] == [card.id]
    assert f"🥇 <@{world.ada.id}>" in shown(last(world))
    assert "I may not write in this channel any more, so the round ends here." in shown(last(world))
    assert "/ 100 · strong" in shown(await press(world.ada, last(world), "My feedback"))
    assert (await present(world)).end_reason is RoundEnd.UNREACHABLE


async def test_the_channel_is_gone_at_the_reveal(world):
    """Nobody can see anything any more, but the marks count."""
    await start(world, questions=2, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    world.env.inject_error("POST", MESSAGES, status=404, code=10003)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10003)
    await a_minute(world)
    assert (await present(world)).end_reason is RoundEnd.UNREACHABLE
    assert len((await world.rows())["attempt"]) == 1


async def test_the_permission_is_gone_at_the_podium(world):
    await start(world, questions=3)
    for label in ("Reveal", "Next question", "Reveal"):
        await answer(world, world.ada, last(world), HALF) if label == "Reveal" else None
        await press(world.mona, last(world), label)
    world.env.inject_error("POST", MESSAGES, status=403, code=50013)
    await press(world.mona, last(world), "End")
    assert (await present(world)).end_reason is RoundEnd.UNREACHABLE
    assert "The podium follows." in shown(last(world))


# -------------------------------------------------------------------- Discord and the database fail


async def test_discord_fails_at_the_reveal(world):
    """It is tried again until it works."""
    await start(world, questions=1, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    world.env.inject_error("POST", MESSAGES, status=500, times=2)
    await a_minute(world)
    assert len(messages(world)) == 1
    await pass_time(world, seconds=61)
    assert len(messages(world)) == 1
    await pass_time(world, seconds=61)
    assert "answered · average" in shown(last(world))
    await pass_time(world, minutes=5)
    assert len(messages(world)) == 2


async def test_the_count_cannot_be_edited(world):
    await start(world, questions=1)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=30046)
    assert "Your answer is in." in shown(await answer(world, world.ada, last(world), HALF))


async def writer_says(world, statement: str) -> None:
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql(statement)


@IN_A_FILE
@pytest.mark.error_logs
async def test_an_answer_that_cannot_be_stored_comes_back(world, settings):
    await start(world, questions=1)
    form = await world.ada.click(last(world), label="Answer")
    await writer_says(world, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(settings.store.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
        other.execute("ROLLBACK")
    assert reply.content.startswith("The database cannot be written:")
    (file,) = reply.attachments
    assert (await file.read()).decode() == GOOD
    assert await written(world) == []


@pytest.mark.error_logs
async def test_an_answer_that_cannot_be_marked_comes_back(world, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    await start(world, questions=1)
    form = await world.ada.click(last(world), label="Answer")
    monkeypatch.setattr(sheets.grading, "grade", fails)
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert reply.content.startswith("Sorry, marking your answer did not work")
    (file,) = reply.attachments
    assert (await file.read()).decode() == GOOD


@IN_A_FILE
@pytest.mark.error_logs
async def test_time_goes_on_after_the_database_failed(world, settings):
    await start(world, questions=1, minutes=1)
    await answer(world, world.ada, last(world), HALF)
    await writer_says(world, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(settings.store.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await a_minute(world)
        assert len(messages(world)) == 1
        other.execute("ROLLBACK")
    await pass_time(world, seconds=1)
    assert "answered · average" in shown(last(world))


# -------------------------------------------------------------------- questions that go


async def test_the_question_left_the_bank_while_it_was_open(world, make_bot):
    await start(world, questions=1, minutes=1)
    form = await world.ada.click(last(world), label="Answer")
    await world.env.restart_bot(make_bot(Bank([])))
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert reply.content.startswith("This question is no longer in the bank, so nobody can mark an answer to it.")
    assert len(reply.attachments) == 1
    opened = await press(world.ada, last(world), "Answer")
    assert opened.content == "This question is no longer in the bank, so nobody can mark an answer to it."
    await a_minute(world)
    assert "This question is no longer in the bank." in shown(last(world))


async def test_the_next_question_left_the_bank(world, make_bot):
    """It is passed over."""
    await start(world, questions=3)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "Reveal")
    await world.env.restart_bot(make_bot(Bank([])))
    await press(world.mona, last(world), "Next question")
    over = await present(world)
    assert (over.stage, over.end_reason) == (RoundStage.OVER, RoundEnd.DONE)


async def test_a_round_that_is_not_stored_any_more(world):
    await start(world, questions=1)
    card = last(world)
    form = await world.ada.click(card, label="Answer")
    async with world.bot.database.write() as connection:
        await rounds.remove(connection, (await present(world)).id)
    for label in ("Answer", "Reveal", "End"):
        reply = await press(world.mona, card, label)
        assert reply.content == "This round is not stored here any more. Type /round for a new one."
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert len(reply.attachments) == 1
