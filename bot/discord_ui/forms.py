"""The form for an answer, and the one listener that takes every form.

discord.py keeps an open form in memory under its custom id: a restart would drop what is being typed into it, and two
people with the same id would be mixed up. So the id names interview, question and member, and what comes back is read
from the interaction alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_ui.actions import FORM, Interaction, custom_id, split
from bot.discord_ui.text import cut, prose
from bot.interview import Confidence

TITLE = 45
ANSWER_LENGTH = 4000
FORM_SECONDS = 900
"""How long discord.py remembers a form; what is sent later still arrives here."""

ANSWER, SURE = "answer", "sure"

_SURE_LABELS = {
    Confidence.GUESSING: "I am guessing",
    Confidence.UNSURE: "Unsure",
    Confidence.FAIRLY_SURE: "Fairly sure",
    Confidence.CERTAIN: "Certain",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back."""

    answer: str
    sure: Confidence | None


class AnswerForm(ui.Modal):
    """Asks one question and takes the answer to it. Sending it runs the action that its id names."""

    def __init__(self, title: str, question: str, action: str, *arguments: object, ask_sure: bool) -> None:
        super().__init__(title=cut(title, TITLE), custom_id=custom_id(FORM, action, *arguments), timeout=FORM_SECONDS)
        self.add_item(ui.TextDisplay(prose(question, 1500)))
        self.add_item(
            ui.Label(
                text="Your answer",
                description="In your own words, as you would say it aloud. Code is welcome.",
                component=ui.TextInput(
                    custom_id=ANSWER, style=discord.TextStyle.paragraph, max_length=ANSWER_LENGTH, required=True
                ),
            )
        )
        if ask_sure:
            options = [discord.RadioGroupOption(label=label, value=str(int(v))) for v, label in _SURE_LABELS.items()]
            self.add_item(
                ui.Label(
                    text="How sure are you?",
                    description="Only for you: it shows whether you know what you know.",
                    component=ui.RadioGroup(custom_id=SURE, options=options, required=False),
                )
            )


async def take(interaction: Interaction) -> None:
    """The listener: let the action that a sent form names answer it; leave everything else alone."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    made = interaction.custom_id or ""
    if made.startswith(f"{FORM}:"):
        await interaction.client.actions.run(interaction, *split(made))


def filled(interaction: Interaction) -> Filled:
    """What the member wrote into the form that ``interaction`` brings."""
    values = dict(_values(interaction.data or {}))
    sure = values.get(SURE)
    return Filled(answer=str(values.get(ANSWER, "")), sure=Confidence(int(sure)) if sure else None)


def _values(node: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for child in [*node.get("components", []), *([node["component"]] if "component" in node else [])]:
        if "custom_id" in child and "value" in child:
            found.append((child["custom_id"], child["value"]))
        found += _values(child)
    return found
