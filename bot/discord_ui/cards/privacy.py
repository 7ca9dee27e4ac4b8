"""What is kept of a member, and what can be done about it."""

from __future__ import annotations

import discord
from discord import ui
from discord.utils import format_dt

from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.store.privacy import Kept


def privacy_card(
    kept: Kept, member_id: int, *, hidden: bool, retention_days: int, departure_days: int
) -> ui.LayoutView:
    """What is kept, why and how long. Days are counted as in the settings: ``retention_days`` 0 is for ever."""
    card = Card(NEUTRAL).text(f"## {_('What I keep about you')}")
    if kept.nothing:
        card.text(_("No answer and no mark of yours."))
    for line in amounts(kept):
        card.text(f"- {line}")
    card.line()
    if kept.since is not None:
        card.text(_("The oldest mark is from {date}.").format(date=format_dt(kept.since, "D")))
    card.text(
        _(
            "With them: your Discord id, the ids of servers and channels, times, and what you have set. No names, no "
            "other messages. Nothing goes anywhere but to Discord."
        )
    ).line()
    if retention_days:
        card.text(
            ngettext(
                "What is older than {count} day is deleted.",
                "What is older than {count} days is deleted.",
                retention_days,
            )
        )
    else:
        card.text(_("It is kept until you delete it."))
    card.text(
        ngettext(
            "When I am removed from a server, all that belongs to it is deleted {count} day later.",
            "When I am removed from a server, all that belongs to it is deleted {count} days later.",
            departure_days,
        )
    )
    card.text(
        _("You are hidden: you are on no leaderboard, and rounds do not name you.")
        if hidden
        else _("Your rows on leaderboards are seen by others.")
    )
    return card.row(
        Press(_("Get it as a file"), "export-me", member_id),
        _hiding(member_id, hidden=hidden),
        Press(_("Delete all of it"), "delete-me", member_id, style=discord.ButtonStyle.danger),
    ).view()


def hidden_card(member_id: int, *, hidden: bool) -> ui.LayoutView:
    """Whether the member is on leaderboards from now on, and the way back."""
    if hidden:
        sentence = _(
            "You are on no leaderboard from now on, in any server, and rounds do not name you. Your marks and reviews "
            "stay."
        )
    else:
        sentence = _("You are on the leaderboards again, with everything that you have answered.")
    return Card(NEUTRAL).text(sentence).row(_hiding(member_id, hidden=hidden)).view()


def delete_card(kept: Kept, member_id: int) -> ui.LayoutView:
    """Asks once more before everything is deleted."""
    card = Card(discord.Colour(0xC0392B)).text(f"## {_('Delete all that I keep about you?')}")
    for line in amounts(kept):
        card.text(f"- {line}")
    card.line().text(
        _(
            "They go for good, in all servers, and with them your place on every leaderboard, your settings and what "
            "was made of your answers. An open interview ends. Nobody can bring it back."
        )
    )
    card.text(
        "-# "
        + _(
            "Out of reach: cards that stand in channels (delete them there), wordings that moderators have added to "
            "their server's questions after an appeal, without your name, and the host's backups."
        )
    )
    return card.row(
        Press(_("Delete it now"), "delete-me-now", member_id, style=discord.ButtonStyle.danger),
        Press(_("Keep it"), "keep-me", member_id),
    ).view()


def amounts(kept: Kept) -> list[str]:
    """One line for each kind of thing of which something is kept."""
    lines = [
        (kept.interviews, ngettext("{count} interview", "{count} interviews", kept.interviews)),
        (
            kept.answers,
            ngettext("{count} answer, as you typed it", "{count} answers, as you typed them", kept.answers),
        ),
        (kept.marks, ngettext("{count} mark", "{count} marks", kept.marks)),
        (
            kept.reviews,
            ngettext(
                "{count} question with the day of its next review",
                "{count} questions with the days of their next review",
                kept.reviews,
            ),
        ),
        (kept.appeals, ngettext("{count} appeal", "{count} appeals", kept.appeals)),
        (int(kept.nudged), _("the hour at which you want to be reminded")),
    ]
    return [line for number, line in lines if number]


def _hiding(member_id: int, *, hidden: bool) -> Press:
    if hidden:
        return Press(_("Show me on leaderboards"), "show-me", member_id)
    return Press(_("Hide me from leaderboards"), "hide-me", member_id)
