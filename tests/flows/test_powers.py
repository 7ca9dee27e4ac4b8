"""The table of who may do what (powers.py), pressed through from the first line to the last."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import Permissions, app_commands
from simcord.backend.errors import SetupError

from bot.discord_ui.actions import BUTTON, custom_id, split
from tests.flows.conftest import World, shown
from tests.flows.forging import channel_of, forge
from tests.flows.powers import ACTS, COMMANDS, DIRECT, ELSEWHERE, FORMER, HIDDEN, MENUS, MODERATOR, OTHER, POWERS, SHOWS
from tests.flows.tour import CARDS, MENU, pressable
from tests.hostile import LONG

ACTING = [
    (name, person)
    for name, power in POWERS.items()
    for person in ("owner", *power.answers)
    if person == "owner" or power.answer(person) == ACTS
]


async def gather(world: World) -> dict[str, Any]:
    """The people of the table, but the owner."""
    role = world.guild.create_role("Moderators")
    await world.mona.slash(world.channel, "settings", moderators=role)
    other_guild = world.env.create_guild("Another group")
    other_guild.create_text_channel("there")
    managers = other_guild.create_role("Managers", permissions=Permissions(manage_guild=True))
    flo = world.env.create_user("flo")
    world.guild.remove_member(world.guild.add_member(flo))
    return {
        OTHER: world.bo,
        MODERATOR: world.guild.add_member(world.env.create_user("max"), roles=[role]),
        ELSEWHERE: other_guild.add_member(world.env.create_user("eve"), roles=[managers]),
        FORMER: flo,
        DIRECT: world.env.create_user("dan"),
    }


async def found(world: World, name: str) -> tuple[str, list[str]]:
    """The id that the owner's card has for an action, and what a menu would choose."""
    power = POWERS[name]
    card = await CARDS[power.card](world)
    if power.arguments is not None:
        return custom_id(BUTTON, name, *power.arguments(world)), []
    wanted = power.opened_by or power.like or name
    component = next(c for c in pressable(card) if split(c["custom_id"])[0] == wanted)
    made = component["custom_id"]
    if power.like:
        made = made.replace(f":{power.like}:", f":{name}:")
    if power.opened_by:
        made = (await forge(world, getattr(world, power.owner), made)).modal["custom_id"]
        assert split(made)[0] == name
    return made, [component["options"][0]["value"]] if component["type"] == MENU else []


async def outcome(world: World, who, made: str, values: list[str], fields: dict[str, Any]) -> tuple[str, str]:
    """``ACTS``, or ``SHOWS``, with the text that was shown to the person alone."""
    before = await world.rows()
    sent = await forge(world, who, made, values=values, fields=fields)
    if sent.modal:
        assert await world.rows() == before
        return ACTS, ""
    text = shown(sent.response) or str(sent.response.attachments)
    return (SHOWS if await world.rows() == before else ACTS), text


def check(expected: str, done: str, text: str) -> None:
    if expected in (ACTS, SHOWS):
        assert done == expected, text
        assert expected == ACTS or len(text.strip()) > 10
    else:
        assert done == SHOWS
        assert expected in text


async def test_each_action_is_in_the_table(world):
    assert world.bot.actions.names == POWERS.keys()


@pytest.mark.parametrize(("name", "actor"), ACTING)
async def test_an_action(world, name, actor):
    """Whoever may not gets a sentence and changes nothing; then comes one who may."""
    power = POWERS[name]
    people = await gather(world)
    made, values = await found(world, name)
    for person, who in people.items():
        expected = power.answer(person)
        if expected != ACTS:
            check(expected, *await outcome(world, who, made, values, power.fields))
    who = getattr(world, power.owner) if actor == "owner" else people[actor]
    check(power.answer(actor), *await outcome(world, who, made, values, power.fields))


# -------------------------------------------------------------------------------------------------- forged ids

HUGE = ["9" * 40, str(2**63), str(2**63 - 1), str(10**15), "-1", "-9223372036854775809"]
NONSENSE = [
    "",
    " ",
    "x",
    "1e3",
    "0x10",
    "1.5",
    "\u0661",
    "None",
    "1;drop table answer",
    "\u202e1",
    "a" * 60,
    "\n",
    "%s",
]


