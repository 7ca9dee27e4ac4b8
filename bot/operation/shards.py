"""The shards of this process, where the host has set them: said at the start, and identified in turn."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from bot.errors import StoreError
from bot.store import Database, identifies

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the database may take to give a turn."""


@dataclass(frozen=True, slots=True)
class Turns:
    """When each shard may identify, beside those of other processes on the same database.

    ``keys`` is Discord's max_concurrency: shards that differ by less have turns of their own.
    """

    database: Database
    keys: int

    async def wait(self, shard_id: int) -> None:
        """Wait until it is this shard's turn; without a database, as long as one turn takes."""
        try:
            async with asyncio.timeout(PATIENCE):
                seconds = await identifies.book(self.database, shard_id % self.keys)
        except (StoreError, TimeoutError) as error:
            log.warning("Shard %s identifies without asking the other processes: %s", shard_id, error)
            seconds = identifies.GAP_SECONDS
        log.debug("Shard %s identifies in %.1f seconds", shard_id, seconds)
        await asyncio.sleep(seconds)


async def announce(client: Any, database: Database) -> Turns | None:
    """Say which shards are this process's, and whether there are enough; its turns, if there are other processes.

    Raises:
        GatewayNotFound: Discord does not say what it recommends.
    """
    # discord.py's own method for the limits leaves out the recommended number.
    recommended, _address, limits = await client.http.get_bot_gateway()
    ids = client.shard_ids
    log.info("This process has shards %s of %d", listed(ids or range(client.shard_count)), client.shard_count)
    if client.shard_count < recommended:
        log.warning("[discord] shard_count is %d; Discord recommends %d", client.shard_count, recommended)
    if ids is None or database.path is not None:
        return None
    return Turns(database, limits["max_concurrency"])


def listed(ids: range | tuple[int, ...] | list[int]) -> str:
    """Numbers with their ranges joined: ``0-3, 7``."""
    runs: list[list[int]] = []
    for number in sorted(ids):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
