"""The leaderboard."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import MEDALS, NEUTRAL, topic_title
from bot.discord_ui.layout import Card
from bot.discord_ui.text import plural
from bot.interview.standings import Board, Period, Standing

_PERIODS = {Period.WEEK: "This week", Period.MONTH: "This month", Period.ALL: "All time"}
NOBODY = "Nobody is on this board yet. Type `/interview` and be the first."
NOT_YOU = "You are not on this board yet. An answer in `/interview` puts you there."


def board_card(board: Board, bank: Bank, viewer_id: int) -> ui.LayoutView:
    """One page of the standings, the viewer's own row always in sight."""
    topic = topic_title(bank, board.topic) if board.topic else "All topics"
    card = Card(NEUTRAL).text("## Leaderboard")
    card.text(f"-# {topic} · {_PERIODS[board.period].lower()} · {plural(board.members, 'member')}").line()
    for row in board.rows:
        card.text(_row(row, viewer_id))
    if not board.rows:
        card.text(NOBODY)
    elif board.own is None:
        card.line().text(f"-# {NOT_YOU}")
    elif board.own not in board.rows:
        card.line().text(_row(board.own, viewer_id))

    def page(number: int, label: str, role: str) -> Press:
        away = not 0 <= number < board.pages
        return Press(label, "page", viewer_id, role, board.period, number, board.topic, disabled=away)

    if board.pages > 1:
        card.text(f"-# Page {board.page + 1} of {board.pages}")
        card.row(page(board.page - 1, "◀ Back", "back"), page(board.page + 1, "More ▶", "more"))
    return card.row(
        *(
            Press(
                label,
                "page",
                viewer_id,
                "period",
                period,
                0,
                board.topic,
                style=discord.ButtonStyle.primary if period is board.period else discord.ButtonStyle.secondary,
            )
            for period, label in _PERIODS.items()
        )
    ).view()


def _row(row: Standing, viewer_id: int) -> str:
    place = MEDALS.get(row.rank, f"**{row.rank}.**")
    you = " (you)" if row.member_id == viewer_id else ""
    return (
        f"{place} <@{row.member_id}>{you} · **{row.points:g}** points · "
        f"{plural(row.questions, 'question')}, average {row.average:.0f}"
    )
