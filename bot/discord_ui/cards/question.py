"""The card that asks."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL, question_of, whereabouts
from bot.discord_ui.layout import Card
from bot.discord_ui.text import prose, relative
from bot.interview import Home, Interview, Mode, Rules
from bot.interview.choice import hints

GONE = "This question is no longer in the bank. Press Skip to go on; it will not count against you."

_DOORS = {
    Home.THREAD: "Press **Answer**, or reply to this message (leave its ping on). Your own words are best.",
    Home.CHANNEL: "Press **Answer**, or write a message that mentions me. Your own words are best.",
    Home.PRIVATE: "Press **Answer** and use your own words. Nobody else sees this.",
    Home.DIRECT: "Press **Answer**, or just type your answer here. Your own words are best.",
}


def question_card(interview: Interview, bank: Bank, rules: Rules, note: str | None = None) -> ui.LayoutView:
    """The question that is on, with ``note`` above it."""
    turn = interview.turn
    question = question_of(bank, turn)
    card = Card(NEUTRAL).text(note or "").text(whereabouts(bank, interview, interview.position))
    card.text(f"### {prose(question.ask, 1500)}" if question else f"### {turn.question}\n{GONE}")
    here = (interview.id, interview.position)
    if question is None:
        return card.row(Press("Skip", "skip", *here)).view()
    given = hints(question)[: turn.hints]
    for number, hint in enumerate(given, 1):
        card.text(f"💡 **Hint {number}:** {prose(hint, 300)}")
    deadline = interview.deadline(rules)
    if deadline is not None:
        card.text(f"⏳ Your time ends {relative(deadline)}.")
    card.text(f"-# {_DOORS[interview.home]}")
    more_hints = interview.mode is Mode.PRACTICE and turn.hints < min(len(hints(question)), rules.hints)
    return card.row(
        Press("Answer", "answer", *here, style=discord.ButtonStyle.primary),
        Press(f"Hint (−{rules.hint_price})", "hint", *here) if more_hints else None,
        Press("Skip", "skip", *here),
        Press("End", "end", *here, style=discord.ButtonStyle.danger),
    ).view()
