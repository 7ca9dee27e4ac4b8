"""The form that asks at which hour a member wants to be reminded."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.discord_ui.actions import FORM, Interaction, custom_id
from bot.discord_ui.forms import FORM_SECONDS, TITLE
from bot.discord_ui.language import _
from bot.discord_ui.text import cut
from bot.interview.nudge import Nudge

HOUR, ZONE = "hour", "zone"
EVENING = 19
ZONE_LENGTH = 60


class NudgeForm(ui.Modal):
    """Hour and time zone; sending it runs ``action``."""

    def __init__(self, wish: Nudge | None, action: str) -> None:
        super().__init__(title=cut(_("Reminders"), TITLE), custom_id=custom_id(FORM, action), timeout=FORM_SECONDS)
        hour = wish.hour if wish else EVENING
        options = [discord.SelectOption(label=f"{one:02}:00", value=str(one), default=one == hour) for one in range(24)]
        self.add_item(
            ui.Label(
                text=_("At what time?"),
                description=_("Only on days on which questions are due, and never more than once a day."),
                component=ui.Select(custom_id=HOUR, options=options),
            )
        )
        self.add_item(
            ui.Label(
                text=_("In which time zone?"),
                description=_("As in Europe/Berlin or America/New_York."),
                component=ui.TextInput(
                    custom_id=ZONE, default=wish.zone if wish else "UTC", max_length=ZONE_LENGTH, required=True
                ),
            )
        )


def wished(interaction: Interaction) -> tuple[int, str]:
    """The hour and the time zone as they were sent."""
    data: Any = interaction.data
    fields = {one["component"]["custom_id"]: one["component"] for one in data["components"] if "component" in one}
    return int(fields[HOUR]["values"][0]), str(fields[ZONE]["value"])
