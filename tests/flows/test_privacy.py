"""/privacy, and what is forgotten without anybody's asking."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import timedelta

import pytest

from bot.cogs.keeping import KeepingCog
from bot.store import privacy
from bot.store.tables import presence
from tests.flows.conftest import GOOD, HALF, IN_A_FILE, labels, shown
from tests.flows.tour import press, pressable


async def answered(world, who=None, text=GOOD):
    """An interview of one question that is over, with a text of its own."""
    card = await world.begin(who, level="junior")
    feedback = await world.answer(card, text, who=who)
    return (await (who or world.ada).click(feedback, label="Finish")).response


async def private(world, part: str, who=None):
    return (await (who or world.ada).slash(world.channel, f"privacy {part}")).response


async def kept(world, who=None):
    async with world.bot.database.read() as connection:
        return await privacy.count(connection, (who or world.ada).id)


async def test_nothing_is_kept_yet(world):
    card = await private(world, "show")
    assert card.ephemeral
    assert "No answer and no mark of yours." in shown(card)
    assert "It is kept until you delete it." in shown(card)
    assert "deleted 30 days later" in shown(card)


async def test_show(world):
    await answered(world)
    card = await private(world, "show")
    for line in ("- 1 interview\n", "- 1 answer, as you typed it\n", "- 1 mark\n", "- 1 question with the day"):
        assert line in shown(card)
    assert "seen by others" in shown(card)
    assert labels(card) == ["Get it as a file", "Hide me from leaderboards", "Delete all of it"]


@pytest.mark.parametrize("options", [{"store": {"retention_days": 365, "departure_days": 1}}])
async def test_show_says_how_long(world):
    card = await private(world, "show")
    assert "What is older than 365 days is deleted." in shown(card)
    assert "deleted 1 day later" in shown(card)


async def test_in_direct_messages(world):
    assert "What I keep about you" in shown((await world.ada.user.slash("privacy show")).response)
    assert "Delete all" in shown((await world.ada.user.slash("privacy delete")).response)


async def test_export(world):
    await answered(world, text=HALF)
    await answered(world, world.bo, text=GOOD)
    reply = await private(world, "export")
    assert reply.ephemeral
    (file,) = reply.attachments
    assert file.filename == f"hotseat-{world.bot.clock():%Y-%m-%d}.json"
    whole = json.loads(await file.read())
    assert whole["member_id"] == world.ada.id
    (answer,) = whole["tables"]["answer"]
    assert answer["body"] == HALF
    (turn,) = whole["tables"]["turn"]
    assert turn["grade"]["mark"] == turn["mark"]
    assert GOOD not in (await file.read()).decode()
    assert str(world.bo.id) not in (await file.read()).decode()


async def test_a_large_export_is_compressed(world, monkeypatch):
    monkeypatch.setattr("bot.cogs.privacy.PLAIN_BYTES", 100)
    await answered(world)
    (file,) = (await private(world, "export")).attachments
    assert file.filename.endswith(".json.gz")
    assert json.loads(gzip.decompress(await file.read()))["tables"]["answer"][0]["body"] == GOOD


async def test_export_by_its_button(world):
    card = await private(world, "show")
    reply = (await world.ada.click(card, label="Get it as a file")).response
    assert reply.ephemeral
    assert reply.id != card.id
    assert reply.attachments


async def test_hide_and_come_back(world):
    await answered(world)
    card = await private(world, "hide")
    assert card.ephemeral
    assert "You are on no leaderboard from now on" in shown(card)
    board = (await world.bo.slash(world.channel, "leaderboard")).response
    assert f"<@{world.ada.id}>" not in shown(board)
    assert "hidden" in shown(await private(world, "show"))
    back = (await world.ada.click(card, label="Show me on leaderboards")).response
    assert back.id == card.id
    assert "on the leaderboards again" in shown(back)
    board = (await world.bo.slash(world.channel, "leaderboard")).response
    assert f"<@{world.ada.id}>" in shown(board)


async def test_hiding_twice(world):
    await private(world, "hide")
    await private(world, "hide")
    assert len((await world.rows())["hidden"]) == 1


async def test_delete_asks_first(world):
    await answered(world)
    rows = await world.rows()
    card = await private(world, "delete")
    assert card.ephemeral
    assert "- 1 answer, as you typed it" in shown(card)
    assert labels(card) == ["Delete it now", "Keep it"]
    assert await world.rows() == rows
    over = (await world.ada.click(card, label="Keep it")).response
    assert (over.id, shown(over).strip()) == (card.id, "Nothing was deleted.")
    assert await world.rows() == rows


async def test_delete(world):
    await answered(world)
    await answered(world, world.bo)
    card = await private(world, "delete")
    over = (await world.ada.click(card, label="Delete it now")).response
    assert over.id == card.id
    assert "All of it is deleted." in shown(over)
    assert labels(over) == []
    assert str(world.ada.id) not in str(await world.rows())
    assert (await kept(world)).nothing
    assert (await kept(world, world.bo)).answers == 1
    board = (await world.bo.slash(world.channel, "leaderboard", period="all")).response
    assert f"<@{world.ada.id}>" not in shown(board)
    assert f"<@{world.bo.id}>" in shown(board)
    assert "No answer and no mark of yours." in shown(await private(world, "show"))


@IN_A_FILE
async def test_no_word_stays_in_the_files(world):
    await answered(world, text="Xylophonequartz scatters it.")
    path = world.bot.database.path
    files = [path, path.with_name(f"{path.name}-wal")]
    assert any(b"Xylophonequartz" in file.read_bytes() for file in files)
    await world.ada.click(await private(world, "delete"), label="Delete it now")
    assert not any(b"Xylophonequartz" in file.read_bytes() for file in files)


async def test_a_form_that_was_open_gets_a_sentence_and_the_text_back(world):
    card = await world.begin(level="junior")
    form = await world.ada.click(card, label="Answer")
    await world.ada.click(await private(world, "delete"), label="Delete it now")
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert "This interview is not stored here any more. Type /interview for a new one." in reply.content
    assert (await reply.attachments[0].read()).decode() == GOOD
    assert (await kept(world)).nothing


async def test_old_cards_say_so(world):
    card = await world.begin(level="junior")
    await world.ada.click(await private(world, "delete"), label="Delete it now")
    reply = (await world.ada.click(card, label="Skip")).response
    assert "This interview is not stored here any more." in reply.content
    await world.begin(level="junior")
    rows = await world.rows()
    again = (await world.ada.click(card, label="Skip")).response
    assert "This interview is not stored here any more." in again.content
    assert await world.rows() == rows


@pytest.mark.parametrize("part", ["show", "hide", "delete"])
async def test_a_stranger_presses(world, part):
    await answered(world)
    card = await private(world, part)
    rows = await world.rows()
    for component in pressable(card):
        reply = (await press(world, world.bo, card, component)).response
        assert reply.content.startswith("That is about somebody else.")
        assert reply.ephemeral
    assert await world.rows() == rows


async def test_slow_databases_are_waited_for(world, monkeypatch):
    export = privacy.export

    async def slowly(*arguments):
        await asyncio.sleep(0.1)
        return await export(*arguments)

    monkeypatch.setattr("bot.discord_ui.reply.SLOW", 0.02)
    monkeypatch.setattr("bot.store.privacy.export", slowly)
    result = await world.ada.slash(world.channel, "privacy export")
    assert result.ephemeral
    assert result.followups[0].attachments if getattr(result, "followups", None) else result.response.attachments


# ---------------------------------------------------------------- forgetting


def keeping(world) -> KeepingCog:
    return world.bot.get_cog("KeepingCog")


async def sweep(world, **ahead: int) -> None:
    world.bot.clock.ahead += timedelta(**ahead)
    await keeping(world).sweep(world.bot.clock())


async def test_a_server_that_the_bot_was_removed_from(world, simcord_env):
    await answered(world)
    await keeping(world).on_guild_remove(world.bot.get_guild(world.guild.id))
    simulated = world.bot.guilds
    world.bot._connection._guilds.clear()
    await sweep(world, days=29)
    assert await world.answers() == 1
    await sweep(world, days=1)
    assert str(world.guild.id) not in str(await world.rows())
    assert await world.answers() == 0
    for guild in simulated:
        world.bot._connection._guilds[guild.id] = guild


async def test_a_server_that_it_returned_to(world):
    await answered(world)
    guild = world.bot.get_guild(world.guild.id)
    await keeping(world).on_guild_remove(guild)
    await sweep(world, days=20)  # it is there after all
    await sweep(world, days=20)
    assert await world.answers() == 1
    await keeping(world).on_guild_remove(guild)
    await keeping(world).on_guild_join(guild)
    await sweep(world, days=60)
    assert await world.answers() == 1


async def test_a_server_that_it_was_removed_from_while_it_was_away(world):
    await answered(world)
    await sweep(world)
    guilds = dict(world.bot._connection._guilds)
    world.bot._connection._guilds.clear()
    await sweep(world, days=100)  # only now it is seen
    assert await world.answers() == 1
    await sweep(world, days=30)
    assert await world.answers() == 0
    world.bot._connection._guilds.update(guilds)


async def test_what_was_done_as_a_personal_app_in_a_foreign_server_stays(world):
    """The bot has never been in that server, so that it cannot have been removed from it."""
    await answered(world)
    async with world.bot.database.write() as connection:
        await connection.execute(presence.delete())
    guilds = dict(world.bot._connection._guilds)
    world.bot._connection._guilds.clear()
    await sweep(world, days=100)
    await sweep(world, days=100)
    assert await world.answers() == 1
    world.bot._connection._guilds.update(guilds)


@pytest.mark.parametrize("options", [{"store": {"retention_days": 90}}])
async def test_retention(world):
    await answered(world)
    await sweep(world, days=89)
    assert (await kept(world)).marks == 1
    await sweep(world, days=2)
    assert (await kept(world)).nothing
    board = (await world.bo.slash(world.channel, "leaderboard", period="all")).response
    assert f"<@{world.ada.id}>" not in shown(board)


async def test_without_retention_nothing_goes(world):
    await answered(world)
    await sweep(world, days=5000)
    assert (await kept(world)).marks == 1


async def test_the_sweep_comes_by_itself(world):
    await answered(world)
    await keeping(world).on_guild_remove(world.bot.get_guild(world.guild.id))
    guilds = dict(world.bot._connection._guilds)
    world.bot._connection._guilds.clear()
    world.bot.clock.ahead += timedelta(days=31)
    keeping(world)._sweep.restart()
    await world.env.settle()
    await world.env.advance_time(1)
    assert await world.answers() == 0
    world.bot._connection._guilds.update(guilds)


@pytest.mark.error_logs
async def test_a_sweep_that_fails_does_not_stop_the_next(world, monkeypatch):
    async def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr(KeepingCog, "sweep", fail)
    await keeping(world)._sweep()
    assert keeping(world)._sweep.is_running()
