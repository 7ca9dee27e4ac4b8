"""Cards: text and buttons in one message, within Discord's limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_ui.language import _
from bot.discord_ui.text import cut
from bot.errors import Translatable

CARD_TEXT = 4000
"""Characters of text in one message with Components V2, all parts together."""
ROW_BUTTONS = 5
BUTTON_LABEL = 38
"""Longer labels are legal, but are not shown whole."""

ALT_TEXT = 1024
"""Characters of the text that stands for a picture."""

GAP = "\n"


class Card:
    """Collects what a card says, most important first, and lays it out.

    Parts that were added with a ``rank`` above 0 are left out, the highest rank and then the last first, when the card
    would not fit otherwise; a line then says that something is missing.
    """

    LEFT_OUT = Translatable("Some lines did not fit on this card.")

    def __init__(self, colour: discord.Colour | None = None) -> None:
        self._colour = colour
        self._parts: list[tuple[int, str | None]] = []
        self._rows: list[Sequence[ui.Item[Any]]] = []
        self._picture: discord.MediaGalleryItem | None = None

    def text(self, text: str, *, rank: int = 0) -> Card:
        """Add a part, on lines of its own."""
        if text:
            self._parts.append((rank, text))
        return self

    def line(self) -> Card:
        """Add a separator."""
        self._parts.append((0, None))
        return self

    def picture(self, name: str, description: str) -> Card:
        """Show the picture that is sent along under this file name, below the first block of text.

        ``description`` is read out to who cannot see it.
        """
        self._picture = discord.MediaGalleryItem(f"attachment://{name}", description=cut(description, ALT_TEXT))
        return self

    def row(self, *items: ui.Item[Any] | None) -> Card:
        """Add a row of up to five buttons, or one select; None stands for nothing."""
        present = [item for item in items if item is not None]
        assert len(present) <= ROW_BUTTONS
        if present:
            self._rows.append(present)
        return self

    def view(self) -> ui.LayoutView:
        """The card as a view that never times out: its buttons are found by their ids alone."""
        container: ui.Container[Any] = ui.Container(accent_colour=self._colour)
        block: list[str] = []
        for _rank, text in [*self._fitting(), (0, None)]:
            if text is not None:
                block.append(text)
                continue
            if block:
                if container.children:
                    container.add_item(ui.Separator())
                container.add_item(ui.TextDisplay(GAP.join(block)))
                if self._picture is not None and len(container.children) == 1:
                    container.add_item(ui.MediaGallery(self._picture))
            block = []
        for items in self._rows:
            container.add_item(ui.ActionRow(*items))
        view = ui.LayoutView(timeout=None)
        view.add_item(container)
        return view

    def _fitting(self) -> list[tuple[int, str | None]]:
        parts = list(self._parts)
        if _size(parts) <= CARD_TEXT:
            return parts
        left_out = f"-# {_(self.LEFT_OUT)}"
        room = CARD_TEXT - len(left_out) - len(GAP)
        while _size(parts) > room:
            rank, index = max((rank, index) for index, (rank, _) in enumerate(parts))
            if rank > 0:
                del parts[index]
                continue
            # Nothing may go: the longest part gives up what is too much, but no more than half of itself at a time.
            longest = max(range(len(parts)), key=lambda i: len(parts[i][1] or ""))
            text = parts[longest][1] or ""
            parts[longest] = (0, cut(text, max(len(text) - (_size(parts) - room), len(text) // 2, 1)))
        return [*parts, (0, left_out)]


def _size(parts: Sequence[tuple[int, str | None]]) -> int:
    return sum(len(text or "") + len(GAP) for _, text in parts)
