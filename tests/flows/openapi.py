"""Whether a request is one that Discord documents, and whether it could ping somebody."""

from __future__ import annotations

import importlib.util
import json
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import FormatChecker

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


@cache
def _undocumented(method: str, path: str, body: str, params: str) -> list[str]:
    return [] if description() is None else description().check(method, path, json.loads(body), json.loads(params))


def problems(sent: Any) -> list[str]:
    """What is wrong with a request, each problem with the request in front."""
    found = _undocumented(sent.method, sent.path, json.dumps(sent.json), json.dumps(sent.params))
    body = sent.json if isinstance(sent.json, dict) else {}
    body = body.get("data", body) or {}
    modal = "title" in body
    if sent.method != "GET" and not modal and any(body.get(said) for said in ("content", "components", "embeds")):
        allowed = body.get("allowed_mentions")
        if allowed is None or allowed.get("parse") != [] or allowed.get("users") or allowed.get("roles"):
            found = [*found, f"mentions are not switched off: {allowed}"]
    return [f"{sent.method} {sent.path}: {one}" for one in found]
