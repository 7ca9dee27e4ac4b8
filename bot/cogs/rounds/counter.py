"""How many have answered, kept true on a card without an edit for each answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from discord.ext import tasks

from bot.cogs.loops import end

log = logging.getLogger(__name__)


class Counter:
    """Draws cards again, each at most once in an interval.

    The first change is drawn at once; those that come within the interval after it are drawn together at its end.
    """

    def __init__(self, draw: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        self._draw = draw
        self._beats: dict[int, tasks.Loop[Callable[[int], Coroutine[Any, Any, None]]]] = {}
        self._changed: set[int] = set()

    def touch(self, key: int, interval: timedelta) -> None:
        """Something has changed that the card ``key`` shows."""
        self._changed.add(key)
        if key not in self._beats:
            self._beats[key] = tasks.loop(seconds=interval.total_seconds())(self._beat)
            self._beats[key].start(key)

    async def stop(self) -> None:
        """Draw nothing any more."""
        await end(*self._beats.values())

    async def _beat(self, key: int) -> None:
        if key not in self._changed:
            self._beats.pop(key).stop()
            return
        self._changed.discard(key)
        try:
            await self._draw(key)
        except Exception:
            log.exception("The count on card %s could not be drawn", key)
