"""Every command and option is told to people, and fits Discord everywhere that it is offered."""

from __future__ import annotations

from pathlib import Path

import discord
from discord import app_commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def _commands(bot):
    return [*bot.tree.get_commands(), *bot.tree.get_commands(type=discord.AppCommandType.message)]


async def test_each_command_and_option_is_in_the_readme(world):
    missing = []
    for command in _commands(world.bot):
        slash = isinstance(command, app_commands.Command)
        name = f"`/{command.name}`" if slash else f"*Apps → {command.name}*"
        row = next((line for line in README.splitlines() if line.startswith(f"| {name}")), None)
        if row is None:
            missing.append(name)
        elif slash:
            missing += [f"{name} {p.display_name}" for p in command.parameters if f"`{p.display_name}`" not in row]
    assert not missing


async def test_each_command_says_where_it_can_be_used(world):
    for command in _commands(world.bot):
        assert command.allowed_contexts is not None, command.name
        assert command.allowed_installs is not None, command.name


async def test_help_names_each_command(world):
    result = await world.ada.slash(world.channel, "help")
    text = str(result.response.components)
    for command in _commands(world.bot):
        assert command.name in text
    assert result.ephemeral
