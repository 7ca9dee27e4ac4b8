"""Which servers are one process's, where several processes share the work on one database."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

FIRST_SHARD = 0
"""Where direct messages arrive, and so what concerns nobody's server is done."""


@dataclass(frozen=True, slots=True)
class Share:
    """The servers of the shards ``ids`` of ``count``. See "Sharding" in Discord's documentation."""

    count: int
    ids: frozenset[int]

    def has(self, guild_id: int | None) -> bool:
        """Whether a server is among them; None stands for what is outside servers."""
        return _shard(guild_id or 0, self.count) in self.ids

    @property
    def has_first(self) -> bool:
        """Whether what is to be done once for all processes is done here."""
        return FIRST_SHARD in self.ids

    def where(self, guild_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """``has`` as a condition on a column, in which 0 stands for what is outside servers."""
        if len(self.ids) == self.count:
            return sa.true()
        return (guild_id.op(">>")(sa.literal_column("22")) % self.count).in_(sorted(self.ids))


WHOLE = Share(1, frozenset({FIRST_SHARD}))
"""All servers: there is one process."""


def _shard(guild_id: int, count: int) -> int:
    return (guild_id >> 22) % count
