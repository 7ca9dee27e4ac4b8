"""Bits that several cards share."""

from __future__ import annotations

from urllib.parse import urlsplit

import discord

from bot.bank import Bank, Level, Question
from bot.discord_ui.language import _
from bot.discord_ui.text import cut
from bot.errors import Translatable
from bot.grading import Band
from bot.interview import Home, Interview, Mode, Turn

COLOURS = {
    Band.STRONG: discord.Colour(0x2D9D5F),
    Band.SOLID: discord.Colour(0x3B82C4),
    Band.PARTIAL: discord.Colour(0xD08A1D),
    Band.NOT_YET: discord.Colour(0x8A8F98),
}
NEUTRAL = discord.Colour(0x5865F2)

BANDS = {
    Band.STRONG: Translatable("strong"),
    Band.SOLID: Translatable("solid"),
    Band.PARTIAL: Translatable("partial"),
    Band.NOT_YET: Translatable("not yet"),
}
MODES = {Mode.PRACTICE: Translatable("practice"), Mode.EXAM: Translatable("exam")}
LEVELS = {
    Level.JUNIOR: Translatable("junior level"),
    Level.MID: Translatable("mid level"),
    Level.SENIOR: Translatable("senior level"),
}

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def topic_title(bank: Bank, topic: str) -> str:
    """The title of a topic, or its slug when the bank does not have it any more."""
    found = bank.topics.get(topic)
    return found.title if found else topic


def question_of(bank: Bank, turn: Turn) -> Question | None:
    return bank.get(turn.topic, turn.question)


def whereabouts(bank: Bank, interview: Interview, position: int) -> str:
    """A small line that says which question of which interview a card is about."""
    turn = interview.turns[position]
    parts = [
        topic_title(bank, turn.topic),
        _("question {number} of {total}").format(number=position + 1, total=len(interview.turns)),
        _(LEVELS[turn.level]),
    ]
    if interview.home in (Home.CHANNEL, Home.THREAD):
        parts.append(f"<@{interview.member_id}>")
    return "-# " + " · ".join(parts)


def mark_line(mark: int) -> str:
    """A mark and its band in words."""
    return f"{mark} / 100 · {_(BANDS[Band.of(mark)])}"


def link(source: str) -> str:
    """A source as a link whose text fits a narrow screen: the host and the last part of the path."""
    address = urlsplit(source)
    last = address.path.strip("/").rpartition("/")[2]
    return f"[{cut(f'{address.hostname} › {last}' if last else str(address.hostname), 50)}](<{source}>)"


def bar(mark: int, width: int = 8) -> str:
    """A mark as blocks, for a code block."""
    filled = round(mark * width / 100)
    return "█" * filled + "░" * (width - filled)


def short_name(question: str, width: int = 16) -> str:
    """The slug of a question as a label of at most ``width`` characters."""
    return cut(question.replace("-", " "), width)
