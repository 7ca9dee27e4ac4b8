"""The tables. Ids of Discord's are integers, times are milliseconds since 1970 (UTC), nobody's name is kept."""

from bot.store.tables.base import EPOCH, Id, Moment, metadata
from bot.store.tables.interviews import answer, counted, interview, is_open, seen, turn
from bot.store.tables.servers import fact, server

__all__ = [
    "EPOCH",
    "Id",
    "Moment",
    "answer",
    "counted",
    "fact",
    "interview",
    "is_open",
    "metadata",
    "seen",
    "server",
    "turn",
]
