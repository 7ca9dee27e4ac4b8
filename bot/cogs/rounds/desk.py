"""What may happen to rounds, each as one transaction: read, ask the rules, write. Knows no Discord."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.bank import Question
from bot.errors import RefusedError, StaleError, Translatable
from bot.interview.attempt import Attempt, Source
from bot.interview.choice import choose
from bot.interview.podium import Entry
from bot.interview.round import Round, RoundKind, RoundQuestion
from bot.store import Connection, Database, attempts, entries, rounds, seen
from bot.store.banks import Banks
from bot.store.shares import Share

LEASE = timedelta(seconds=60)
"""How long a process may take to post something before another one does it in its place."""

AT_ONCE = 100
"""Marks that are written in one transaction."""

GONE = Translatable("This round is not stored here any more. Type /round for a new one.")


class RunningError(RefusedError):
    """The channel has a round."""

    def __init__(self, running: Round) -> None:
        self.running = running
        super().__init__("There is a round in this channel already. It must end first, or take another channel.")


@dataclass(frozen=True, slots=True)
class RoundDesk:
    """Keeps rounds by the rules. ``clock`` gives aware UTC times; ``pause`` lies between two questions."""

    database: Database
    banks: Banks
    clock: Callable[[], datetime]
    random: Random
    pause: timedelta

    # ---------------------------------------------------------------- begin and find

    async def begin(
        self, *, guild_id: int, channel_id: int, host_id: int, topic: str | None, questions: int, time: timedelta
    ) -> Round:
        """A new round, whose first question is due at once; it is claimed for the caller.

        Raises:
            RefusedError: the bank has nothing that fits.
            RunningError: the channel has a round.
        """
        now = self.clock()
        bank = await self.banks.of(guild_id)
        async with self.database.write() as connection:
            running = await rounds.running_in(connection, channel_id)
            if running is not None:
                raise RunningError(running)
            chosen = choose(
                bank,
                topic=topic,
                level=None,
                count=questions,
                last_asked=await rounds.last_asked(connection, guild_id),
                random=self.random,
            )
            new = Round(
                id=0,
                kind=RoundKind.ROUND,
                guild_id=guild_id,
                channel_id=channel_id,
                host_id=host_id,
                topic=topic,
                time=time,
                questions=tuple(RoundQuestion(turn.topic, turn.question, turn.level) for turn in chosen),
                started_at=now,
                due_at=now,
            )
            kept = await rounds.add(connection, new)
            await rounds.claim(connection, kept.id, now, LEASE)
            return kept

    async def get(self, round_id: int) -> Round:
        """The round of that id; RefusedError when it is not stored."""
        async with self.database.read() as connection:
            return await known(connection, round_id)

    async def question(self, of: Round, position: int) -> Question | None:
        """A question of a round as the server's bank has it now, or None."""
        asked = of.questions[position]
        return (await self.banks.of(of.guild_id)).get(asked.topic, asked.question)

    async def entries(self, round_id: int, position: int | None = None) -> list[Entry]:
        """What was written for one question, or in the whole round."""
        async with self.database.read() as connection:
            return await entries.of(connection, round_id, position)

    async def hidden(self, of: Round) -> frozenset[int]:
        """Who of the writers does not want to be named in that server."""
        async with self.database.read() as connection:
            return await entries.hidden(connection, of.id, of.guild_id)

    async def answered(self, round_id: int, position: int) -> int:
        """How many have answered a question."""
        async with self.database.read() as connection:
            return await entries.count(connection, round_id, position)

    async def taking_answers(self, share: Share) -> list[int]:
        """The rounds of our servers whose question is open; questions of a day are left out."""
        async with self.database.read() as connection:
            return await rounds.taking_answers(connection, share)

    # ---------------------------------------------------------------- what the host does

    async def close(self, round_id: int, position: int, member_id: int, *, moderator: bool) -> Round:
        """End the time for the present question at the host's wish."""
        now = self.clock()
        async with self.database.write() as connection:
            before = await known(connection, round_id)
            before.check_host(member_id, moderator=moderator)
            if position != before.position:
                raise StaleError("The round has gone on since.")
            after = await self._close(connection, before, now, by_host=True)
            await rounds.save(connection, after)
            return after

    async def next(self, round_id: int, position: int, member_id: int, *, moderator: bool) -> Round:
        now = self.clock()
        return await self._by_host(round_id, member_id, moderator, lambda r: r.next(position, now, by_host=True))

    async def wait(self, round_id: int, position: int, member_id: int, *, moderator: bool) -> Round:
        now = self.clock()
        return await self._by_host(round_id, member_id, moderator, lambda r: r.wait(position, now))

    async def end(self, round_id: int, position: int, member_id: int, *, moderator: bool) -> Round:
        """Stop the round at the host's wish, after the reveal of what has been written for the present question.

        ``position`` is the question on whose card it was asked for.
        """
        now = self.clock()
        async with self.database.write() as connection:
            before = await known(connection, round_id)
            before.check_host(member_id, moderator=moderator)
            if not 0 <= position < len(before.questions):
                raise StaleError("The round has gone on since.")
            after = before.end(now, answers=await entries.count(connection, round_id, before.position))
            # Whoever is posting the reveal or the podium at this moment goes on with it.
            await rounds.save(connection, after, keep_claim=before.stage is after.stage)
            return after

    async def forget(self, of: Round) -> None:
        """Undo the beginning of a round whose first question could not be posted."""
        async with self.database.write() as connection:
            await rounds.remove(connection, of.id)

    # ---------------------------------------------------------------- what the calendar does

    async def due(self, share: Share, limit: int = 1000) -> list[int]:
        """The rounds of our servers in which something is due."""
        async with self.database.read() as connection:
            return await rounds.due(connection, self.clock(), limit, share)

    async def next_due(self, share: Share) -> datetime | None:
        """When something is due next in any round of our servers."""
        async with self.database.read() as connection:
            return await rounds.next_due(connection, share)

    async def claim(self, round_id: int) -> Round | None:
        """The round, if something is due in it; it is then the caller's to carry on, and nobody else's, for a while."""
        async with self.database.write() as connection:
            return await rounds.claim(connection, round_id, self.clock(), LEASE)

    async def close_due(self, claimed: Round) -> Round | None:
        """Close the question whose time is up."""
        now = self.clock()
        async with self.database.write() as connection:
            before = await self._same(connection, claimed)
            if before is None:
                return None
            after = await self._close(connection, before, now, by_host=False)
            await rounds.save(connection, after)
            return after

    async def mark(self, closed: Round) -> None:
        """Let the marks of the closed question count, and note that whoever takes part sees its model answer.

        Doing it again changes nothing. Others may write in between, so that a large round holds up nobody.
        """
        asked = closed.question
        async with self.database.read() as connection:
            given = [_attempt(closed, entry) for entry in await entries.of(connection, closed.id, closed.position)]
            writers = sorted(await entries.writers(connection, closed.id))
        for start in range(0, len(given), AT_ONCE):
            async with self.database.write() as connection:
                await attempts.record_all(connection, given[start : start + AT_ONCE])
        seen_at = asked.closed_at or self.clock()
        for start in range(0, len(writers), AT_ONCE):
            async with self.database.write() as connection:
                await seen.put_all(connection, writers[start : start + AT_ONCE], asked.topic, asked.question, seen_at)

    async def move(self, claimed: Round, change: Callable[[Round], Round]) -> Round | None:
        """Write what has become of a claimed round; None when somebody else was quicker, then nothing is written."""
        async with self.database.write() as connection:
            before = await self._same(connection, claimed)
            if before is None:
                return None
            after = change(before)
            await rounds.save(connection, after)
            return after

    # ---------------------------------------------------------------- parts

    async def _close(self, connection: Connection, before: Round, now: datetime, *, by_host: bool) -> Round:
        answers = await entries.count(connection, before.id, before.position)
        return before.close(now, answers=answers, by_host=by_host)

    async def _by_host(self, round_id: int, member_id: int, moderator: bool, change: Callable[[Round], Round]) -> Round:
        async with self.database.write() as connection:
            before = await known(connection, round_id)
            before.check_host(member_id, moderator=moderator)
            after = change(before)
            await rounds.save(connection, after)
            return after

    async def _same(self, connection: Connection, claimed: Round) -> Round | None:
        found = await rounds.get(connection, claimed.id)
        moved = found is None or (found.stage, found.position) != (claimed.stage, claimed.position)
        return None if moved else found


async def known(connection: Connection, round_id: int) -> Round:
    """The round of that id; RefusedError when it is not stored."""
    found = await rounds.get(connection, round_id)
    if found is None:
        raise RefusedError(GONE)
    return found


def _attempt(of: Round, entry: Entry) -> Attempt:
    asked = of.questions[entry.position]
    return Attempt(
        member_id=entry.member_id,
        guild_id=of.guild_id,
        topic=asked.topic,
        question=asked.question,
        level=asked.level,
        source=Source.ROUND,
        source_id=of.id,
        position=entry.position,
        mark=entry.grade.mark,
        counts=entry.counts,
        marked_at=entry.written_at,
        sure=entry.sure,
    )
