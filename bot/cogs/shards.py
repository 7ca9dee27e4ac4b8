"""Which servers are this process's, where several processes share the work."""

from __future__ import annotations

from typing import Any


def is_ours(client: Any, guild_id: int) -> bool:
    """Whether Discord tells this process about a server; see "Sharding" in Discord's documentation."""
    return (guild_id >> 22) % client.shard_count in client.shards
