"""The tables. Ids of Discord's are integers, times are milliseconds since 1970 (UTC), nobody's name is kept."""

from bot.store.tables.appeals import appeal
from bot.store.tables.attempts import attempt, card, counted, hidden, nudge, standing
from bot.store.tables.banks import bank, phrasing, sample, topic
from bot.store.tables.base import EPOCH, Id, Moment, Prose, metadata, without_nul
from bot.store.tables.interviews import answer, interview, is_open, seen, turn
from bot.store.tables.privacy import language, presence
from bot.store.tables.rounds import daily, entry, holds_channel, round_, round_question
from bot.store.tables.servers import fact, server

__all__ = [
    "EPOCH",
    "Id",
    "Moment",
    "Prose",
    "answer",
    "appeal",
    "attempt",
    "bank",
    "card",
    "counted",
    "daily",
    "entry",
    "fact",
    "hidden",
    "holds_channel",
    "interview",
    "is_open",
    "language",
    "metadata",
    "nudge",
    "phrasing",
    "presence",
    "round_",
    "round_question",
    "sample",
    "seen",
    "server",
    "standing",
    "topic",
    "turn",
    "without_nul",
]
