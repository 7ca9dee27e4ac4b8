"""Time zones by name, and times as people write them."""

from __future__ import annotations

import logging
import re
from datetime import UTC, time, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import RefusedError

log = logging.getLogger(__name__)

CHOICES = 25
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_NOT_FOR_PEOPLE = ("Etc/", "SystemV/", "posix/", "right/")


@cache
def names() -> tuple[str, ...]:
    """The time zones that there are, as "Europe/Berlin"; UTC comes first."""
    found = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NOT_FOR_PEOPLE))
    return ("UTC", *found)


def zone_of(name: str) -> tzinfo:
    """A time zone by its exact name; UTC for one that this machine does not know any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        log.warning("There is no time zone %s on this machine; UTC stands in for it", name)
        return UTC


def zones_like(typed: str) -> list[str]:
    """What to offer while a name is typed: cities that begin with it first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    found = [name for name in names() if wanted in name.casefold()]
    found.sort(key=lambda name: not name.casefold().rpartition("/")[2].startswith(wanted))
    return found[:CHOICES]


def time_named(typed: str) -> time:
    """The time of day that was meant: "9", "09:00" or "18.30". RefusedError when it is none."""
    written = _TIME.fullmatch(typed.strip())
    hour, minute = map(int, written.groups(default="0")) if written else (24, 0)
    if hour not in range(24) or minute not in range(60):
        raise RefusedError("Write the time with 24 hours, for example 09:00 or 18:30.")
    return time(hour, minute)
