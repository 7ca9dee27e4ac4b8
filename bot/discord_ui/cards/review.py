"""The cards around reviews: nothing due, reminders, and the reminder itself."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ui

from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import relative
from bot.interview.nudge import Nudge


def nothing_due_card(next_due: datetime | None, wish: Nudge | None, member_id: int) -> ui.LayoutView:
    """No question is due; ``next_due`` is when the next one is, None where nothing was ever answered."""
    card = Card(NEUTRAL).text(f"## {_('Nothing is due')}")
    if next_due is None:
        card.text(_("You have not answered anything yet. Type `/interview`: what you answer comes back here in time."))
    else:
        card.text(
            _("The next question comes back {when}. New ones are in `/interview`.").format(when=relative(next_due))
        )
    return card.text(f"-# {nudge_line(wish)}").row(*nudge_buttons(wish, member_id)).view()


def nudge_line(wish: Nudge | None) -> str:
    """What a member has asked to be told, in a sentence."""
    if wish is None:
        return _("I can tell you in a direct message when questions are due, once a day at most.")
    return _("I tell you at {hour}:00 ({zone}) when questions are due.").format(hour=f"{wish.hour:02}", zone=wish.zone)


def nudge_buttons(wish: Nudge | None, member_id: int) -> tuple[Press, ...]:
    """Asking for reminders, or changing and stopping them."""
    if wish is None:
        return (Press(_("Remind me"), "nudge", member_id),)
    return (Press(_("Change the hour"), "nudge", member_id), _stop_button(member_id))


def review_button(member_id: int) -> Press:
    """Begins a review of what is due to this member."""
    return Press(_("Review now"), "review", member_id, style=discord.ButtonStyle.primary)


def _stop_button(member_id: int) -> Press:
    return Press(_("Stop reminders"), "nudge-stop", member_id)


def nudge_card(wish: Nudge | None, note: str, member_id: int) -> ui.LayoutView:
    """How reminders stand after a change."""
    return Card(NEUTRAL).text(note).text(f"-# {nudge_line(wish)}").row(*nudge_buttons(wish, member_id)).view()


def reminder_card(due: int, elsewhere: int, member_id: int) -> ui.LayoutView:
    """What comes by direct message at the member's hour. ``elsewhere`` more are due, which are a server's own."""
    all_ = due + elsewhere
    card = Card(NEUTRAL).text(
        ngettext("**{count} question** is due for review.", "**{count} questions** are due for review.", all_)
    )
    if due:
        card.text(_("Begin here, or type `/review` wherever you like."))
    if due and elsewhere:
        card.text(
            ngettext(
                "A server has added {count} of them: type `/review` in that server.",
                "A server has added {count} of them: type `/review` in that server.",
                elsewhere,
            )
        )
    elif elsewhere:
        card.text(_("A server has added what is due: type `/review` in that server."))
    return card.row(review_button(member_id) if due else None, _stop_button(member_id)).view()
