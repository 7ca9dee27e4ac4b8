"""A copy of the database, taken while the bot may be writing to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError


def backup(source: Path, target: Path) -> int:
    """Copy the database at ``source``, in use or not, to the new file ``target``, and check the copy.

    Returns the size of the copy in bytes. The copy is consistent and compact: a read-only connection writes it in one
    transaction (``VACUUM INTO``), so that the bot goes on meanwhile. Blocks until it is done.

    Raises:
        StoreError: there is no database, the target exists, the disk is full, or the copy is not sound.
    """
    if not source.is_file():
        raise StoreError(f"There is no database at {source}. Is [store] database right in config.toml?")
    if target.exists():
        raise StoreError(f"{target} exists already. Name a new file, so that no backup is overwritten.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(_open(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        with closing(_open(target)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"The backup of {source} failed: {error}.") from error
    if verdict != "ok":
        raise StoreError(f"The backup {target} did not pass its check ({verdict}). Do not rely on it.")
    return target.stat().st_size


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
