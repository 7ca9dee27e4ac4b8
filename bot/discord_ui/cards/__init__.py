"""One function for each card. Values in, a view out; nothing here asks the store or the clock."""

from bot.discord_ui.cards.board import board_card
from bot.discord_ui.cards.ending import end_card
from bot.discord_ui.cards.feedback import feedback_card, model_answer_card
from bot.discord_ui.cards.help import help_card
from bot.discord_ui.cards.notice import notice_card, open_already_card
from bot.discord_ui.cards.question import question_card

__all__ = [
    "board_card",
    "end_card",
    "feedback_card",
    "help_card",
    "model_answer_card",
    "notice_card",
    "open_already_card",
    "question_card",
]