def forged(arguments: list[str]) -> list[list[str]]:
    """Wrong arguments made of right ones: missing, one too many, and each in turn absurd."""
    made = [arguments[:count] for count in range(len(arguments))] + [[*arguments, "0"], [*arguments, *"0000000000"]]
    wrongs = (*HUGE, *NONSENSE, "99", "999999")
    for at in range(len(arguments)):
        some = wrongs if LONG else wrongs[at % 3 :: 3]
        made += [[*arguments[:at], wrong, *arguments[at + 1 :]] for wrong in some]
    return made


@pytest.mark.hostile
@pytest.mark.parametrize("name", POWERS)
@pytest.mark.timeout(240)
async def test_forged_ids(world, name):
    """Whatever stands in an id, its owner gets a sentence or something to read, and nothing changes.

    The ids of members in forms are not among it: they keep forms apart, and who sends one is who Discord says.
    """
    power = POWERS[name]
    owner = getattr(world, power.owner)
    right, values = await found(world, name)
    kind, _, arguments = right.split(":")[0], *split(right)
    before = await world.rows()
    for wrong in forged([*arguments, *values]):
        if _is_right(name, arguments, wrong):
            continue
        given = wrong[: len(arguments)] if values else wrong
        chosen = wrong[len(arguments) :] if values else []
        sent = await forge(world, owner, ":".join([kind, name, *given])[:100], values=chosen, fields=power.fields)
        assert not sent.modal, wrong
        assert len(shown(sent.response).strip()) > 20 or sent.response.attachments, wrong
        if LONG:
            assert await world.rows() == before, wrong
    assert await world.rows() == before


def _is_right(name: str, right: list[str], wrong: list[str]) -> bool:
    """Whether the bot could have written that as well: a member's id in a form, or an order of another kind."""
    if name == "replace":
        all_topics, any_level = [right[0], "", *right[2:]], [*right[:3], "", *right[4:]]
        return wrong in (right[:-1], all_topics, any_level)
    free = {"first": 2, "second": 2, "followed": 2, "round-sent": 2, "appealed": 3}.get(name)
    return free is not None and len(wrong) == len(right) and wrong[:free] == right[:free]


@pytest.mark.parametrize("kind", ["hb1", "hm1", "hf1"])
@pytest.mark.parametrize("rest", [":", "::::", ":\n", ":Answer:1:2", ":answer", ":\u0000", ":" + "x" * 90])
async def test_ids_that_are_none(world, kind, rest):
    sent = await forge(world, world.bo, kind + rest, values=["0"])
    assert sent.response.content == "That belongs to an older version of the bot. Type /help to see what there is now."


# -------------------------------------------------------------------------------------------------- commands


def _leaves(command) -> list[str]:
    if isinstance(command, app_commands.Group):
        return [f"{command.name} {part}" for one in command.commands for part in _leaves(one)]
    return [command.name]


CHAT = discord.AppCommandType.chat_input


async def test_each_command_is_in_the_table(world):
    assert {leaf for command in world.bot.tree.get_commands(type=CHAT) for leaf in _leaves(command)} == COMMANDS.keys()
    menus = world.bot.tree.get_commands(type=discord.AppCommandType.message)
    assert {menu.name for menu in menus} == MENUS.keys()
    assert not world.bot.tree.get_commands(type=discord.AppCommandType.user)


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command(world, name):
    """Also where a server has handed its managers' commands to everybody."""
    people = await gather(world)
    order = COMMANDS[name]
    await CARDS["topic of a bank"](world)
    if name.startswith("daily ") and name != "daily set":
        await CARDS["question of the day"](world)
    for command in await world.bot.tree.fetch_commands():
        if command.default_member_permissions:
            world.guild.set_command_permissions(command, {world.bo: True, people[MODERATOR]: True})
    asked = [(world.bo, order.member), (people[MODERATOR], order.moderator), (people[ELSEWHERE], order.elsewhere)]
    for who, expected in [*asked, (people[DIRECT], order.direct), (world.mona, order.manager)]:
        if not expected:
            continue
        before = await world.rows()
        options = order.options(world)
        if expected == HIDDEN:
            with pytest.raises(SetupError):
                await who.slash(name, **options)
            continue
        if not hasattr(who, "guild"):
            sent = await who.slash(name, **options)
        else:
            sent = await who.slash(await channel_of(world, who), name, **options)
        text = shown(sent.response) or str(sent.response.attachments)
        check(expected, SHOWS if await world.rows() == before else ACTS, text)
