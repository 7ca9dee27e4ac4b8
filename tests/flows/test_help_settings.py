"""/help and /settings."""

from __future__ import annotations

import pytest
from simcord.backend.errors import SetupError

from bot.interview import Home
from bot.interview.standings import LEVEL_WEIGHT
from tests.flows.conftest import labels, shown


async def settings(world, who=None, **options):
    return (await (who or world.mona).slash(world.channel, "settings", **options)).response


async def test_help_names_every_command(world):
    card = (await world.ada.slash(world.channel, "help")).response
    assert card.ephemeral
    names = {command.name for command in world.bot.tree.walk_commands() if command.parent is None} - {"help"}
    menus = {command.name for command in world.bot.tree.get_commands() if command.name not in names | {"help"}}
    assert menus == {"Submit as my answer"}
    for name in names:
        assert f"`/{name}" in shown(card), name
    for name in menus:
        assert name in shown(card)


async def test_help_tells_the_rules(world):
    card = (await world.ada.slash(world.channel, "help")).response
    for level, weight in LEVEL_WEIGHT.items():
        assert f"{level} × {weight:g}" in shown(card)
    for said in (
        "24 hours",
        "earns half",
        "Each hint costs 5",
        "`sky`",
        "Weeks start on Monday and months on the first, 00:00 UTC",
    ):
        assert said in shown(card)


async def test_help_in_direct_messages(world):
    assert "## Hotseat" in shown((await world.ada.user.slash("help")).response)


@pytest.mark.parametrize("options", [{"interviews": {"hint_price": 12, "exam_minutes": 7}}])
async def test_help_tells_what_the_host_has_set(world, options):
    card = (await world.ada.slash(world.channel, "help")).response
    assert "Each hint costs 12" in shown(card)
    assert "7 minutes for each question" in shown(card)


async def test_the_settings_of_a_new_server(world):
    card = await settings(world)
    assert card.ephemeral
    assert "in a thread of their own" in shown(card)
    assert "all topics mixed" in shown(card)
    assert "when no number is named: 5." in shown(card)
    assert (await world.rows())["server"] == []


async def test_settings_are_kept_one_by_one(world):
    await settings(world, interviews="channel")
    await settings(world, questions=2)
    card = await settings(world, topic="sky")
    assert "in the channel itself" in shown(card)
    assert "when none is named: The sky." in shown(card)
    assert "when no number is named: 2." in shown(card)
    (row,) = (await world.rows())["server"]
    assert (row.guild_id, row.held_in, row.topic, row.questions) == (world.guild.id, Home.CHANNEL, "sky", 2)
    mixed = await settings(world, topic="mixed")
    assert "all topics mixed" in shown(mixed)


async def test_settings_are_followed(world):
    await settings(world, interviews="channel", topic="sky", questions=2)
    result = await world.ada.slash(world.channel, "interview")
    assert "The sky · question 1 of 2" in shown(result.response)
    named = await world.bo.slash(world.channel, "interview", questions=1)
    assert "question 1 of 1" in shown(named.response)


async def test_a_topic_that_is_not_there(world):
    reply = await settings(world, topic="astrology")
    assert reply.content == "There is no topic of that name. Choose one of: sky."
    assert (await world.rows())["server"] == []


async def test_topics_are_offered(world):
    offered = await world.mona.autocomplete(world.channel, "settings", "topic", "")
    assert [one["value"] for one in offered] == ["mixed", "sky"]


async def test_members_do_not_see_the_command(world):
    with pytest.raises(SetupError, match="not visible"):
        await settings(world, world.bo, interviews="private")


async def test_members_are_refused_even_where_a_server_lets_them_have_the_command(world):
    """Servers may hand a command to anybody; how interviews are held stays with who manages the server."""
    (command,) = [c for c in await world.bot.tree.fetch_commands() if c.name == "settings"]
    world.guild.set_command_permissions(command, {world.bo: True})
    reply = await settings(world, world.bo, interviews="private")
    assert reply.content == ("Only members who may manage the server (*Manage Server*) can change its settings.")
    assert reply.ephemeral
    assert labels(reply) == []
    assert (await world.rows())["server"] == []
