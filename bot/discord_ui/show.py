"""The card that fits an interview as it is now."""

from __future__ import annotations

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards import end_card, feedback_card, question_card
from bot.interview import Interview, Rules, Stage


def card_of(interview: Interview, bank: Bank, rules: Rules, note: str | None = None) -> ui.LayoutView:
    """The end card, the feedback on the last answer, or the question that is on; ``note`` stands above."""
    if not interview.is_open:
        return end_card(interview, bank, note)
    if interview.turn.stage is Stage.ASKED:
        return question_card(interview, bank, rules, note)
    return feedback_card(interview, interview.position, bank, rules, note=note)
