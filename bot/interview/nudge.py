"""When a member is told about due questions: once a day at most, at an hour of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.interview.daily import first_after, plan

LATE = timedelta(hours=2)
"""How much later than at its hour a nudge may still come, after the bot was away. After that the day goes without."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """A member's wish: ``hour`` is that of the day in ``zone``; ``told_at`` is when the last one was sent."""

    member_id: int
    hour: int
    zone: str
    next_at: datetime
    told_at: datetime | None = None

    @classmethod
    def wished(cls, member_id: int, hour: int, zone: str, before: Nudge | None, now: datetime) -> Nudge:
        """A new wish, in place of ``before``. The first comes at its next hour, but on no day that had one already."""
        told_at = before.told_at if before else None
        told = None if told_at is None else told_at.astimezone(ZoneInfo(zone)).date()
        return cls(member_id, hour, zone, first_after(now, time(hour), ZoneInfo(zone), after=told), told_at)

    def after(self, now: datetime, *, due: bool) -> tuple[bool, Nudge]:
        """Whether to tell the member at ``now``, not before ``next_at``; and the nudge as it is then.

        Where nothing is ``due``, or the hour is long past, nothing is sent that day.
        """
        coming = plan(self.next_at, now, time(self.hour), ZoneInfo(self.zone), LATE)
        tell = due and coming.ask is not None
        return tell, replace(self, next_at=coming.next_at, told_at=now if tell else self.told_at)
