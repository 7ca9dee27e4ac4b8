"""One question more in a question file: appended as text, so that everything else stays as its author wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import yaml

from bot.bank.loader import TOPIC_SUFFIX, Located, locate_topic, parse_topic
from bot.bank.model import Question, Topic
from bot.bank.schema import FOLDER as SCHEMAS
from bot.bank.schema import editor_line
from bot.errors import BankError, Finding

WIDTH = 120
_ENTRY = re.compile(r"^( *)- +\w+:", re.MULTILINE)


def add_question(folder: Path, topic: str, title: str, question: Question) -> Located[Topic]:
    """Write ``question`` at the end of the file of ``topic``, which is begun with ``title`` if there is none.

    Raises ``BankError`` when the file cannot be used, or cannot be added to; then it stays as it is.
    """
    path = folder / f"{topic}{TOPIC_SUFFIX}"
    if path.exists():
        made = appended(path.read_bytes().decode("utf-8"), locate_topic(path).value, question, path)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        known = (folder / SCHEMAS / "questions.schema.json").is_file()
        head = f"topic: {topic}\ntitle: {_inline(title)}\nquestions:\n"
        made = f"{editor_line('questions') if known else ''}{head}{written(question)}"
        parse_topic(made, path)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(made.encode())
    beside.replace(path)
    return locate_topic(path)


def appended(source: str, topic: Topic, question: Question, path: Path) -> str:
    """``source``, which holds ``topic``, with one question more. Raises ``BankError`` where that cannot be."""
    ends = "\r\n" if "\r\n" in source else "\n"
    listed = source[source.find("questions:") :]
    entry = _ENTRY.search(listed)
    indentation = len(entry[1]) if entry else 2
    gap = "" if source.endswith("\n") else ends
    made = source + gap + written(question, indentation).replace("\n", ends)
    wanted = topic.model_copy(update={"questions": (*topic.questions, question)})
    try:
        if parse_topic(made, path) == wanted:
            return made
    except BankError:
        pass
    message = 'A question can only be added where "questions" is the last key and a list with an entry a line.'
    raise BankError([Finding(path, 0, message)])


def written(question: Question, indentation: int = 2) -> str:
    """The question as an entry of a question file."""
    lines: list[str] = []
    content = question.model_dump(mode="json", exclude_defaults=True) | {"level": question.level.value}
    order = [name for name in type(question).model_fields if name in content]
    for name in order:
        lines += _key(name, content[name])
    return "".join(f"{' ' * indentation}{line}\n" if line else "\n" for line in _entry(lines))


def _key(name: str, value: Any) -> Iterator[str]:
    """The lines of a key, from the left edge."""
    if isinstance(value, dict):
        yield f"{name}:"
        for key, inner in value.items():
            yield from (f"  {line}" for line in _key(key, inner))
    elif isinstance(value, list):
        yield f"{name}:"
        for each in value:
            inner = [line for key in each for line in _key(key, each[key])] if isinstance(each, dict) else _text(each)
            yield from (f"  {line}" if line else "" for line in _entry(inner))
    elif isinstance(value, str):
        first, *rest = [_inline(value)] if name in _CODE else _text(value, folded=name == "answer")
        yield f"{name}: {first}"
        yield from rest
    else:
        yield f"{name}: {value}"


def _entry(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{'  ' if number else '- '}{line}" if line else ""


_CODE = frozenset({"code", "prints"})  # whose line breaks count
_DEEPEST = 24  # what stands before a text at most: indentation, dash and key
_MARGIN = 14  # and before the lines below


def _text(text: str, *, folded: bool = False) -> list[str]:
    """A text as the rest of its key's line and the lines below; paragraphs are parted by an empty line.

    Code within a text keeps its lines.
    """
    if not folded and "\n" not in text and len(_inline(text)) <= WIDTH - _DEEPEST:
        return [_inline(text)]
    if "\n\n" in text or "\n " in text:
        return ["|-", *(f"  {line}" if line else "" for line in text.split("\n"))]
    lines = [">-"]
    for number, paragraph in enumerate(text.split("\n")):
        lines += [""] if number else []
        lines += [
            f"  {line}" for line in wrap(paragraph, WIDTH - _MARGIN, break_long_words=False, break_on_hyphens=False)
        ]
    return lines


def _inline(text: str) -> str:
    """A text on one line, in quotes where YAML would take it for something else."""
    try:
        if yaml.safe_load(f"- {text}\n- k: {text}\n") == [text, {"k": text}] and "," not in text[:1]:
            return text
    except yaml.YAMLError:
        pass
    return json.dumps(text, ensure_ascii=False)
