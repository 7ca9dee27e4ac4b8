"""All commands on one card."""

from __future__ import annotations

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards.parts import NEUTRAL
from bot.discord_ui.layout import Card
from bot.interview import Rules
from bot.interview.standings import LEVEL_WEIGHT


def help_card(bank: Bank, rules: Rules) -> ui.LayoutView:
    """What can be typed, how marks come about, and how the leaderboard counts."""
    topics = ", ".join(f"`{topic}`" for topic in bank.topics)
    weights = ", ".join(f"{level} × {weight:g}" for level, weight in LEVEL_WEIGHT.items())
    minutes = rules.exam_time.total_seconds() / 60
    return (
        Card(NEUTRAL)
        .text("## Hotseat")
        .text("I ask you interview questions, read your answer, and show which of your own words earned which point.")
        .line()
        .text("`/interview topic:flask` — five questions, feedback after each")
        .text("`/interview topic:flask level:mid questions:10` — longer, one level")
        .text(f"`/interview mode:exam` — {minutes:g} minutes for each question, feedback at the end")
        .text("`/interview private:True` — nobody else sees it")
        .text("`/leaderboard` — this week; `period:` and `topic:` narrow it down")
        .text("`/settings` — where this server holds its interviews (for its managers)")
        .text("*Apps → Submit as my answer* on a message of yours — hands it in")
        .text("`/help` — this card")
        .line()
        .text(f"**Topics:** {topics}", rank=1)
        .text(
            "**Your mark** is the share of the question's points that you make, less what you get wrong. 80 is strong, "
            "60 solid, 35 partial. Spelling costs nothing. A list of keywords earns little; say what things do. "
            f"Each hint costs {rules.hint_price}. What you add on a second try or a follow-up earns half."
        )
        .text(
            f"**The leaderboard** adds mark × level ({weights}) over different questions, your best attempt each. "
            "Repeating a question earns nothing extra. An attempt does not count if you saw the model answer in the "
            "last 24 hours, or copied it. Ties go to the higher average, then to whoever got there first. "
            "Weeks start on Monday, 00:00 UTC."
        )
        .view()
    )
