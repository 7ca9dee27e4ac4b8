"""The card at the end of an interview."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Choose, Press
from bot.discord_ui.cards.parts import COLOURS, MODES, bar, mark_line, question_of, short_name, topic_title
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import cut, prose, relative
from bot.errors import Translatable
from bot.grading import Band
from bot.interview import EndReason, Home, Interview, Mode, Stage, Turn

READ_NEXT = 3
COME_BACK = 4
FULL = 100
NAME_WIDTH = 15

_WHY = {
    EndReason.DONE: Translatable("You went through every question."),
    EndReason.BY_MEMBER: Translatable("You ended it."),
    EndReason.SILENCE: Translatable("Nothing happened for a while, so I stopped here."),
    EndReason.REPLACED: Translatable("You started another interview."),
}
_UNMARKED = {
    Stage.SKIPPED: Translatable("skipped"),
    Stage.LATE: Translatable("too late"),
    Stage.ASKED: Translatable("no answer"),
    Stage.WAITING: Translatable("not reached"),
    Stage.GONE: Translatable("gone"),
}


def end_card(interview: Interview, bank: Bank, note: str | None = None) -> ui.LayoutView:
    """The total, a bar for each question, what to read next, and why it is over."""
    turns, reached = len(interview.turns), sum(turn.closed for turn in interview.turns)
    card = Card(COLOURS[Band.of(interview.total)]).text(note or "")
    card.text(f"## {mark_line(interview.total)}")
    who = f" · <@{interview.member_id}>" if interview.home in (Home.CHANNEL, Home.THREAD) else ""
    subject = topic_title(bank, interview.topic) if interview.topic else _("All topics")
    reached_of = ngettext("{reached} of {count} question", "{reached} of {count} questions", turns, reached=reached)
    card.text(f"-# {subject} · {_(MODES[interview.mode])} · {reached_of}{who}")
    resumable = interview.end_reason is EndReason.SILENCE and interview.mode is Mode.PRACTICE
    why = _(_WHY[interview.end_reason or EndReason.DONE])
    card.text(f"{why} {_('Press Resume to go on.')}" if resumable else why).line()
    card.text("```\n" + "\n".join(map(_row, interview.turns)) + "\n```")
    reading = _reading(interview, bank)
    if reading:
        card.line().text(f"**{_('Read next')}**\n" + "\n".join(reading))
    if coming_back := _coming_back(interview):
        card.line().text(coming_back)
    marked = [(n, turn) for n, turn in enumerate(interview.turns) if turn.grade is not None]
    if marked:
        options = [
            discord.SelectOption(label=cut(f"{n + 1}. {short_name(t.question, 60)} · {t.mark}", 100), value=str(n))
            for n, t in marked
        ]
        card.row(Choose(_("Look at an answer again"), options, "look", interview.id))
    return card.row(
        Press(_("Another review") if interview.review else _("Another one"), "another", interview.id),
        Press(_("Resume"), "resume", interview.id, style=discord.ButtonStyle.primary) if resumable else None,
        Press(_("Leaderboard"), "board", interview.topic) if interview.guild_id else None,
    ).view()


def _row(turn: Turn) -> str:
    name = short_name(turn.question, NAME_WIDTH)
    if turn.stage in _UNMARKED:
        return f"{_(_UNMARKED[turn.stage]):^12} {name}"
    return f"{turn.mark:3} {bar(turn.mark)} {name}"


def _coming_back(interview: Interview) -> str:
    """When the questions come back, the first ones by name."""
    coming = sorted(
        (turn.back_at, turn.question) for turn in interview.turns if turn.closed and turn.back_at is not None
    )
    if not coming:
        return ""
    named = [f"{short_name(question, 40)} {relative(back_at)}" for back_at, question in coming[:COME_BACK]]
    if len(coming) > COME_BACK:
        named.append(ngettext("{count} more later", "{count} more later", len(coming) - COME_BACK))
    return f"**{_('They come back in /review')}**\n" + " · ".join(named)


def _reading(interview: Interview, bank: Bank) -> list[str]:
    """Up to three lines: the weakest questions that were reached, with a source and the gap to look at."""
    weakest = sorted((turn for turn in interview.turns if turn.closed and turn.mark < FULL), key=lambda turn: turn.mark)
    lines = []
    for turn in weakest:
        question = question_of(bank, turn)
        if question is None or not question.sources:
            continue
        made = {point.id for point in turn.grade.points if point.credit == 1} if turn.grade else set()
        gaps = sorted((p for p in question.points if p.id not in made and p.ask), key=lambda p: -p.weight)
        gap = f" {prose(gaps[0].ask or '', 120)}" if gaps else ""
        lines.append(f"- [{short_name(turn.question, 40)}](<{question.sources[0]}>){':' if gap else ''}{gap}")
    return lines[:READ_NEXT]
