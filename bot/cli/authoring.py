"""The parts of a new question, asked for one after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from typing import Any

import click
import typer
from pydantic import TypeAdapter, ValidationError

from bot.bank.model import Level, Misconception, Phrase, Point, Question, Slug, Source, Text

_SHORT_NAME = 'Use lower-case letters, digits and single hyphens, such as "signed-cookie", at most 48 characters.'
_TEXT = "Write 1 to 4,000 characters."
_PHRASE = "Write 2 to 300 characters."
_SOURCE = "Give a web address that begins with http:// or https://."
_WEIGHT = "Give a whole number from 1 to 10."
_LEVEL = "Type junior, mid or senior."
_TAKEN = "That name is taken here; choose another."

_slug: TypeAdapter[Any] = TypeAdapter(Slug)
_text: TypeAdapter[Any] = TypeAdapter(Text)
_phrase: TypeAdapter[Any] = TypeAdapter(Phrase)
_source: TypeAdapter[Any] = TypeAdapter(Source)
_level: TypeAdapter[Any] = TypeAdapter(Level)


def short_name(label: str, taken: Collection[str] = ()) -> str:
    """A slug that is not taken yet."""
    while True:
        name: str = _asked(label, _slug.validate_python, _SHORT_NAME)
        if name not in taken:
            return name
        typer.echo(_TAKEN)


def checked_name(name: str) -> str:
    """``name``, if it is a slug. Raises LookupError with a sentence."""
    try:
        return str(_slug.validate_python(name))
    except ValidationError:
        raise LookupError(f"{_SHORT_NAME[0].lower()}{_SHORT_NAME[1:]}") from None


def text(label: str) -> str:
    """A text on one line."""
    found: str = _asked(label, _text.validate_python, _TEXT)
    return found


def question(taken: Collection[str]) -> Question:
    """All parts of a question whose id is none of ``taken``."""
    name = short_name("Short name of the question", taken)
    level = _asked("Level (junior, mid, senior)", _level.validate_python, _LEVEL, default=Level.MID.value)
    ask = text("The question, as the interviewer puts it")
    answer = _long("The model answer, as one would say it aloud")
    typer.echo("\nThe points that a good interviewer wants to hear, three to seven.")
    points: list[Point] = []
    while name_of := _short_name_or_nothing(f"Point {len(points) + 1}: its short name", [p.id for p in points]):
        points.append(_point(name_of))
    typer.echo("\nFalse claims that people really make.")
    claims: list[Misconception] = []
    while claim := _line(f"False claim {len(claims) + 1} as a sentence", _text, _TEXT):
        claims.append(_misconception(claim))
    typer.echo("")
    sources = _lines("Web addresses where people can read more", _source, _SOURCE)
    return Question(
        id=name,
        level=level,
        ask=ask,
        answer=answer,
        points=tuple(points),
        misconceptions=tuple(claims),
        sources=sources,
    )


def _point(name: str) -> Point:
    say = text("  The point in one plain sentence")
    weight = _asked("  How much it counts, 1 to 10", _weight, _WEIGHT, default="1")
    accept = _lines("  How people put it", _phrase, _PHRASE)
    ask = _line("  The follow-up for those who miss it", _text, _TEXT)
    return Point(id=name, say=say, weight=weight, accept=accept, ask=ask or None)


def _misconception(say: str) -> Misconception:
    match: tuple[str, ...] = ()
    while not match:
        match = _lines("  How people put it, at least once", _phrase, _PHRASE)
    return Misconception(say=say, match=match, correct=text("  The sentence that puts it right"))


def _weight(typed: str) -> int:
    weight = int(typed)
    if not 1 <= weight <= 10:  # noqa: PLR2004 - as the sentence says
        raise ValueError
    return weight


def _asked(label: str, read: Callable[[str], Any], hint: str, default: str | None = None) -> Any:
    while True:
        typed: str = typer.prompt(label, default=default)
        try:
            return read(typed.strip())
        except (ValidationError, ValueError):
            typer.echo(hint)


def _line(label: str, kind: TypeAdapter[Any], hint: str) -> str:
    """One line, or nothing."""
    while True:
        typed = str(typer.prompt(f"{label} (empty: none)", default="", show_default=False)).strip()
        try:
            return str(kind.validate_python(typed)) if typed else ""
        except ValidationError:
            typer.echo(hint)


def _short_name_or_nothing(label: str, taken: Collection[str]) -> str:
    while (name := _line(label, _slug, _SHORT_NAME)) and name in taken:
        typer.echo(_TAKEN)
    return name


def _lines(label: str, kind: TypeAdapter[Any], hint: str) -> tuple[str, ...]:
    """Lines until an empty one."""
    typer.echo(f"{label}, one a line; an empty line ends it.")
    found: dict[str, None] = {}
    while typed := str(typer.prompt("  ", default="", show_default=False, prompt_suffix="> ")).strip():
        try:
            found[kind.validate_python(typed)] = None
        except ValidationError:
            typer.echo(hint)
    return tuple(found)


def _long(label: str) -> str:
    """Paragraphs, from the editor that is set, or lines until an empty one."""
    if sys.stdin.isatty() and (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        typer.echo(f"{label}: write it in your editor, save and close.")
        edited = _paragraphs(click.edit("") or "")
        if edited:
            return edited
    while not (lines := _lines(label, _text, _TEXT)):
        typer.echo(_TEXT)
    return " ".join(lines)


def _paragraphs(written: str) -> str:
    written = "\n".join(line.rstrip() for line in written.strip().splitlines())
    if "\n " in written:  # code, whose lines count
        return written
    blocks = written.split("\n\n")
    return "\n".join(filter(None, (" ".join(block.split()) for block in blocks)))
