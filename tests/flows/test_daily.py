"""A question a day, by the clock of the server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from discord import PermissionOverwrite

from bot.bank import Bank
from bot.cogs.rounds.zones import names, time_named, zone_of, zones_like
from bot.errors import RefusedError
from bot.interview.round import RoundEnd, RoundKind
from bot.store.shares import WHOLE
from tests.flows.conftest import GOOD_ANSWERS, HALF, labels, question_on, shown
from tests.flows.rounds import again, answer, last, messages, pass_time, present, press, start
from tests.flows.tour import press_old

BERLIN = ZoneInfo("Europe/Berlin")


async def choose(world, who=None, **options):
    """Set the question of the day; the answer to the command."""
    given = {"channel": world.channel, "time": "09:00", "timezone": "Europe/Berlin", "topic": "sky"} | options
    return (await (who or world.mona).slash(world.channel, "daily set", **given)).response


def at(world, *numbers: int, zone=BERLIN) -> None:
    """Set the bot's clock."""
    world.bot.clock.ahead += datetime(*numbers, tzinfo=zone).astimezone(UTC) - world.bot.clock()


async def until(world, *numbers: int, zone=BERLIN) -> None:
    at(world, *numbers, zone=zone)
    await pass_time(world)


async def test_a_question_every_day_at_nine(world):
    at(world, 2026, 3, 1, 8)
    said = await choose(world)
    assert said.ephemeral
    assert f"Every day at **09:00** (Europe/Berlin) in {world.channel.mention}, about The sky." in shown(said)
    assert messages(world) == []
    await until(world, 2026, 3, 1, 9)
    card = last(world)
    assert "Question of the day · The sky" in shown(card)
    assert f"Closes <t:{datetime(2026, 3, 2, 9, tzinfo=BERLIN).timestamp():.0f}:R>." in shown(card)
    assert labels(card) == ["Answer"]
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)], sure="75", quotable=True)
    await until(world, 2026, 3, 1, 20)
    assert len(messages(world)) == 1
    await until(world, 2026, 3, 2, 9)
    first, reveal, second = messages(world)
    assert first.id == card.id
    assert labels(first) == ["My feedback"]
    assert f"🥇 <@{world.ada.id}>" in shown(reveal)
    assert labels(reveal) == ["My feedback"]
    assert question_on(second) != question_on(first)
    assert labels(second) == ["Answer"]


