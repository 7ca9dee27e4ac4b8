"""The JSON Schema of question files and of marked answers, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bot.bank.model import MarkedAnswers, Topic

DIALECT = "https://json-schema.org/draft/2020-12/schema"


FOLDER = "schema"
"""Where the schemas lie beside the question files."""


def editor_line(name: str) -> str:
    """The first line of a question file, from which an editor knows its schema. ``name``: questions or answers."""
    return f"# yaml-language-server: $schema={FOLDER}/{name}.schema.json\n"


def json_schema() -> dict[str, Any]:
    """The schema of ``questions/<topic>.yaml``."""
    return _schema(Topic, "Hotseat questions")


def answers_json_schema() -> dict[str, Any]:
    """The schema of ``questions/<topic>.answers.yaml``."""
    return _schema(MarkedAnswers, "Hotseat marked answers")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema(), "title": title}
