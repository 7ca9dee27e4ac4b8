"""Buttons and menus whose ids say everything: they work after a restart, a week later, on any process.

An id is ``<kind>:<action>:<argument>:…``. There is one handler for each action; the number in the kind tells an old
card from a new one. A view holds these and link buttons only: discord.py forgets all dynamic items when a view that
mixes them with plain ones times out.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.discord_ui.guard import guarded
from bot.discord_ui.layout import BUTTON_LABEL
from bot.discord_ui.text import cut

Interaction = discord.Interaction[Any]
Handler = Callable[[Interaction, list[str]], Awaitable[None]]

BUTTON, MENU, FORM = "hb1", "hm1", "hf1"
CUSTOM_ID = 100
OUT_OF_DATE = "That belongs to an older version of the bot. Type /help to see what there is now."


def custom_id(kind: str, action: str, *arguments: object) -> str:
    """The id of a component. Arguments are numbers and slugs; None is written as nothing."""
    made = ":".join([kind, action, *("" if a is None else str(a) for a in arguments)])
    assert len(made) <= CUSTOM_ID, made
    return made


def split(made: str) -> tuple[str, list[str]]:
    """The action and the arguments of an id that ``custom_id`` made."""
    _, action, *arguments = made.split(":")
    return action, arguments


class Actions:
    """Which handler answers which action. Cogs enter theirs when they are loaded."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._handlers)

    def add(self, handlers: dict[str, Handler]) -> None:
        """Enter handlers. Two for one action are a mistake of ours."""
        assert not self._handlers.keys() & handlers.keys()
        self._handlers |= handlers

    async def run(self, interaction: Interaction, action: str, arguments: list[str]) -> None:
        """Let the handler of ``action`` answer; an unknown action is answered with a sentence."""
        handler = self._handlers.get(action, _out_of_date)
        await guarded(interaction, handler(interaction, arguments))


async def _out_of_date(interaction: Interaction, _arguments: list[str]) -> None:
    await interaction.response.send_message(OUT_OF_DATE, ephemeral=True)


class Press(ui.DynamicItem[ui.Button[Any]], template=re.compile(rf"{BUTTON}:[a-z-]+(:[^:]*)*")):
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


class Choose(ui.DynamicItem[ui.Select[Any]], template=re.compile(rf"{MENU}:[a-z-]+(:[^:]*)*")):
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
