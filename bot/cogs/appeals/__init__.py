"""Disputed marks: *Appeal* on a feedback card, and ``/appeals``."""

from bot.cogs.appeals.cog import AppealCog

__all__ = ["AppealCog"]
