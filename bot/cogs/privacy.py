"""``/privacy``."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_ui.actions import ID, Action, Handler, Interaction
from bot.discord_ui.cards import notice_card
from bot.discord_ui.cards.privacy import delete_card, hidden_card, privacy_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.language import _
from bot.discord_ui.reply import in_time, redraw, whisper
from bot.errors import RefusedError, Translatable
from bot.store import Database, privacy, standings

if TYPE_CHECKING:
    from bot.config import StoreSettings

PLAIN_BYTES = 8_000_000
"""A larger export is compressed: Discord takes files of at most 10 MiB."""

ABOUT = Translatable(
    "All that Hotseat keeps about one member of Discord, by table. Times are UTC. marks are out of 100; sure is the "
    "chance, in percent, that the member gave the answer."
)


class PrivacyCog(commands.Cog):
    """What is kept of a member: to be seen, taken away, hidden and deleted."""

    privacy = app_commands.Group(
        name="privacy",
        description="What I keep about you: see it, take it with you, hide it or delete it",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    def __init__(self, client: Any, database: Database, settings: StoreSettings, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._database = database
        self._settings = settings
        self._clock = clock

    async def cog_load(self) -> None:
        handlers: dict[str, Callable[[Interaction], Any]] = {
            "export-me": self._export,
            "hide-me": self._hide,
            "show-me": self._unhide,
            "delete-me": self._ask,
            "delete-me-now": self._delete,
            "keep-me": self._keep,
        }
        self._client.actions.add({name: Action(_for_member(handler), ID) for name, handler in handlers.items()})

    @privacy.command(name="show", description="How much I keep about you, why, and how long")
    async def show(self, interaction: Interaction) -> None:
        await guarded(interaction, self._show(interaction))

    @privacy.command(name="export", description="All that I keep about you, as a file")
    async def export(self, interaction: Interaction) -> None:
        await guarded(interaction, self._export(interaction))

    @privacy.command(name="hide", description="Take yourself off every leaderboard")
    async def hide(self, interaction: Interaction) -> None:
        await guarded(interaction, self._hide(interaction))

    @privacy.command(name="delete", description="Delete all that I keep about you, for good")
    async def delete(self, interaction: Interaction) -> None:
        await guarded(interaction, self._ask(interaction))

    async def _show(self, interaction: Interaction) -> None:
        async with self._database.read() as connection:
            kept = await privacy.count(connection, interaction.user.id)
            hidden = await standings.is_hidden(connection, None, interaction.user.id)
        card = privacy_card(
            kept,
            interaction.user.id,
            hidden=hidden,
            retention_days=self._settings.retention_days,
            departure_days=self._settings.departure_days,
        )
        await whisper(interaction, card)

    async def _export(self, interaction: Interaction) -> None:
        file = await in_time(interaction, self._written(interaction.user.id), ephemeral=True)
        sentence = _("Here is all that I keep about you. Any text editor opens it.")
        if interaction.response.is_done():
            await interaction.followup.send(sentence, file=file, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, file=file, ephemeral=True)

    async def _written(self, member_id: int) -> discord.File:
        async with self._database.read() as connection:
            tables = await privacy.export(connection, member_id)
        now = self._clock()
        whole = {"about": _(ABOUT), "member_id": member_id, "written_at": now.isoformat(), "tables": tables}
        name = f"hotseat-{now:%Y-%m-%d}.json"
        body = await asyncio.to_thread(lambda: json.dumps(whole, ensure_ascii=False, indent=1).encode())
        if len(body) > PLAIN_BYTES:
            name, body = f"{name}.gz", await asyncio.to_thread(gzip.compress, body)
        return discord.File(io.BytesIO(body), name)

    async def _hide(self, interaction: Interaction) -> None:
        await self._set_hidden(interaction, hidden=True)

    async def _unhide(self, interaction: Interaction) -> None:
        await self._set_hidden(interaction, hidden=False)

    async def _set_hidden(self, interaction: Interaction, *, hidden: bool) -> None:
        async with self._database.write() as connection:
            change = standings.hide if hidden else standings.show
            await change(connection, interaction.user.id, None)
        await _answer(interaction, hidden_card(interaction.user.id, hidden=hidden))

    async def _ask(self, interaction: Interaction) -> None:
        async with self._database.read() as connection:
            kept = await privacy.count(connection, interaction.user.id)
        await _answer(interaction, delete_card(kept, interaction.user.id))

    async def _delete(self, interaction: Interaction) -> None:
        await in_time(interaction, self._forget(interaction.user.id))
        await redraw(
            interaction,
            notice_card(_("All of it is deleted. If you come back, we begin anew: type `/interview`.")),
        )

    async def _forget(self, member_id: int) -> None:
        async with self._database.write() as connection:
            await privacy.delete(connection, member_id, self._clock())
        # Where somebody reads at this moment, the daily sweep empties the log.
        await self._database.purge()

    async def _keep(self, interaction: Interaction) -> None:
        await redraw(interaction, notice_card(_("Nothing was deleted.")))


def _for_member(handler: Callable[[Interaction], Any]) -> Handler:
    """``handler`` for the member that the button's id names; anybody else gets a sentence."""

    async def answer(interaction: Interaction, arguments: list[str]) -> None:
        if interaction.user.id != int(arguments[0]):
            raise RefusedError("That is about somebody else. Type `/privacy show` to see what I keep about you.")
        await handler(interaction)

    return answer


async def _answer(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Answer a command with a card of its own, and a button by putting the card in place of its own."""
    if interaction.type is discord.InteractionType.component:
        await redraw(interaction, view)
    else:
        await whisper(interaction, view)
