"""All commands on one card."""

from __future__ import annotations

from discord import ui

from bot.bank import Bank
from bot.discord_ui.cards.parts import NEUTRAL
from bot.discord_ui.language import _, number
from bot.discord_ui.layout import Card
from bot.interview import Rules
from bot.interview.standings import LEVEL_WEIGHT


def help_card(bank: Bank, rules: Rules) -> ui.LayoutView:
    """What can be typed, how marks come about, and how the leaderboard counts."""
    topics = ", ".join(f"`{topic}`" for topic in bank.topics)
    weights = ", ".join(f"{level} × {number(weight)}" for level, weight in LEVEL_WEIGHT.items())
    minutes = number(rules.exam_time.total_seconds() / 60)
    return (
        Card(NEUTRAL)
        .text("## Hotseat")
        .text(
            _("I ask you interview questions, read your answer, and show which of your own words earned which point.")
        )
        .line()
        .text("`/interview topic:flask` — " + _("five questions, feedback after each"))
        .text("`/interview topic:flask level:mid questions:10` — " + _("longer, one level"))
        .text(
            "`/interview mode:exam` — "
            + _("{minutes} minutes for each question, feedback at the end").format(minutes=minutes)
        )
        .text("`/interview private:True` — " + _("nobody else sees it"))
        .text("`/round topic:flask questions:3` — " + _("everybody answers in private, then all is revealed"))
        .text("`/daily set` — " + _("a question a day in a channel (for managers); `show` and `off` beside it"))
        .text("`/leaderboard` — " + _("this week; `period:` and `topic:` narrow it down"))
        .text("`/review` — " + _("what is due today, so that it stays; it offers reminders, too"))
        .text("`/progress` — " + _("how you are coming along, as a picture"))
        .text("`/history topic:flask` — " + _("your past answers, then and now"))
        .text("`/bank list` — " + _("the topics here; moderators add this server's own with `upload`"))
        .text("`/appeals` — " + _("marks you dispute with **Appeal** on the card; for moderators the queue"))
        .text("`/settings` — " + _("where this server holds its interviews (for its managers)"))
        .text(_("*Apps → Submit as my answer* on a message of yours — hands it in"))
        .text("`/privacy show` — " + _("what I keep about you; `export`, `hide` and `delete` do what they say"))
        .text("`/help` — " + _("this card"))
        .line()
        .text(_("**Topics:** {topics}").format(topics=topics), rank=1)
        .text(
            _(
                "**Your mark** is the share of the question's points that you make, less what you get wrong. 80 is "
                "strong, 60 solid, 35 partial. Spelling costs nothing. A list of keywords earns little; say what "
                "things do. Each hint costs {price}. What you add on a second try or a follow-up earns half."
            ).format(price=rules.hint_price)
        )
        .text(
            _(
                "**The leaderboard** adds mark × level ({weights}) over different questions, your best attempt each. "
                "Repeating a question earns nothing extra. An attempt does not count if you saw the model answer in "
                "the last 24 hours, or copied it. Ties go to the higher average, then to whoever got there first. "
                "Weeks start on Monday and months on the first, 00:00 UTC; `/privacy hide` takes you off."
            ).format(weights=weights)
        )
        .text(
            _(
                "**Reviews** follow your marks: what you know well comes back in weeks or months, what you missed "
                "tomorrow."
            )
        )
        .view()
    )
