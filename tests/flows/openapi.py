"""Whether a request is one that Discord documents, keeps its limits, and pings nobody."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import FormatChecker
from simcord.backend import Backend
from simcord.http import router

from tests.flows.limits import broken, message_in

_BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "discord"
FOLDER = Path(os.environ.get("DISCORD_OPENAPI", _BESIDE_THE_PROJECT))
"""The folder with Discord's OpenAPI description (``openapi.json``) and its checker (``validate_openapi.py``)."""

MISSING = "no description of Discord's API: set DISCORD_OPENAPI to a folder with openapi.json and validate_openapi.py"


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


# jsonschema brings this check only together with another package.
FormatChecker.checkers.setdefault("date-time", (_is_time, ValueError))


@cache
def description() -> Any:
    """Discord's description, ready to check requests by; None where there is none."""
    checker, document = FOLDER / "validate_openapi.py", FOLDER / "openapi.json"
    if not checker.is_file() or not document.is_file():
        return None
    spec = importlib.util.spec_from_file_location("validate_openapi", checker)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Spec(document)


FREE = frozenset({"content", "custom_id", "description", "label", "placeholder", "value"})
"""Where any text may stand, of which Discord's description says only how long it may be, as ``limits`` does."""

_sound: set[tuple[str, str]] = set()
"""The shapes of requests that have been found right: to look at one takes ten milliseconds."""


def _undocumented(sent: Any) -> list[str]:
    if description() is None:
        return []
    shape = re.sub(r"\d{15,}", "#", json.dumps([sent.path, sent.params, _without_text(sent.json)]))
    if (sent.method, shape) in _sound:
        return []
    found: list[str] = description().check(sent.method, sent.path, sent.json, sent.params)
    if not found:
        _sound.add((sent.method, shape))
    return found


def _without_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key in FREE and isinstance(one, str) else _without_text(one) for key, one in value.items()}
    return [_without_text(one) for one in value] if isinstance(value, list) else value


def _pings(sent: Any) -> Iterator[str]:
    """A message that may ping anybody: Discord lets it, unless it says otherwise. The bot means to ping nobody."""
    message = message_in(sent)
    if message is not None:
        allowed = message.get("allowed_mentions") or {}
        if allowed.get("parse") != [] or any(allowed.get(key) for key in ("users", "roles", "replied_user")):
            yield f"mentions are not switched off: {message.get('allowed_mentions')}"


def problems(sent: Any) -> list[str]:
    """What is wrong with a request, each problem with the request in front."""
    found = [*broken(sent), *_pings(sent)]
    return [*_undocumented(sent), *(f"{sent.method} {sent.path}: {one}" for one in found)]


def undocumented_answer(method: str, path: str, status: int) -> list[str]:
    """Whether Discord would answer a request so: what plays Discord is held to the description as well."""
    operation = description() and description().operation(method, path)
    if not operation or str(status) in operation["responses"]:
        return []
    return [f"{method} {path}: Discord does not answer {status}"]


@contextmanager
def checked() -> Iterator[None]:
    """Each request that any bot sends to any Discord of simcord's meanwhile is fit to be sent; else AssertionError.

    They are looked at in the end, so that no bot waits longer for its answer.
    """
    asked: dict[int, Backend] = {}
    dispatch = router.dispatch

    def noting(backend: Backend, *args: Any, **more: Any) -> Any:
        asked[id(backend)] = backend
        return dispatch(backend, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(router, "dispatch", noting)
        yield
    found = [one for backend in asked.values() for sent in backend.http_requests for one in problems(sent)]
    if found:
        raise AssertionError("\n".join(found))
