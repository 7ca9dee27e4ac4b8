"""``/bank``: a server's own questions."""

from bot.cogs.banks.cog import BankCog

__all__ = ["BankCog"]
