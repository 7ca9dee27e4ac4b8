"""Buttons and menus whose ids say everything: they work after a restart, a week later, on any process.

An id is ``<kind>:<action>:<argument>:…``. There is one handler for each action; the number in the kind tells an old
card from a new one. A view holds these and link buttons only: discord.py forgets all dynamic items when a view that
mixes them with plain ones times out.

What comes back is somebody's request, not our own id: each action says which arguments it takes, and no handler sees
any others.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _
from bot.discord_ui.layout import BUTTON_LABEL
from bot.discord_ui.text import cut
from bot.errors import Translatable

Interaction = discord.Interaction[Any]
Handler = Callable[[Interaction, list[str]], Awaitable[None]]

BUTTON, MENU, FORM = "hb1", "hm1", "hf1"
CUSTOM_ID = 100

# What an argument may be, as regular expressions for the whole of it.
ID = "[0-8]?[0-9]{1,18}"
"""The id of anything, Discord's or ours: it fits 63 bits, which the database asks for."""
PLACE = "[0-9]{1,6}"
"""A page, or the place of a question or a point in its list, counted from 0."""
SLUG = "[a-z0-9-]{1,48}"
TOPIC = f"({SLUG})?"
"""The slug of a topic; nothing stands for all topics."""
FLAG = "[01]"
ROLE = "[a-z-]{1,20}"
"""What tells two buttons of one card apart that would have the same id otherwise."""


def one_of(*values: str, or_none: bool = False) -> str:
    """One of these words, or, with ``or_none``, nothing."""
    return f"({'|'.join(map(re.escape, values))}){'?' if or_none else ''}"


OUT_OF_DATE = Translatable("That belongs to an older version of the bot. Type /help to see what there is now.")


def custom_id(kind: str, action: str, *arguments: object) -> str:
    """The id of a component. Arguments are numbers and slugs; None is written as nothing."""
    made = ":".join([kind, action, *("" if a is None else str(a) for a in arguments)])
    assert len(made) <= CUSTOM_ID, made
    return made


def split(made: str) -> tuple[str, list[str]]:
    """The action and the arguments of an id that ``custom_id`` made."""
    _, action, *arguments = made.split(":")
    return action, arguments


class Action:
    """A handler and the arguments that it takes, each as a regular expression; ``optional`` ones may be left out."""

    def __init__(self, handler: Handler, *required: str, optional: Sequence[str] = ()) -> None:
        self.handler = handler
        self.required = required
        self.optional = tuple(optional)

    def takes(self, arguments: Sequence[str]) -> bool:
        """Whether these could have been written by ``custom_id`` for this action."""
        shape = (*self.required, *self.optional)
        fits = len(self.required) <= len(arguments) <= len(shape)
        return fits and all(map(re.fullmatch, shape, arguments))


class Actions:
    """Which handler answers which action. Cogs enter theirs when they are loaded."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._actions)

    def add(self, actions: dict[str, Action]) -> None:
        """Enter actions. Two of one name are a mistake of ours."""
        assert not self._actions.keys() & actions.keys()
        self._actions |= actions

    async def run(self, interaction: Interaction, name: str, arguments: list[str]) -> None:
        """Let the handler of an action answer; an unknown one, or arguments that it does not take, get a sentence."""
        action = self._actions.get(name)
        handler = action.handler if action is not None and action.takes(arguments) else _out_of_date
        await guarded(interaction, handler(interaction, arguments))


async def _out_of_date(interaction: Interaction, _arguments: list[str]) -> None:
    await interaction.response.send_message(_(OUT_OF_DATE), ephemeral=True)


class Press(ui.DynamicItem[ui.Button[Any]], template=re.compile(rf"{BUTTON}:.*", re.DOTALL)):
    """A button that runs an action."""

    def __init__(
        self,
        label: str,
        action: str,
        *arguments: object,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            ui.Button(
                label=cut(label, BUTTON_LABEL),
                style=style,
                disabled=disabled,
                custom_id=custom_id(BUTTON, action, *arguments),
            )
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, item: ui.Item[Any], _match: re.Match[str]) -> Self:
        assert isinstance(item, ui.Button)
        action, arguments = split(item.custom_id or "")
        return cls(item.label or "", action, *arguments, style=item.style)

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.actions.run(interaction, *split(self.custom_id))


class Choose(ui.DynamicItem[ui.Select[Any]], template=re.compile(rf"{MENU}:.*", re.DOTALL)):
    """A menu that runs an action with the chosen value as its last argument."""

    def __init__(
        self, placeholder: str, options: Sequence[discord.SelectOption], action: str, *arguments: object
    ) -> None:
        super().__init__(
            ui.Select(
                placeholder=cut(placeholder, 150),
                options=list(options),
                custom_id=custom_id(MENU, action, *arguments),
            )
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, item: ui.Item[Any], _match: re.Match[str]) -> Self:
        assert isinstance(item, ui.Select)
        action, arguments = split(item.custom_id)
        return cls(item.placeholder or "", item.options, action, *arguments)

    async def callback(self, interaction: Interaction) -> None:
        action, arguments = split(self.custom_id)
        data: Any = interaction.data
        values = data.get("values", [])
        await interaction.client.actions.run(interaction, action, [*arguments, *values])


ITEMS = (Press, Choose)
"""What the bot registers, so that components of messages from before its start are found."""
