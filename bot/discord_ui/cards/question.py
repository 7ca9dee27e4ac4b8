"""The card that asks."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL, question_of, whereabouts
from bot.discord_ui.language import _
from bot.discord_ui.layout import Card
from bot.discord_ui.text import prose, relative
from bot.errors import Translatable
from bot.interview import Home, Interview, Mode, Rules
from bot.interview.choice import hints

GONE = Translatable("This question is no longer in the bank. Press Skip to go on; it will not count against you.")

_DOORS = {
    Home.THREAD: Translatable(
        "Press **Answer**, or reply to this message (leave its ping on). Your own words are best."
    ),
    Home.CHANNEL: Translatable("Press **Answer**, or write a message that mentions me. Your own words are best."),
    Home.PRIVATE: Translatable("Press **Answer** and use your own words. Nobody else sees this."),
    Home.DIRECT: Translatable("Press **Answer**, or just type your answer here. Your own words are best."),
}


def question_card(interview: Interview, bank: Bank, rules: Rules, note: str | None = None) -> ui.LayoutView:
    """The question that is on, with ``note`` above it."""
    turn = interview.turn
    question = question_of(bank, turn)
    card = Card(NEUTRAL).text(note or "").text(whereabouts(bank, interview, interview.position))
    card.text(f"### {prose(question.ask, 1500)}" if question else f"### {turn.question}\n{_(GONE)}")
    here = (interview.id, interview.position)
    if question is None:
        return card.row(Press(_("Skip"), "skip", *here)).view()
    given = hints(question)[: turn.hints]
    for number, hint in enumerate(given, 1):
        card.text(f"💡 **{_('Hint {number}:').format(number=number)}** {prose(hint, 300)}")
    deadline = interview.deadline(rules)
    if deadline is not None:
        card.text("⏳ " + _("Your time ends {when}.").format(when=relative(deadline)))
    card.text(f"-# {_(_DOORS[interview.home])}")
    more_hints = interview.mode is Mode.PRACTICE and turn.hints < min(len(hints(question)), rules.hints)
    return card.row(
        Press(_("Answer"), "answer", *here, style=discord.ButtonStyle.primary),
        Press(_("Hint (−{price})").format(price=rules.hint_price), "hint", *here) if more_hints else None,
        Press(_("Skip"), "skip", *here),
        Press(_("End"), "end", *here, style=discord.ButtonStyle.danger),
    ).view()
