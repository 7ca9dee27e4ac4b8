"""Every sentence that the bot says, read from its code, and the catalogues of the other languages beside it.

``python -m tests.catalogue`` brings the catalogues up to date: new sentences are added without a translation, and those
that are said no more go. ``python -m tests.catalogue LANGUAGE`` begins one for a new language (``fr``, ``pt_BR``).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import bot
from bot.discord_ui.language import CATALOGUE, FOLDER

PACKAGE = Path(bot.__file__).parent
ERRORS = re.compile(r"(Refused|Stale|UnsavedText|Kept)Error")
WIDTH = 120
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)

Message = str | tuple[str, str]


def sentences() -> dict[Message, list[str]]:
    """What the bot says, with the files that say it; a pair is singular and plural."""
    found: dict[Message, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in sorted(set(_sentences(ast.parse(path.read_text(encoding="utf-8")))), key=str):
            found.setdefault(message, []).append(str(path.relative_to(PACKAGE.parent)))
    return found


def name_of(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def translated(call: ast.Call) -> list[ast.expr]:
    """Those arguments of a call that are sentences to be translated, now or where they are said."""
    name = name_of(call)
    if name in ("_", "Translatable") or ERRORS.fullmatch(name):
        return call.args[:1]
    if name == "ngettext":
        return call.args[:2]
    if name == "Reason":
        return call.args[2:3]
    if name == "Fault":
        return call.args[1:2]
    if name == "__init__" and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        return call.args[:1]  # super().__init__(sentence) of an error
    return []


def told_to_discord(node: ast.Call | ast.ClassDef) -> list[ast.expr]:
    """Those arguments of a call or a class that Discord shows while a command is typed."""
    if isinstance(node, ast.ClassDef):
        return [keyword.value for keyword in node.keywords if keyword.arg == "group_description"]
    call, name = node, name_of(node)
    shown = [keyword.value for keyword in call.keywords if keyword.arg == "description"]
    if name in ("command", "Group"):
        return shown
    if name == "describe":
        return [keyword.value for keyword in call.keywords]
    if name in ("Choice", "ContextMenu"):
        return [keyword.value for keyword in call.keywords if keyword.arg == "name"]
    return []


def constants(node: ast.expr) -> list[str]:
    """The texts that an expression can be: one, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def _sentences(tree: ast.Module) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            said = [text for argument in translated(node) for text in constants(argument)]
            if name_of(node) == "ngettext" and len(said) == 2:
                yield said[0], said[1]
            else:
                yield from said
        if isinstance(node, ast.Call | ast.ClassDef):
            yield from (text for argument in told_to_discord(node) for text in constants(argument))
        if isinstance(node, ast.AsyncFunctionDef) and any("command" in ast.unparse(d) for d in node.decorator_list):
            yield from _choices(node)


def _choices(command: ast.AsyncFunctionDef) -> Iterator[str]:
    for argument in command.args.args:
        for node in ast.walk(argument.annotation or ast.Pass()):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
                members = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                yield from (member.value for member in members if isinstance(member, ast.Constant))


def template() -> Catalog:
    """All sentences without a translation."""
    made = _catalogue(None)
    for message, places in sentences().items():
        text = message if isinstance(message, str) else message[0]
        made.add(message, locations=[(place, 0) for place in places], flags=["python-brace-format"] * ("{" in text))
    return made


def read(path: Path) -> Catalog:
    """The catalogue of one language."""
    with path.open("rb") as file:
        return read_po(file, path.parents[1].name)


def update(language: str) -> int:
    """Bring one language's catalogue up to date; gives the number of sentences that wait for a translation."""
    path = FOLDER / language / CATALOGUE
    catalogue = _catalogue(language)
    for message in read(path) if path.exists() else ():
        if message.id:
            catalogue[message.id] = message
    catalogue.update(template(), no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    return sum(not message.string or message.string == ("",) for message in catalogue if message.id)


def _catalogue(language: str | None) -> Catalog:
    """An empty one whose head says nothing that changes with each run."""
    return Catalog(
        language,
        project="Hotseat",
        version=bot.__version__,
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        header_comment="# What Hotseat says.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        charset="utf-8",
        fuzzy=False,
    )


if __name__ == "__main__":
    for one in sys.argv[1:] or sorted(path.name for path in FOLDER.iterdir() if path.is_dir()):
        print(f"{one}: {update(one)} to translate")  # noqa: T201
