"""The question of the day: which server is asked when, and what. Knows no Discord."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.cogs.rounds.zones import zone_of
from bot.errors import RefusedError
from bot.interview.choice import choose
from bot.interview.daily import Daily, first_after, plan
from bot.interview.round import Round, RoundKind, RoundQuestion
from bot.store import Connection, Database, dailies, rounds
from bot.store.banks import Banks
from bot.store.shares import Share

log = logging.getLogger(__name__)

LIMIT = 1000
"""Servers that are asked in one go."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Knows when servers are asked. ``late`` is how overdue a question may be that is still asked."""

    database: Database
    banks: Banks
    clock: Callable[[], datetime]
    random: Random
    late: timedelta

    async def set(self, *, guild_id: int, channel_id: int, at: time, zone: str, topic: str | None) -> Daily:
        """Ask a server every day from now on, from tomorrow on if it has been asked today already."""
        async with self.database.write() as connection:
            last = await rounds.last_day(connection, guild_id)
            next_at = first_after(self.clock(), at, zone_of(zone), after=last)
            chosen = Daily(guild_id, channel_id, at, zone, topic, next_at)
            await dailies.put(connection, chosen)
            return chosen

    async def off(self, guild_id: int) -> bool:
        """Ask a server no more; False when it was not asked."""
        async with self.database.write() as connection:
            return await dailies.remove(connection, guild_id)

    async def get(self, guild_id: int) -> tuple[Daily | None, Round | None]:
        """What a server has chosen, and its latest question."""
        async with self.database.read() as connection:
            return await dailies.get(connection, guild_id), await rounds.last_daily(connection, guild_id)

    async def ask_due(self, share: Share) -> list[int]:
        """Begin the questions of our servers that are due now, each as a round of its own; gives the rounds."""
        now = self.clock()
        async with self.database.read() as connection:
            due = await dailies.due(connection, now, LIMIT, share)
        begun = [await self._ask(one, now) for one in due]
        return [one.id for one in begun if one is not None]

    async def next_due(self, share: Share) -> datetime | None:
        """When the next question of any of our servers is due."""
        async with self.database.read() as connection:
            return await dailies.next_due(connection, share)

    async def _ask(self, daily: Daily, now: datetime) -> Round | None:
        what = plan(daily.next_at, now, daily.at, zone_of(daily.zone), self.late)
        bank = await self.banks.of(daily.guild_id)
        async with self.database.write() as connection:
            # Another process may have been quicker, or /daily has just been changed.
            if not await dailies.move(connection, daily, what.next_at):
                return None
            last = await rounds.last_day(connection, daily.guild_id)
            if what.ask is None or (last is not None and what.ask <= last):
                log.info("Server %s is not asked today: the time has long passed, or it was asked", daily.guild_id)
                return None
            try:
                (turn,) = choose(
                    bank,
                    topic=daily.topic,
                    level=None,
                    count=1,
                    last_asked=await rounds.last_asked(connection, daily.guild_id, RoundKind.DAILY),
                    random=self.random,
                )
            except RefusedError as refusal:
                log.warning("Server %s has no question of the day: %s", daily.guild_id, refusal)
                return None
            question = RoundQuestion(turn.topic, turn.question, turn.level, closes_at=what.next_at)
            return await self._begin(connection, daily, question, what.ask, now)

    async def _begin(
        self, connection: Connection, daily: Daily, question: RoundQuestion, day: date, now: datetime
    ) -> Round:
        assert question.closes_at is not None
        new = Round(
            id=0,
            kind=RoundKind.DAILY,
            guild_id=daily.guild_id,
            channel_id=daily.channel_id,
            host_id=None,
            topic=daily.topic,
            time=question.closes_at - now,
            questions=(question,),
            started_at=now,
            due_at=now,
            day=day,
        )
        return await rounds.add(connection, new)
