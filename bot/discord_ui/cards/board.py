"""The leaderboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.bank import Bank
from bot.charts import Step
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import MEDALS, NEUTRAL, topic_title
from bot.discord_ui.language import _, ngettext, number
from bot.discord_ui.layout import Card
from bot.discord_ui.text import cut, visible
from bot.errors import Translatable
from bot.interview.standings import Board, Period, Standing

PICTURE = "podium.png"
STEPS = 3

_PERIODS = {
    Period.WEEK: Translatable("This week"),
    Period.MONTH: Translatable("This month"),
    Period.ALL: Translatable("All time"),
}
_SINCE = {
    Period.WEEK: Translatable("this week"),
    Period.MONTH: Translatable("this month"),
    Period.ALL: Translatable("all time"),
}
NOBODY = Translatable("Nobody is on this board yet. Type `/interview` and be the first.")
NOT_YOU = Translatable("You are not on this board yet. An answer in `/interview` puts you there.")


HIDDEN = Translatable(
    "You are not on this board, because you hide from all of them. `/privacy show` has a button to change that."
)


def board_card(
    board: Board, bank: Bank, viewer_id: int, *, names: Mapping[int, str | None] | None = None
) -> ui.LayoutView:
    """One page of the standings, the viewer's own row always in sight.

    ``names`` are those of the podium; None where there is no picture of it.
    """
    topic = topic_title(bank, board.topic) if board.topic else _("All topics")
    card = Card(NEUTRAL).text(f"## {_('Leaderboard')}")
    members = ngettext("{count} member", "{count} members", board.members)
    card.text(f"-# {topic} · {_(_SINCE[board.period])} · {members}").line()
    if names is not None:
        card.picture(PICTURE, description(board.rows[:STEPS], names))
    for row in board.rows:
        card.text(_row(row, viewer_id))
    if not board.rows:
        card.text(_(NOBODY))
    elif board.own is None:
        card.line().text(f"-# {_(HIDDEN if board.hidden else NOT_YOU)}")
    elif board.own not in board.rows:
        card.line().text(_row(board.own, viewer_id))

    def page(number: int, label: str, role: str) -> Press:
        away = not 0 <= number < board.pages
        return Press(label, "page", viewer_id, role, board.period, number, board.topic, disabled=away)

    if board.pages > 1:
        card.text("-# " + _("Page {page} of {pages}").format(page=board.page + 1, pages=board.pages))
        card.row(page(board.page - 1, _("◀ Back"), "back"), page(board.page + 1, _("More ▶"), "more"))
    return card.row(
        *(
            Press(
                _(label),
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


def steps(rows: Sequence[Standing], names: Mapping[int, str | None]) -> list[Step]:
    """The podium as it is drawn."""
    return [Step(names.get(row.member_id), _points(row)) for row in rows]


def description(rows: Sequence[Standing], names: Mapping[int, str | None]) -> str:
    """The podium in words."""
    each = [
        f"{row.rank}. {cut(visible(name), 40)}, {_points(row)}"
        if (name := names.get(row.member_id))
        else f"{row.rank}. {_points(row)}"
        for row in rows
    ]
    return _("The podium: {list}.").format(list="; ".join(each))


def _points(row: Standing) -> str:
    return _("{points} points").format(points=number(row.points))


def _row(row: Standing, viewer_id: int) -> str:
    average = f"{row.average:.0f}"
    place = MEDALS.get(row.rank, f"**{row.rank}.**")
    you = f" {_('(you)')}" if row.member_id == viewer_id else ""
    points = _("**{points}** points").format(points=number(row.points))
    behind = ngettext(
        "{count} question, average {mark}", "{count} questions, average {mark}", row.questions, mark=average
    )
    return f"{place} <@{row.member_id}>{you} · {points} · {behind}"
