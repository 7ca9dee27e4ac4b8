"""The end of what runs in the background."""

from __future__ import annotations

import asyncio
from typing import Any

from discord.ext import tasks


async def end(*loops: tasks.Loop[Any]) -> None:
    """Cancel loops and wait until they are gone, with the connections to the database that they may have had open."""
    running = [task for loop in loops if (task := loop.get_task()) is not None]
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*running, return_exceptions=True)