async def test_no_question_twice_before_all_were_asked(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    asked = []
    for day in range(1, 7):
        await until(world, 2026, 3, day, 9)
        asked.append(question_on(last(world)))
    assert len(set(asked[:3])) == len(set(asked[3:])) == 3
    assert asked[:3] == asked[3:], "then those asked longest ago"


async def test_rounds_do_not_use_up_the_questions_of_the_days(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    asked = {question_on(last(world))}
    await start(world, questions=1)
    await press(world.mona, last(world), "Reveal")
    for day in (2, 3):
        await until(world, 2026, 3, day, 9)
        asked.add(question_on(last(world)))
    assert len(asked) == 3


async def test_the_clock_change(world):
    """Nine is nine by the clock on the wall, though one day has 23 hours and another 25."""
    at(world, 2026, 3, 28, 8)
    await choose(world)
    for month, day in ((3, 28), (3, 29), (3, 30), (10, 24), (10, 25), (10, 26)):
        await until(world, 2026, month, day, 8, 59)
        before = len(messages(world))
        await until(world, 2026, month, day, 9)
        assert len(messages(world)) > before, (month, day)
        asked = (await present(world)).question
        assert asked.asked_at.astimezone(BERLIN).hour == 9
        assert asked.closes_at.astimezone(BERLIN).hour == 9


async def test_a_time_that_does_not_exist(world):
    """02:30 of 29 March is 03:30 in Berlin; asked once."""
    at(world, 2026, 3, 29, 1)
    await choose(world, time="02:30")
    at(world, 2026, 3, 29, 3, 29)
    await pass_time(world)
    assert messages(world) == []
    await until(world, 2026, 3, 29, 3, 30)
    assert len(messages(world)) == 1
    await until(world, 2026, 3, 29, 23)
    assert len(messages(world)) == 1


async def test_a_time_that_comes_twice(world):
    """02:30 of 25 October comes twice in Berlin; asked at the first."""
    at(world, 2026, 10, 25, 1)
    await choose(world, time="02:30")
    world.bot.clock.ahead += datetime(2026, 10, 25, 0, 30, tzinfo=UTC) - world.bot.clock()
    await pass_time(world)
    assert len(messages(world)) == 1
    for hour in (1, 2, 12):
        world.bot.clock.ahead += datetime(2026, 10, 25, hour, 30, tzinfo=UTC) - world.bot.clock()
        await pass_time(world)
    assert len(messages(world)) == 1


async def test_after_a_short_absence_it_is_asked_late(world, make_bot):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    at(world, 2026, 3, 1, 14, 59)
    await world.env.restart_bot(make_bot())
    assert len(messages(world)) == 1
    assert (await present(world)).question.closes_at == datetime(2026, 3, 2, 9, tzinfo=BERLIN)


async def test_after_a_long_absence_the_day_is_skipped(world, make_bot):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    at(world, 2026, 3, 1, 15, 1)
    await world.env.restart_bot(make_bot())
    assert messages(world) == []
    await until(world, 2026, 3, 2, 9)
    assert len(messages(world)) == 1


async def test_after_days_of_absence_it_is_asked_once(world, make_bot):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    await answer(world, world.ada, last(world), HALF)
    at(world, 2026, 3, 5, 10)
    await world.env.restart_bot(make_bot())
    assert len(messages(world)) == 3, "the reveal of the first, and one new question"
    assert (await present(world)).day.isoformat() == "2026-03-05"


async def test_never_twice_for_one_day(world, make_bot):
    """Not after restarts, not by switching it off and on, not by setting another time or zone."""
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    await world.env.restart_bot(make_bot())
    await world.mona.slash(world.channel, "daily off")
    await choose(world, time="11:00")
    await until(world, 2026, 3, 1, 11)
    await choose(world, time="12:00", timezone="America/New_York")
    await until(world, 2026, 3, 1, 12, zone=ZoneInfo("America/New_York"))
    assert len(messages(world)) == 1
    await until(world, 2026, 3, 2, 12, zone=ZoneInfo("America/New_York"))
    assert sum("Question of the day" in shown(one) and labels(one) == ["Answer"] for one in messages(world)) == 1


async def test_two_processes_ask_once(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    at(world, 2026, 3, 1, 9)
    calendar = world.bot.get_cog("RoundCog")._calendar
    first, second = await asyncio.gather(calendar.ask_due(WHOLE), calendar.ask_due(WHOLE))
    assert len([*first, *second]) == 1


async def test_beside_a_round_in_the_same_channel(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    daily = last(world)
    await start(world, questions=1)
    await answer(world, world.ada, daily, HALF)
    await press(world.mona, last(world), "Reveal")
    assert labels(again(world, daily)) == ["Answer"]


async def test_off(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    said = (await world.mona.slash(world.channel, "daily off")).response
    assert "There will be no question of the day any more." in shown(said)
    again_off = (await world.mona.slash(world.channel, "daily off")).response
    assert again_off.content == "There is no question of the day in this server. `/daily set` begins one."
    await until(world, 2026, 3, 2, 9)
    await until(world, 2026, 3, 3, 9)
    assert len(messages(world)) == 2
    assert "Nobody answered." in shown(last(world))


async def test_show(world):
    none = (await world.mona.slash(world.channel, "daily show")).response
    assert none.content.startswith("There is no question of the day in this server.")
    await choose(world, topic="mixed", time="7")
    card = (await world.mona.slash(world.channel, "daily show")).response
    assert "Every day at **07:00** (Europe/Berlin)" in shown(card)
    assert "about all topics mixed" in shown(card)
    assert card.ephemeral


async def test_the_channel_is_out_of_reach(world):
    """The day is lost; /daily show says so, and the next day is tried."""
    at(world, 2026, 3, 1, 8)
    await choose(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await until(world, 2026, 3, 1, 9)
    assert messages(world) == []
    assert (await present(world)).end_reason is RoundEnd.UNREACHABLE
    card = (await world.mona.slash(world.channel, "daily show")).response
    assert f"I could not write in {world.channel.mention} the last time." in shown(card)
    await until(world, 2026, 3, 2, 9)
    assert len(messages(world)) == 1


async def test_discord_fails_and_it_is_tried_again(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    world.env.inject_error("POST", "/channels/*/messages", status=500)
    await until(world, 2026, 3, 1, 9)
    assert messages(world) == []
    await pass_time(world, seconds=61)
    assert len(messages(world)) == 1


async def test_the_topic_is_gone(world, make_bot):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await world.env.restart_bot(make_bot(Bank([])))
    await until(world, 2026, 3, 1, 9)
    assert messages(world) == []
    card = (await world.mona.slash(world.channel, "daily show")).response
    assert "There is no topic of that name any more, so nothing is asked." in shown(card)


@pytest.mark.parametrize("command", ["set", "off", "show"])
async def test_only_managers(world, command):
    """Also where the server's managers have handed the command to others."""
    told = next(one for one in await world.bot.tree.fetch_commands() if one.name == "daily")
    world.guild.set_command_permissions(told, {world.bo: True})
    options = {"channel": world.channel, "time": "9", "timezone": "UTC"} if command == "set" else {}
    rows = await world.rows()
    said = (await world.bo.slash(world.channel, f"daily {command}", **options)).response
    assert said.content == ("Only members who may manage the server (*Manage Server*) can set its question of the day.")
    assert said.ephemeral
    assert await world.rows() == rows


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"time": "25:00"}, "Write the time with 24 hours, for example 09:00 or 18:30."),
        ({"time": "9 am"}, "Write the time with 24 hours, for example 09:00 or 18:30."),
        ({"timezone": "Berlin-ish"}, "I know no time zone of that name."),
        ({"topic": "cooking"}, "There is no topic of that name. Choose one of: sky."),
    ],
)
async def test_what_cannot_be_set(world, given, sentence):
    said = await choose(world, **given)
    assert said.content.startswith(sentence)
    assert said.ephemeral
    assert (await world.rows())["daily"] == []


async def test_a_channel_in_which_the_bot_may_not_write(world):
    place = world.guild.create_text_channel(
        "elsewhere", overwrites={world.guild.me: PermissionOverwrite(view_channel=False)}
    )
    said = await choose(world, channel=place)
    assert said.content.startswith(f"I may not write in {place.mention}")


async def test_nobody_reveals_or_ends_it_before_its_time(world):
    """Not even by the id of a button that its card does not have, unless they manage the server."""
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    one = await present(world)
    assert one.kind is RoundKind.DAILY
    for action in ("round-reveal", "round-end"):
        reply = (await press_old(world, world.ada, action, one.id, 0)).response
        assert reply.content.startswith("Only the host of the round")


def test_times():
    assert [f"{time_named(typed):%H:%M}" for typed in ("9", "09:00", " 18.30 ", "0:05", "23:59")] == [
        "09:00",
        "09:00",
        "18:30",
        "00:05",
        "23:59",
    ]
    for typed in ("", "24", "12:60", "noon", "-1", "9:5", "090:00", "1²"):
        with pytest.raises(RefusedError):
            time_named(typed)


def test_zones():
    assert zones_like("berl")[0] == "Europe/Berlin"
    assert zones_like("new y")[0] == "America/New_York"
    assert len(zones_like("")) == 25
    assert all(len(name) <= 100 for name in names())
    assert zone_of("Europe/Berlin") == BERLIN
    assert zone_of("Atlantis/Poseidonis") is UTC


async def test_what_is_offered_while_typing(world):
    zones = await world.mona.autocomplete(world.channel, "daily set", "timezone", "kolk")
    assert [choice["value"] for choice in zones] == ["Asia/Kolkata"]
    topics = await world.mona.autocomplete(world.channel, "daily set", "topic", "")
    assert [choice["value"] for choice in topics] == ["mixed", "sky"]


async def test_time_between_two_questions_is_at_most_a_day(world):
    at(world, 2026, 3, 1, 8)
    await choose(world)
    await until(world, 2026, 3, 1, 9)
    asked = (await present(world)).question
    assert asked.closes_at - asked.asked_at <= timedelta(days=1)
