"""All that a database holds, row by row, as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store.glance import reading
from bot.store.privacy import JSON_COLUMNS
from bot.store.tables import metadata


async def lines(place: Path | str) -> AsyncIterator[str]:
    """Every row of every table as ``{"table": …, "row": {…}}``, as of one moment; who is referred to comes first.

    Times are ISO 8601 in UTC, and grades are objects. The database holds no token and no password; answers it does.

    Raises:
        StoreError: the database cannot be read, or its tables are not those of this version.
    """
    async with reading(place) as connection:
        for table in metadata.sorted_tables:
            rows = await connection.stream(sa.select(table).order_by(*table.primary_key.columns))
            async for row in rows.mappings():
                values = {name: _plain(name, value) for name, value in row.items()}
                yield json.dumps({"table": table.name, "row": values}, ensure_ascii=False)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in JSON_COLUMNS and value is not None else value
