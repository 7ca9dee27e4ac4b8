"""Turns of the processes that identify to Discord's gateway: one in five seconds for each rate limit key."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store import facts
from bot.store.database import Database

GAP_SECONDS = 5.5
"""Discord's five seconds, and half a one for the way there."""
LONGEST_QUEUE = 600.0
"""Seconds; a turn that lies further ahead was given by a clock that has been put back since."""

_FIRST_LOCK = -2
"""The rows of a key are nobody's: no id of Discord's is negative, and -1 stands for everything."""


async def book(database: Database, key: int) -> float:
    """Take the next free turn of a rate limit key, in a PostgreSQL database; gives the seconds until it comes.

    A turn is a moment by the server's clock, so that those of the processes' machines need not agree. Nobody holds
    anything while waiting: what a process leaves behind that ends in between is a turn that nobody uses.
    """
    name = f"identify {key}"
    async with database.write(of=_FIRST_LOCK - key) as connection:
        clock = sa.select(sa.extract("epoch", sa.func.clock_timestamp()))
        now = float((await connection.execute(clock)).scalar_one())
        last = await facts.get(connection, name)
        turn = now if last is None else max(now, float(last) + GAP_SECONDS)
        if turn - now > LONGEST_QUEUE:
            turn = now
        await facts.put(connection, name, repr(turn))
    return turn - now
