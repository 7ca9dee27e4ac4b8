"""/leaderboard: periods, topics, pages, one's own row."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from discord import PermissionOverwrite, Permissions

from bot.bank import Level
from bot.grading import Grade
from bot.interview import EndReason, Home, Interview, Mode, Stage, Turn
from bot.store import interviews, standings
from tests.flows.conftest import labels, shown, walk


async def seed(world, member_id: int, mark: int, *, at: datetime | None = None, **changed) -> None:
    """An interview of one question, answered at ``at`` for ``mark``, in the store."""
    at = at or world.bot.clock()
    turn = Turn("sky", "colour", Level.JUNIOR, Stage.ANSWERED, at, at, at, grade=Grade(mark), mark=mark, counts=True)
    turn = replace(turn, **changed)
    interview = Interview(
        0,
        member_id,
        world.guild.id,
        Home.THREAD,
        Mode.PRACTICE,
        (turn,),
        at,
        at,
        ended_at=at,
        end_reason=EndReason.DONE,
    )
    async with world.bot.database.write() as connection:
        await interviews.add(connection, interview)


async def board(world, who=None, **options):
    return (await (who or world.ada).slash(world.channel, "leaderboard", **options)).response


def rows(card) -> list[str]:
    return [line for line in shown(card).splitlines() if "** points" in line]


async def test_nobody_yet(world):
    card = await board(world)
    assert "Nobody is on this board yet. Type `/interview` and be the first." in shown(card)
    assert labels(card) == ["This week", "This month", "All time"]


async def test_points_order_and_medals(world):
    """A senior question weighs twice a junior one; ties go to the higher average."""
    await seed(world, world.ada.id, 60)
    await seed(world, world.bo.id, 80, question="tides", level=Level.SENIOR)
    await seed(world, world.mona.id, 30)
    await seed(world, world.mona.id, 20, question="seasons", level=Level.MID)
    first, second, third = rows(await board(world))
    assert first == f"🥇 <@{world.bo.id}> · **160** points · 1 question, average 80"
    assert second == f"🥈 <@{world.ada.id}> (you) · **60** points · 1 question, average 60"
    assert third == f"🥉 <@{world.mona.id}> · **60** points · 2 questions, average 25"


async def test_repeating_a_question_earns_nothing(world):
    for mark in (40, 90, 70):
        await seed(world, world.ada.id, mark)
    assert rows(await board(world)) == [f"🥇 <@{world.ada.id}> (you) · **90** points · 1 question, average 90"]


async def test_what_does_not_count_is_not_on_the_board(world):
    await seed(world, world.ada.id, 90, counts=False)
    assert "Nobody is on this board yet." in shown(await board(world))


async def test_periods(world):
    """A week begins on Monday, 00:00 UTC. (The scenario's first day is a Thursday, the first of a month.)"""
    world.bot.clock.ahead += timedelta(days=20)
    now = world.bot.clock()
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    await seed(world, world.ada.id, 10, at=monday)
    await seed(world, world.bo.id, 20, at=monday - timedelta(seconds=1))
    await seed(world, world.mona.id, 30, at=now - timedelta(days=40))
    card = await board(world)
    assert "this week · 1 member" in shown(card)
    assert len(rows(card)) == 1
    month = (await world.ada.click(card, label="This month")).response
    assert month.id == card.id
    assert "this month · 2 members" in shown(month)
    everything = (await world.ada.click(month, label="All time")).response
    assert "all time · 3 members" in shown(everything)
    assert len(rows(await board(world, period="month"))) == 2


async def test_topic(world):
    await seed(world, world.ada.id, 10)
    await seed(world, world.bo.id, 20, topic="sea")
    card = await board(world, topic="sky")
    assert "The sky" in shown(card)
    assert [str(world.ada.id) in row for row in rows(card)] == [True]
    month = (await world.ada.click(card, label="This month")).response
    assert "The sky" in shown(month)
    refused = await board(world, topic="astrology")
    assert refused.content == "There is no topic of that name. Choose one of: sky."
    assert refused.ephemeral


async def test_pages_with_ones_own_row_always_in_sight(world):
    for number in range(25):
        await seed(world, 1000 + number, 100 - number)
    await seed(world, world.ada.id, 1)
    card = await board(world)
    assert "26 members" in shown(card)
    assert len(rows(card)) == 11
    own = f"**26.** <@{world.ada.id}> (you) · **1** points"
    assert rows(card)[-1].startswith(own)
    assert "Page 1 of 3" in shown(card)
    card = (await world.ada.click(card, label="More ▶")).response
    assert rows(card)[0].startswith("**11.** <@1010>")
    assert rows(card)[-1].startswith(own)
    card = (await world.ada.click(card, label="More ▶")).response
    assert "Page 3 of 3" in shown(card)
    assert len(rows(card)) == 6
    card = (await world.ada.click(card, label="◀ Back")).response
    assert "Page 2 of 3" in shown(card)
    card = (await world.ada.click(card, label="All time")).response
    assert "Page 1 of 3" in shown(card)


async def test_the_ends_of_the_pages(world):
    for number in range(11):
        await seed(world, 1000 + number, 50)
    card = await board(world)
    with pytest.raises(Exception, match="disabled"):
        await world.ada.click(card, label="◀ Back")
    card = (await world.ada.click(card, label="More ▶")).response
    with pytest.raises(Exception, match="disabled"):
        await world.ada.click(card, label="More ▶")


async def test_who_is_not_on_the_board_is_told_how_to_get_there(world):
    await seed(world, world.bo.id, 50)
    assert "You are not on this board yet. An answer in `/interview` puts you there." in shown(await board(world))


async def test_paging_somebody_elses_board(world):
    """A stranger turns pages of a board of their own, in private."""
    for number in range(15):
        await seed(world, 1000 + number, 50)
    card = await board(world)
    before = shown(card)
    turned = (await world.bo.click(card, label="More ▶")).response
    assert turned.ephemeral
    assert "Page 2 of 2" in shown(turned)
    assert shown(card) == before


async def test_servers_have_boards_of_their_own(world):
    await seed(world, world.ada.id, 50)
    other = world.env.create_guild("Another group")
    place = other.create_text_channel("interviews")
    ada = other.add_member(world.ada.user)
    card = (await ada.slash(place, "leaderboard")).response
    assert "Nobody is on this board yet." in shown(card)


async def test_from_the_end_card(world):
    card = await world.begin(level="junior")
    end = (await world.ada.click(card, label="End")).response
    opened = (await world.ada.click(end, label="Leaderboard")).response
    assert opened.ephemeral
    assert "The sky · this week" in shown(opened)


async def test_without_write_permission_the_command_still_answers(world):
    """Interactions are answered whatever the bot may do in the channel."""
    world.guild.create_role("Nobody", permissions=Permissions.none())
    await seed(world, world.ada.id, 50)
    assert rows(await board(world, world.bo))


def picture(card) -> str | None:
    """What the picture of a board says to who cannot see it; None without a picture."""
    galleries = [c for c in walk(card.components) if c["type"] == 12]
    assert len(galleries) == len(card.attachments)
    return galleries[0]["items"][0]["description"] if galleries else None


class TestPodium:
    async def test_the_first_three_are_drawn_by_name(self, world):
        for who, mark in ((world.ada, 90), (world.bo, 80), (world.mona, 70)):
            await seed(world, who.id, mark)
        card = await board(world)
        assert picture(card) == "The podium: 1. Ada, 90 points; 2. Bo, 80 points; 3. Mona, 70 points."
        assert [one.filename for one in card.attachments] == ["podium.png"]

    async def test_one_alone_has_no_podium(self, world):
        await seed(world, world.ada.id, 90)
        assert picture(await board(world)) is None

    async def test_who_has_left_is_a_rank(self, world):
        await seed(world, world.ada.id, 90)
        await seed(world, 2**50, 95)
        assert picture(await board(world)) == "The podium: 1. 95 points; 2. Ada, 90 points."

    async def test_names_that_no_font_can_draw(self, world):
        strange = world.guild.add_member(world.env.create_user("odd", global_name="🦊$\\frac{🐍}$"))
        await seed(world, strange.id, 95)
        await seed(world, world.ada.id, 90)
        assert picture(await board(world)) == "The podium: 1. 🦊$\\frac{🐍}$, 95 points; 2. Ada, 90 points."

    async def test_it_goes_when_the_page_is_turned_and_comes_again(self, world):
        for member_id in range(1, 13):
            await seed(world, member_id, 90 - member_id)
        card = await board(world)
        assert picture(card) is not None
        turned = (await world.ada.click(card, label="More ▶")).response
        assert picture(turned) is None
        back = (await world.ada.click(turned, label="◀ Back")).response
        assert picture(back) is not None

    async def test_where_the_card_cannot_be_changed_the_picture_comes_with_the_new_one(self, world):
        for member_id in (1, 2):
            await seed(world, member_id, 90)
        card = await board(world)
        world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50083, message="Thread is archived")
        beside = (await world.ada.click(card, label="All time")).response
        assert beside.id != card.id
        assert beside.ephemeral
        assert picture(beside) is not None

    async def test_without_the_permission_there_is_no_picture(self, world):
        for member_id in (1, 2):
            await seed(world, member_id, 90)
        overwrites = {world.guild.me: PermissionOverwrite(attach_files=False)}
        channel = world.guild.create_text_channel("bare", overwrites=overwrites)
        card = (await world.ada.slash(channel, "leaderboard")).response
        assert picture(card) is None


async def test_who_is_hidden_is_told_so_and_nobody_else_sees_them(world):
    await seed(world, world.ada.id, 90)
    await seed(world, world.bo.id, 80)
    async with world.bot.database.write() as connection:
        await standings.hide(connection, world.ada.id, None)
    card = await board(world)
    assert rows(card) == [f"🥇 <@{world.bo.id}> · **80** points · 1 question, average 80"]
    assert "because you hide from all of them" in shown(card)
