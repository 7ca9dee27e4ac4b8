"""A copy of the database, taken while the bot may be writing to it."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from bot.store import identity, postgres
from bot.store.reasons import reason_and_advice

PATIENCE = 30.0
"""Seconds to wait for a lock on the source."""


def backup(source: Path | str, target: Path) -> int:
    """Copy the database file at ``source``, in use or not, to the new file ``target``, and check the copy.

    Returns the size of the copy in bytes. The copy is consistent and compact: a read-only connection writes it in one
    transaction (``VACUUM INTO``), so that the bot goes on meanwhile. Blocks until it is done.

    Raises:
        StoreError: there is no database of ours, it is on a server, the target exists, the disk is full, or the copy is
            not sound. Then no file is left at ``target`` that was not there before.
    """
    if isinstance(source, str):
        raise StoreError(
            "The database is on PostgreSQL, which has its own program for this, also while the bot runs: "
            f"pg_dump --format=custom --file={shlex.quote(str(target))} {shlex.quote(postgres.shown(source))}"
        )
    try:
        if not source.is_file():
            raise StoreError(f"There is no database at {source}. Is [store] database right in config.toml?")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(exist_ok=False)  # now the name is ours: whoever comes second is refused
    except FileExistsError as error:
        raise StoreError(
            f"{error.filename} exists already. Name a new file, so that nothing is overwritten."
        ) from error
    except OSError as error:
        raise StoreError(f"The backup {target} cannot be made: {reason_and_advice(error)}") from error
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        target.unlink()
        raise StoreError(f"The backup of {source} failed: {reason_and_advice(error)}") from error
    except BaseException:
        target.unlink()
        raise
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    read_only = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(read_only, uri=True, timeout=PATIENCE)) as connection:
        identity.check(connection, source)
        connection.execute("VACUUM INTO ?", (str(target),))
    # Not read-only: on such a connection SQLite leaves out the rows' own constraints.
    with closing(sqlite3.connect(target)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise StoreError(f"The backup of {source} was not kept, because its check found: {verdict}.")
