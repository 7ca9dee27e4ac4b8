"""Every command and option is told to people, and fits Discord everywhere that it is offered."""

from __future__ import annotations

from pathlib import Path

import discord
from discord import app_commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

EVERYWHERE = {"Submit as my answer", "help", "history", "interview", "privacy", "progress", "review"}
"""What needs no server: it works in servers, in direct messages and group chats, and as an app of one's own."""
IN_SERVERS = {"appeals", "bank", "daily", "leaderboard", "round", "settings"}


def _commands(bot):
    return [*bot.tree.get_commands(), *bot.tree.get_commands(type=discord.AppCommandType.message)]


def _words(command) -> list[str]:
    """What is typed after the name of a command: its options, or those of its parts with their names."""
    if isinstance(command, app_commands.Group):
        return [word for part in command.commands for word in (part.name, *_words(part))]
    return [parameter.display_name for parameter in command.parameters]


async def test_each_command_and_option_is_in_the_readme(world):
    missing = []
    for command in _commands(world.bot):
        menu = isinstance(command, app_commands.ContextMenu)
        name = f"*Apps → {command.name}*" if menu else f"`/{command.name}`"
        row = next((line for line in README.splitlines() if line.startswith(f"| {name}")), None)
        if row is None:
            missing.append(name)
        elif not menu:
            missing += [f"{name} {word}" for word in _words(command) if f"`{word}`" not in row]
    assert not missing


async def test_each_command_says_where_it_can_be_used(world):
    for command in _commands(world.bot):
        contexts, installs = command.allowed_contexts, command.allowed_installs
        assert contexts is not None, command.name
        assert installs is not None, command.name
        everywhere = command.name in EVERYWHERE
        assert everywhere or command.name in IN_SERVERS, command.name
        assert (contexts.guild, contexts.dm_channel, contexts.private_channel) == (True, everywhere, everywhere)
        assert (installs.guild, installs.user) == (True, everywhere)


async def test_what_discord_is_told_says_so(world):
    """The parts of a group take its places; discord.py sends them with the group alone."""
    sent = next(r for r in world.env.http_requests if r.method == "PUT" and r.path.endswith("/commands"))
    assert {one["name"] for one in sent.json} == {command.name for command in _commands(world.bot)}
    for one in sent.json:
        everywhere = one["name"] in EVERYWHERE
        assert sorted(one["contexts"]) == ([0, 1, 2] if everywhere else [0]), one["name"]
        assert sorted(one["integration_types"]) == ([0, 1] if everywhere else [0]), one["name"]


async def test_help_names_each_command(world):
    result = await world.ada.slash(world.channel, "help")
    text = str(result.response.components)
    for command in _commands(world.bot):
        assert command.name in text
    assert result.ephemeral
