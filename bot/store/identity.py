"""Whose a SQLite file is, so that a wrong path in the configuration harms nobody's data."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import StoreError

OURS = 0x486F7453
"""The ``application_id`` in the header of each of our files, where ``file`` and others look: HotS in ASCII."""

_FIRST_TABLES = {"alembic_version", "fact", "interview", "turn", "answer"}
"""What the files of versions that set no number have at least."""


def is_foreign(raw: sqlite3.Connection) -> bool:
    """Whether the file is another program's. An empty one is anybody's."""
    (number,) = raw.execute("PRAGMA application_id").fetchone()
    if number:
        return bool(number != OURS)
    names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
    return bool(names) and not names >= _FIRST_TABLES


def check(raw: sqlite3.Connection, path: Path) -> None:
    """Refuse another program's file, which is at ``path``.

    Raises:
        StoreError: it is one.
    """
    if is_foreign(raw):
        raise StoreError(
            f"The file {path} is the database of another program, and was left as it is. Name another file under "
            "[store] database in config.toml."
        )
