"""``/round`` and ``/daily``, and everything that is pressed or sent in them."""

from bot.cogs.rounds.cog import RoundCog
from bot.cogs.rounds.daily import DailyCog

__all__ = ["DailyCog", "RoundCog"]
