"""``/interview`` and everything that is pressed, typed or sent in one."""

from bot.cogs.interviews.cog import InterviewCog

__all__ = ["InterviewCog"]
