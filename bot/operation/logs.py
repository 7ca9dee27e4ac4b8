"""The log: lines for people or JSON for programs, on stderr, without answers and without tokens."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from bot.operation.blame import in_a_line, in_full, without_secrets

if TYPE_CHECKING:
    from bot.config import LogSettings

log = logging.getLogger(__name__)

QUIET = ("discord", "aiohttp", "aiosqlite", "asyncio", "sqlalchemy", "alembic", "matplotlib", "PIL")
"""Libraries whose debug records hold requests and statements, and so what people wrote: they begin at ``info``."""

QUIETER = ("alembic", "sqlalchemy")
"""Those that have nothing to tell a host unless something is wrong."""


def set_up(settings: LogSettings, token: str = "") -> None:
    """Write the records of this process to stderr, in place of what was set up before; uncaught errors as well.

    ``token`` is never written, wherever it stands.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((JsonFormatter if settings.format == "json" else TextFormatter)(token))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one.formatter, _Discreet)]:
        root.removeHandler(old)
    root.addHandler(handler)
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING if name in QUIETER else logging.INFO))
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Log what goes wrong in a task that nobody waits for. asyncio's own words would quote the error and its task."""
    loop.set_exception_handler(_forgotten)


class _Discreet(logging.Formatter):
    """What a record says, without what it must not say."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def said(self, record: logging.LogRecord) -> str:
        """The message. An error among its variable parts is told by its kind."""
        return without_secrets(
            str(record.msg) % _discreet(record.args) if record.args else str(record.msg), self._token
        )

    def error(self, record: logging.LogRecord) -> str | None:
        """The traceback, where there is one."""
        error = record.exc_info[1] if record.exc_info else None
        return None if error is None else without_secrets(in_full(error), self._token)


class TextFormatter(_Discreet):
    """``2026-11-23 17:04:05Z INFO bot.app: …``, and a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record):%Y-%m-%d %H:%M:%SZ} {record.levelname} {record.name}: {self.said(record)}"
        error = self.error(record)
        return line if error is None else f"{line}\n{error}"


class JsonFormatter(_Discreet):
    """One object a line: ``time`` (ISO 8601, UTC), ``level``, ``logger``, ``message``; ``error`` if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.said(record),
        }
        if (error := self.error(record)) is not None:
            fields["error"] = error
        return json.dumps(fields, ensure_ascii=False)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _discreet(parts: Any) -> Any:
    if isinstance(parts, Mapping):
        return {name: _part(value) for name, value in parts.items()}
    return tuple(map(_part, parts))


def _part(value: object) -> object:
    return in_a_line(value) if isinstance(value, BaseException) else value


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("The bot ends, and this is why; please report it", exc_info=(kind, error, trace))


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    log.error("A thread ended with an error", exc_info=arguments.exc_value)


def _forgotten(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    log.error("Something in the background went wrong", exc_info=context.get("exception"))
