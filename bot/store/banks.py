"""Which questions are known where."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.bank import Bank, extended
from bot.store import phrasings, topics
from bot.store.database import Database

KEPT = 200
"""How many servers' banks are held in memory; the least recently used goes first."""


class Banks:
    """The questions that come with the bot, and those that a server has beside them.

    A server's bank is held until its version in the database changes, so that several processes may write. Without a
    database there are only the built-in questions.
    """

    def __init__(self, builtin: Bank, database: Database | None = None) -> None:
        self.builtin = builtin
        self._database = database
        self._held: OrderedDict[int, tuple[int, Bank]] = OrderedDict()

    async def of(self, guild_id: int | None) -> Bank:
        """The questions that are known in a server, or outside servers."""
        if guild_id is None or self._database is None:
            return self.builtin
        async with self._database.read() as connection:
            version = await topics.version(connection, guild_id)
            if version is None:
                return self.builtin
            held = self._held.get(guild_id)
            if held is not None and held[0] == version:
                self._held.move_to_end(guild_id)
                return held[1]
            parsed = await topics.parsed(connection, guild_id)
            learnt = await phrasings.of_server(connection, guild_id)
        bank = await asyncio.to_thread(lambda: extended(self.builtin, topics.loaded(parsed), learnt))
        self._held[guild_id] = version, bank
        self._held.move_to_end(guild_id)
        if len(self._held) > KEPT:
            self._held.popitem(last=False)
        return bank
