"""Which servers are this process's, where several processes share the work."""

from __future__ import annotations

from typing import Any

from bot.store.shares import Share


def share_of(client: Any) -> Share:
    """The servers that Discord tells this process about. Known as soon as the client is ready."""
    count: int = client.shard_count
    return Share(count, frozenset(client.shard_ids if client.shard_ids is not None else range(count)))
