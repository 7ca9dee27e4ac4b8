"""When a server is asked its question of the day.

The day is the calendar's in the server's own time zone. A time that a clock change leaves out is taken by the clock
from before the change (02:30 is then 03:30), and of a time that comes twice the first is meant; both as in RFC 5545,
section 3.3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Daily:
    """A server's question of the day: where, when by its own clock, and what about (None: everything)."""

    guild_id: int
    channel_id: int
    at: time
    zone: str
    topic: str | None
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about a question that is due: ``ask`` it for that day, or (None) skip it, and look again then."""

    ask: date | None
    next_at: datetime


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """The time ``at`` of ``day`` in ``zone``, in UTC."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def first_after(now: datetime, at: time, zone: tzinfo, *, after: date | None = None) -> datetime:
    """The first time later than ``now`` that is ``at`` in ``zone``, and on no day up to ``after``."""
    day = now.astimezone(zone).date() - DAY
    while moment(day, at, zone) <= now or (after is not None and day <= after):
        day += DAY
    return moment(day, at, zone)


def plan(due_at: datetime, now: datetime, at: time, zone: tzinfo, late: timedelta) -> Plan:
    """What to do at ``now`` about a question that was due at ``due_at`` (not later than ``now``).

    After an absence of several days only the last one can still be asked for, and only while it is at most ``late``
    overdue. The days before are skipped.
    """
    day = now.astimezone(zone).date() + DAY
    while moment(day, at, zone) > now:
        day -= DAY
    last = moment(day, at, zone)
    in_time = due_at <= last and now - last <= late
    return Plan(day if in_time else None, first_after(now, at, zone))
