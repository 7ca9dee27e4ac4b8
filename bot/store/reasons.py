"""What went wrong with a database, in words: SQLite's codes stand for less than a host needs to know."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

_REASONS = {
    "SQLITE_BUSY": ("another program is writing to it", "Close that program and try again"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "Name a file in a folder where the bot may write"),
    "SQLITE_CORRUPT": ("it is damaged", "Restore the last backup"),
    "SQLITE_FULL": ("the disk is full", "Make room and try again"),
    "SQLITE_IOERR": ("the disk does not answer properly", "Look into the system's log, and have a backup at hand"),
    "SQLITE_NOTADB": ("the file is not a database", "Is [store] database right in config.toml?"),
    "SQLITE_READONLY": ("it is read-only", "The bot needs to write to the file and to its folder"),
}


def reason(error: Exception) -> str:
    """Why, as the end of a sentence without its full stop: "the disk is full"."""
    return _explain(error)[0]


def reason_and_advice(error: Exception) -> str:
    """The same with what the host can do: "the disk is full. Make room and try again."."""
    why, advice = _explain(error)
    end = "" if advice.endswith("?") else "."
    return f"{why}. {advice}{end}" if advice else f"{why}."


def _explain(error: Exception) -> tuple[str, str]:
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    if isinstance(cause, sqlite3.Error):
        # An extended code such as SQLITE_READONLY_DIRECTORY begins with the primary one.
        name = "_".join(getattr(cause, "sqlite_errorname", "").split("_")[:2])
        if name in _REASONS:
            return _REASONS[name]
    if isinstance(cause, OSError) and cause.strerror:
        place = f" ({cause.filename})" if cause.filename else ""
        return f"{cause.strerror.lower()}{place}", "Name a file in a folder where the bot may write"
    return str(cause).rstrip("."), ""
