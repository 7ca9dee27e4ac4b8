"""Grades as text, for keeping. Equal grades give equal text."""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.grading.model import Grade

_GRADES: TypeAdapter[Grade] = TypeAdapter(Grade)


def dumps(grade: Grade) -> str:
    """``grade`` as one line of JSON, keys in the order of the fields."""
    return _GRADES.dump_json(grade).decode()


def loads(text: str) -> Grade:
    """The grade that :func:`dumps` wrote. Raises ``pydantic.ValidationError`` (a ``ValueError``) for any other text."""
    return _GRADES.validate_json(text)
