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
from bot.discord_ui.language import _
from bot.discord_ui.text import cut, prose
from bot.errors import Translatable
from bot.interview import Confidence

TITLE = 45
ANSWER_LENGTH = 4000
FORM_SECONDS = 900
"""How long discord.py remembers a form; what is sent later still arrives here."""

ANSWER, SURE, QUOTABLE = "answer", "sure", "quotable"

SURE_LABELS = {
    Confidence.GUESSING: Translatable("I am guessing"),
    Confidence.UNSURE: Translatable("Unsure"),
    Confidence.FAIRLY_SURE: Translatable("Fairly sure"),
    Confidence.CERTAIN: Translatable("Certain"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back."""

    answer: str
    sure: Confidence | None
    quotable: bool = False


class AnswerForm(ui.Modal):
    """Asks one question and takes the answer to it. Sending it runs the action that its id names.

    ``text`` and ``sure`` are what was answered before. ``quotable`` is None where it is not asked whether the answer
    may be quoted, else what was chosen before.
    """

    def __init__(
        self,
        title: str,
        question: str,
        action: str,
        *arguments: object,
        ask_sure: bool,
        text: str | None = None,
        sure: Confidence | None = None,
        quotable: bool | None = None,
    ) -> None:
        super().__init__(title=cut(title, TITLE), custom_id=custom_id(FORM, action, *arguments), timeout=FORM_SECONDS)
        self.add_item(ui.TextDisplay(prose(question, 1500)))
        self.add_item(
            ui.Label(
                text=_("Your answer"),
                description=_("In your own words, as you would say it aloud. Code is welcome."),
                component=ui.TextInput(
                    custom_id=ANSWER,
                    style=discord.TextStyle.paragraph,
                    max_length=ANSWER_LENGTH,
                    required=True,
                    default=text,
                ),
            )
        )
        if ask_sure:
            options = [
                discord.RadioGroupOption(label=_(label), value=str(int(one)), default=one is sure)
                for one, label in SURE_LABELS.items()
            ]
            self.add_item(
                ui.Label(
                    text=_("How sure are you?"),
                    description=_("Only for you: it shows whether you know what you know."),
                    component=ui.RadioGroup(custom_id=SURE, options=options, required=False),
                )
            )
        if quotable is not None:
            self.add_item(
                ui.Label(
                    text=_("May your answer be quoted?"),
                    description=_("At the reveal the best answer is shown to everybody, if its writer allows it."),
                    component=ui.Checkbox(custom_id=QUOTABLE, default=quotable),
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
    return Filled(
        answer=str(values.get(ANSWER, "")),
        sure=Confidence(int(sure)) if sure else None,
        quotable=bool(values.get(QUOTABLE)),
    )


def fields(interaction: Interaction) -> dict[str, str]:
    """What stands in the fields of a form by their ids: the text, or the first choice of a menu."""
    return {name: str(value) for name, value in _values(interaction.data or {}) if value is not None}


def _values(node: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for child in [*node.get("components", []), *([node["component"]] if "component" in node else [])]:
        if "custom_id" in child and "value" in child:
            found.append((child["custom_id"], child["value"]))
        elif "custom_id" in child and child.get("values"):
            found.append((child["custom_id"], child["values"][0]))
        found += _values(child)
    return found
