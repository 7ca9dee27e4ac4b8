"""Time zones by the names that people give them."""

from __future__ import annotations

from difflib import get_close_matches
from zoneinfo import available_timezones

from bot.errors import RefusedError


def zone_named(name: str) -> str:
    """The time zone that was meant by what somebody typed: ``europe/berlin``, ``Berlin``, ``utc``.

    RefusedError when there is none, with one that is written almost like it.
    """
    zones = {zone.casefold(): zone for zone in sorted(available_timezones())}
    wanted = name.strip().replace(" ", "_").casefold()
    if wanted in zones:
        return zones[wanted]
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones.values() if "/" in zone}
    if wanted in cities:
        return cities[wanted]
    near = get_close_matches(wanted, [*zones, *cities], n=1)
    if near:
        meant = zones.get(near[0]) or cities[near[0]]
        raise RefusedError("I know no time zone of that name. Did you mean {zone}?", zone=meant)
    raise RefusedError("I know no time zone of that name. Write it as in Europe/Berlin or America/New_York.")
