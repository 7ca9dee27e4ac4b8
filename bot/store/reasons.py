"""What went wrong with a database, in words: the codes of the databases stand for less than a host needs to know."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from bot.errors import Translatable

_Reason = tuple[str, str]

_DAMAGED = Translatable("it is damaged"), "Restore the last backup"
_SILENT = Translatable("the server does not answer"), "Does it run, and is [store] database right in config.toml?"

_NO_ADDRESS = (
    Translatable("its address cannot be understood"),
    "It reads postgresql://user:password@host:5432/database, and odd characters of a password are written as in %40",
)

_SQLITE: dict[str, _Reason] = {
    "SQLITE_BUSY": (Translatable("another program is writing to it"), "Close that program and try again"),
    "SQLITE_CANTOPEN": (Translatable("it cannot be opened"), "Name a file in a folder where the bot may write"),
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_FULL": (Translatable("the disk is full"), "Make room and try again"),
    "SQLITE_IOERR": (
        Translatable("the disk does not answer properly"),
        "Look into the system's log, and have a backup at hand",
    ),
    "SQLITE_NOTADB": (Translatable("the file is not a database"), "Is [store] database right in config.toml?"),
    "SQLITE_READONLY": (Translatable("it is read-only"), "The bot needs to write to the file and to its folder"),
}

_POSTGRES: dict[str, _Reason] = {
    "08": _SILENT,
    "25006": (Translatable("it is read-only"), "The bot needs a server that takes writes"),
    "28": (Translatable("the server refuses the user or the password"), "Is [store] database right in config.toml?"),
    "3D000": (Translatable("the server has no database of that name"), "Create it first, with createdb"),
    "40": (Translatable("somebody else was writing the same"), "Try again"),
    "42501": (Translatable("the user may not do that"), "Make the bot's user the owner of the database"),
    "53100": _SQLITE["SQLITE_FULL"],
    "53200": (Translatable("the server has no memory left"), "Make room and try again"),
    "53300": (
        Translatable("the server takes no more connections"),
        "Raise max_connections there, or stop what else uses it",
    ),
    "55P03": _SQLITE["SQLITE_BUSY"],
    "57014": (Translatable("it took too long"), "Try again"),
    "57P": (Translatable("the server is starting or stopping"), "Try again"),
    "58": _SQLITE["SQLITE_IOERR"],
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
"""By SQLSTATE, or by what it begins with; see "PostgreSQL Error Codes" in its documentation."""


class UnreachableError(Exception):
    """No connection to the server: ``error`` is what the driver says."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__(str(error))


def is_no_mistake_of_ours(error: Exception) -> bool:
    """Whether the machine is to blame, and not what we asked it."""
    if not isinstance(error, sa.exc.DBAPIError):
        return True
    # SQLite's own errors of this class itself are damage: "malformed", "not a database".
    sqlite_failed = type(error) in (sa.exc.OperationalError, sa.exc.DatabaseError)
    return sqlite_failed or error.connection_invalidated or _of_server(error.orig) is not None


def reason(error: Exception) -> str:
    """Why, as the end of a sentence without its full stop: "the disk is full"."""
    return _explain(error)[0]


def advice(error: Exception) -> str:
    """What the host can do about it, without a full stop; nothing where that is not known."""
    return _explain(error)[1]


def reason_and_advice(error: Exception) -> str:
    """The same with what the host can do: "the disk is full. Make room and try again."."""
    why, advice = _explain(error)
    end = "" if advice.endswith("?") else "."
    return f"{why}. {advice}{end}" if advice else f"{why}."


def _explain(error: Exception) -> _Reason:
    if isinstance(error, UnreachableError):
        return _unreachable(error.error)
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    if known := _of_file(cause) or _of_server(cause):
        return known
    if isinstance(error, TimeoutError) or (isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated):
        return _SILENT
    if isinstance(cause, OSError) and cause.strerror:
        place = f" ({cause.filename})" if cause.filename else ""
        return f"{cause.strerror.lower()}{place}", "Name a file in a folder where the bot may write"
    return _as_it_says(cause)


def _unreachable(error: Exception) -> _Reason:
    if isinstance(error, ValueError):
        return _NO_ADDRESS  # what the driver says of it may show the password
    return _of_server(error) or (_SILENT if isinstance(error, OSError) else _as_it_says(error))


def _of_file(error: BaseException) -> _Reason | None:
    # An extended code such as SQLITE_READONLY_DIRECTORY begins with the primary one.
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    return _SQLITE.get(name) if isinstance(error, sqlite3.Error) else None


def _as_it_says(error: BaseException) -> _Reason:
    return str(error).rstrip("."), ""


def _of_server(error: BaseException | None) -> _Reason | None:
    """What PostgreSQL's code stands for, or None where it is none of those that a host can do something about."""
    code = getattr(error, "sqlstate", None) or ""
    return next((_POSTGRES[code[:size]] for size in (5, 3, 2) if code[:size] in _POSTGRES), None)
