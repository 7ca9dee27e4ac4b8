"""The card that fits an interview as it is now."""

from __future__ import annotations

from contextlib import AbstractContextManager

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards import end_card, feedback_card, question_card
from bot.discord_ui.language import in_public
from bot.interview import Home, Interview, Rules, Stage


def spoken_in(interview: Interview) -> AbstractContextManager[None]:
    """A block in which the language of the place is spoken where an interview is held."""
    return in_public(interview.home in (Home.THREAD, Home.CHANNEL))


def card_of(interview: Interview, bank: Bank, rules: Rules, note: str | None = None) -> ui.LayoutView:
    """The end card, the feedback on the last answer, or the question that is on; ``note`` stands above."""
    with spoken_in(interview):
        if not interview.is_open:
            return end_card(interview, bank, note)
        if interview.turn.stage is Stage.ASKED:
            return question_card(interview, bank, rules, note)
        return feedback_card(interview, interview.position, bank, rules, note=note)
