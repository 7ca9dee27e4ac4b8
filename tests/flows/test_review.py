"""/review, what the end card says about it, and the reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import nudges
from tests.flows.conftest import GOOD_ANSWERS, WRONG, labels, question_on, shown
from tests.flows.test_bank import RUST
from tests.flows.test_progress import answered
from tests.flows.tour import press_old

DAY = timedelta(days=1)


async def review(world, who=None, **options):
    return (await (who or world.ada).slash(world.channel, "review", **options)).response


async def wish(world, hour="19", zone="UTC", who=None):
    """Ask for reminders through the form; what the bot answers."""
    who = who or world.ada
    card = await review(world, who)
    form = await who.click(card, label="Remind me" if "Remind me" in labels(card) else "Change the hour")
    return (await who.submit_modal(form, {"hour": [hour], "zone": zone})).response


async def kept(world, who=None):
    async with world.bot.database.read() as connection:
        return await nudges.get(connection, (who or world.ada).id)


def chat(who):
    """What the bot has written to a member directly."""
    channel = who.user.dm_channel
    return [] if channel is None else [m for m in channel.history() if m.author.id != who.id]


async def at(world, moment: datetime):
    """Let it be ``moment``, and the bot look whom to remind."""
    world.bot.clock.ahead += moment - world.bot.clock()
    await world.env.advance_time(301)


def coming(world, hour: int, days: int = 0) -> datetime:
    """That hour (UTC) of today or a later day of the scenario."""
    return world.bot.clock().replace(hour=hour, minute=1, second=0, microsecond=0) + days * DAY


class TestReview:
    async def test_before_the_first_answer(self, world):
        card = await review(world)
        assert "You have not answered anything yet. Type `/interview`" in shown(card)
        assert card.ephemeral

    async def test_nothing_due_says_when_something_is(self, world):
        await answered(world)
        card = await review(world)
        assert "## Nothing is due" in shown(card)
        assert "The next question comes back <t:" in shown(card)

    async def test_the_end_card_says_when_questions_come_back(self, world):
        await answered(world, 2)
        text = shown(world.card)
        assert "**They come back in /review**" in text
        assert text.split("They come back")[1].count("<t:") == 2

    async def test_also_after_an_exam(self, world):
        card = await world.begin(questions=1, mode="exam")
        await world.answer(card, GOOD_ANSWERS[question_on(card)])
        assert "They come back in /review" in shown(world.card)

    async def test_what_is_due_is_asked_again_and_then_no_more(self, world):
        await answered(world, 2, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        await review(world)
        assert "question 1 of 2" in shown(world.card)
        for label in ("Next", "Finish"):
            card = await world.answer(world.card, GOOD_ANSWERS[question_on(world.card)])
            await world.ada.click(card, label=label)
        assert "## Nothing is due" in shown(await review(world))

    async def test_not_more_than_was_asked_for(self, world):
        await answered(world, 3, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        await review(world, questions=2)
        assert "question 1 of 2" in shown(world.card)
        assert "of that kind" not in shown(world.card)

    async def test_an_open_interview_is_offered_first_and_the_review_after_it(self, world):
        await answered(world, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        await world.begin(questions=3)
        offer = await review(world)
        assert "You have an interview open" in shown(offer)
        await world.ada.click(offer, label="End it and start the new one")
        assert "question 1 of 1" in shown(world.card)

    async def test_another_one_after_a_review_is_a_review(self, world):
        await answered(world, 2, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        await review(world, questions=1)
        card = await world.answer(world.card, GOOD_ANSWERS[question_on(world.card)])
        first = question_on(card)
        await world.ada.click(card, label="Finish")
        assert "Another review" in labels(world.card)
        await world.ada.click(world.card, label="Another review")
        assert "question 1 of 1" in shown(world.card)
        assert question_on(world.card) != first
        await world.ada.click(await world.answer(world.card, GOOD_ANSWERS[question_on(world.card)]), label="Finish")
        said = (await world.ada.click(world.card, label="Another review")).response
        assert "Nothing is due for review now. Type /interview for new questions." in said.content

    async def test_a_question_that_left_the_bank_does_not_come_back(self, world, make_bot):
        from bot.bank import Bank

        await answered(world, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        await world.env.restart_bot(make_bot(Bank([])))
        assert "You have not answered anything yet." in shown(await review(world))

    async def test_in_direct_messages(self, world):
        await answered(world, text=WRONG)
        world.bot.clock.ahead += 2 * DAY
        card = (await world.ada.user.slash("review")).response
        assert "question 1 of 1" in shown(card)


class TestReminders:
    async def test_they_are_asked_for_with_hour_and_zone(self, world):
        reply = await wish(world, "7", "europe/berlin")
        assert "I tell you at 07:00 (Europe/Berlin) when questions are due." in shown(reply)
        assert labels(reply) == ["Change the hour", "Stop reminders"]
        assert reply.ephemeral
        assert (await kept(world)).hour == 7

    async def test_a_zone_that_does_not_exist(self, world):
        reply = await wish(world, zone="Berln")
        assert reply.content == "I know no time zone of that name. Did you mean Europe/Berlin?"
        assert await kept(world) is None

    async def test_one_comes_at_the_hour_with_a_button_to_begin_and_one_to_stop(self, world):
        await answered(world, 2, text=WRONG)
        await wish(world, "19")
        await at(world, coming(world, 18, 2))
        assert chat(world.ada) == []
        await at(world, coming(world, 19))
        (reminder,) = chat(world.ada)
        assert "**2 questions** are due for review." in shown(reminder)
        assert labels(reminder) == ["Review now", "Stop reminders"]
        await world.ada.user.click(reminder, label="Review now")
        assert "question 1 of 2" in shown(chat(world.ada)[-1])

    async def test_questions_of_a_servers_own_are_reminded_of_where_they_are_known(self, world):
        await world.mona.slash(world.channel, "bank upload", file=("rust.yaml", RUST.encode()))
        card = await world.begin(topic="rust", questions=1)
        await world.ada.click(await world.answer(card, WRONG), label="Finish")
        await wish(world, "9")
        await at(world, coming(world, 9, 2))
        (reminder,) = chat(world.ada)
        assert "**1 question** is due for review." in shown(reminder)
        assert "A server has added what is due: type `/review` in that server." in shown(reminder)
        assert labels(reminder) == ["Stop reminders"]
        await answered(world, text=WRONG)
        await at(world, coming(world, 9, 2))
        reminder = chat(world.ada)[-1]
        assert "**2 questions** are due for review." in shown(reminder)
        assert "A server has added 1 of them: type `/review` in that server." in shown(reminder)
        assert labels(reminder) == ["Review now", "Stop reminders"]

    async def test_who_has_left_a_server_is_not_reminded_of_its_own_questions(self, world):
        await world.mona.slash(world.channel, "bank upload", file=("rust.yaml", RUST.encode()))
        await wish(world, "9")
        await answered(world, text=WRONG)
        card = await world.begin(topic="rust", questions=1)
        await world.ada.click(await world.answer(card, WRONG), label="Finish")
        world.env.create_guild("Elsewhere").add_member(world.ada.user)
        world.guild.remove_member(world.ada)
        await at(world, coming(world, 9, 2))
        (reminder,) = chat(world.ada)
        assert "**1 question** is due for review." in shown(reminder)
        assert "A server has added" not in shown(reminder)

    async def test_where_nothing_else_is_due_there_is_no_reminder_after_leaving(self, world):
        await world.mona.slash(world.channel, "bank upload", file=("rust.yaml", RUST.encode()))
        for who in (world.ada, world.bo):
            await wish(world, "9", who=who)
            card = await world.begin(who, topic="rust", questions=1)
            await who.click(await world.answer(card, WRONG, who=who), label="Finish")
        world.guild.remove_member(world.ada)
        await at(world, coming(world, 9, 2))
        assert (len(chat(world.ada)), len(chat(world.bo))) == (0, 1)
        assert await kept(world) is not None

    async def test_in_doubt_a_member_is_still_there(self, world, caplog):
        await world.mona.slash(world.channel, "bank upload", file=("rust.yaml", RUST.encode()))
        await wish(world, "9")
        card = await world.begin(topic="rust", questions=1)
        await world.ada.click(await world.answer(card, WRONG), label="Finish")
        world.env.inject_error("GET", "/guilds/*/members/*", status=418)
        await at(world, coming(world, 9, 2))
        assert "A server has added what is due" in shown(chat(world.ada)[0])
        assert "could not be found out" in caplog.text

    async def test_never_two_on_one_day(self, world):
        await answered(world, text=WRONG)
        await wish(world, "9")
        await at(world, coming(world, 9, 2))
        for hour in (9, 10, 15, 23):
            await at(world, coming(world, hour).replace(minute=30))
        assert len(chat(world.ada)) == 1
        await at(world, coming(world, 9, 1))
        assert len(chat(world.ada)) == 2

    async def test_another_hour_on_the_same_day_does_not_bring_another(self, world):
        await wish(world, "9")
        await answered(world, text=WRONG)
        await at(world, coming(world, 9, 2))
        assert len(chat(world.ada)) == 1
        form = await press_old(world, world.ada, "nudge", world.ada.id)
        await world.ada.submit_modal(form, {"hour": ["20"], "zone": "UTC"})
        await at(world, coming(world, 20))
        assert len(chat(world.ada)) == 1
        await at(world, coming(world, 20, 1))
        assert len(chat(world.ada)) == 2

    async def test_everybody_is_reminded_however_many_they_are(self, world, monkeypatch):
        monkeypatch.setattr(nudges, "BATCH", 1)
        for who in (world.ada, world.bo):
            card = await world.begin(who, questions=1)
            await world.answer(card, WRONG, who=who)
            await who.click(world.card, label="Finish")
            await wish(world, "9", who=who)
        await at(world, coming(world, 9, 2))
        assert [len(chat(who)) for who in (world.ada, world.bo)] == [1, 1]

    async def test_nothing_due_nothing_said(self, world):
        await wish(world, "9")
        await at(world, coming(world, 9, 1))
        assert chat(world.ada) == []
        assert (await kept(world)).next_at > world.bot.clock()

    async def test_one_press_stops_them(self, world):
        await answered(world, text=WRONG)
        await wish(world, "9")
        await at(world, coming(world, 9, 2))
        (reminder,) = chat(world.ada)
        said = await world.ada.user.click(reminder, label="Stop reminders")
        assert "You get no more reminders." in shown(said.response)
        await at(world, coming(world, 9, 1))
        assert await kept(world) is None
        assert len(chat(world.ada)) == 1

    async def test_closed_direct_messages_switch_them_off_quietly(self, world):
        await answered(world, text=WRONG)
        await wish(world, "9")
        world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
        await at(world, coming(world, 9, 2))
        assert await kept(world) is None

    async def test_trouble_on_the_way_does_not(self, world):
        await answered(world, text=WRONG)
        await wish(world, "9")
        world.env.inject_error("POST", "/users/@me/channels", status=500)
        await at(world, coming(world, 9, 2))
        assert (await kept(world)).next_at > world.bot.clock()

    async def test_after_a_restart_they_go_on_but_not_hours_late(self, world, make_bot):
        await answered(world, text=WRONG)
        await wish(world, "9")
        world.bot.clock.ahead += coming(world, 12, 2) - world.bot.clock()
        await world.env.restart_bot(make_bot())
        await world.env.advance_time(301)
        assert chat(world.ada) == []
        await at(world, coming(world, 9, 1))
        assert len(chat(world.ada)) == 1

    @pytest.mark.parametrize(("month", "hour"), [(3, 7), (1, 8)])
    async def test_the_hour_is_that_of_the_members_clock_summer_and_winter(self, world, month, hour):
        await answered(world, text=WRONG)
        await wish(world, "9", "Europe/Berlin")
        day = datetime(2026, month, 30, tzinfo=UTC)
        await at(world, day)
        before = len(chat(world.ada))
        await at(world, day + timedelta(hours=hour) - timedelta(minutes=20))
        assert len(chat(world.ada)) == before
        await at(world, day + timedelta(hours=hour, minutes=1))
        assert len(chat(world.ada)) == before + 1
