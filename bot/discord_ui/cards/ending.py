"""The card at the end of an interview."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Choose, Press
from bot.discord_ui.cards.parts import COLOURS, bar, mark_line, question_of, short_name, topic_title
from bot.discord_ui.layout import Card
from bot.discord_ui.text import cut, plural, prose
from bot.grading import Band
from bot.interview import EndReason, Home, Interview, Mode, Stage, Turn

READ_NEXT = 3
FULL = 100
NAME_WIDTH = 15

_WHY = {
    EndReason.DONE: "You went through every question.",
    EndReason.BY_MEMBER: "You ended it.",
    EndReason.SILENCE: "Nothing happened for a while, so I stopped here.",
    EndReason.REPLACED: "You started another interview.",
}
_UNMARKED = {
    Stage.SKIPPED: "skipped",
    Stage.LATE: "too late",
    Stage.ASKED: "no answer",
    Stage.WAITING: "not reached",
    Stage.GONE: "gone",
}


def end_card(interview: Interview, bank: Bank, note: str | None = None) -> ui.LayoutView:
    """The total, a bar for each question, what to read next, and why it is over."""
    reached = sum(turn.closed for turn in interview.turns)
    card = Card(COLOURS[Band.of(interview.total)]).text(note or "")
    card.text(f"## {mark_line(interview.total)}")
    who = f" · <@{interview.member_id}>" if interview.home in (Home.CHANNEL, Home.THREAD) else ""
    subject = topic_title(bank, interview.topic) if interview.topic else "All topics"
    card.text(f"-# {subject} · {interview.mode} · {reached} of {plural(len(interview.turns), 'question')}{who}")
    resumable = interview.end_reason is EndReason.SILENCE and interview.mode is Mode.PRACTICE
    why = _WHY[interview.end_reason or EndReason.DONE]
    card.text(f"{why} Press Resume to go on." if resumable else why).line()
    card.text("```\n" + "\n".join(map(_row, interview.turns)) + "\n```")
    reading = _reading(interview, bank)
    if reading:
        card.line().text("**Read next**\n" + "\n".join(reading))
    marked = [(n, turn) for n, turn in enumerate(interview.turns) if turn.grade is not None]
    if marked:
        options = [
            discord.SelectOption(label=cut(f"{n + 1}. {short_name(t.question, 60)} · {t.mark}", 100), value=str(n))
            for n, t in marked
        ]
        card.row(Choose("Look at an answer again", options, "look", interview.id))
    return card.row(
        Press("Another one", "another", interview.id),
        Press("Resume", "resume", interview.id, style=discord.ButtonStyle.primary) if resumable else None,
        Press("Leaderboard", "board", interview.topic) if interview.guild_id else None,
    ).view()


def _row(turn: Turn) -> str:
    name = short_name(turn.question, NAME_WIDTH)
    if turn.stage in _UNMARKED:
        return f"{_UNMARKED[turn.stage]:^12} {name}"
    return f"{turn.mark:3} {bar(turn.mark)} {name}"


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
