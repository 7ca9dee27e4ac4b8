"""Discord's own limits, which hold whether or not its OpenAPI description is at hand (half of them are not in it).

The numbers are those of Discord's documentation: resources/message, components/reference, interactions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

V2 = 1 << 15
ONLY_V2 = {9, 10, 11, 12, 13, 14, 17}
SELECTS = {3, 5, 6, 7, 8}


class Callback(IntEnum):
    REPLY = 4
    UPDATE = 7
    CHOICES = 8
    FORM = 9


class Kind(IntEnum):
    ROW = 1
    BUTTON = 2
    FIELD = 4
    SECTION = 9
    TEXT = 10
    GALLERY = 12
    LABEL = 18


MESSAGES = re.compile(r"/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/(\d+|@original))?")
NAME = re.compile(r"[-_'\w]{1,32}")
BODY = ("content", "embeds", "components", "attachments", "poll", "sticker_ids", "message_reference")
EMBED = {"title": 256, "description": 4096}
LONGEST = {
    Kind.BUTTON: {"label": 80, "url": 512},
    Kind.FIELD: {"value": 4000, "placeholder": 100, "label": 45},
    Kind.LABEL: {"label": 45, "description": 100},
    Kind.TEXT: {"content": 4000},
    **{kind: {"placeholder": 150} for kind in SELECTS},
}


def message_in(sent: Any) -> dict[str, Any] | None:
    """The message that a request makes or changes, if it does that."""
    body = sent.json if isinstance(sent.json, dict) else {}
    if sent.path.endswith("/callback"):
        return (body.get("data") or {}) if body.get("type") in (Callback.REPLY, Callback.UPDATE) else None
    if sent.method not in ("POST", "PATCH"):
        return None
    if sent.path.endswith("/threads"):
        return body.get("message")
    return body if MESSAGES.fullmatch(sent.path) else None


def broken(sent: Any) -> Iterator[str]:
    """Which limits a request goes beyond."""
    body = sent.json if isinstance(sent.json, dict) else {}
    yield from _length("the reason", sent.reason, 512)
    if (message := message_in(sent)) is not None:
        yield from _message(message, fresh=sent.method == "POST" and body.get("type") != Callback.UPDATE)
    if sent.path.endswith("/callback") and body.get("type") == Callback.FORM:
        yield from _form(body["data"])
    if sent.path.endswith("/callback") and body.get("type") == Callback.CHOICES:
        yield from _choices("completion", body["data"].get("choices") or ())
    if sent.path.endswith("/threads"):
        yield from _length("name", body.get("name"), 100, least=1)
    if sent.method == "PUT" and sent.path.endswith("/commands"):
        yield from _commands(sent.json)


def _length(where: str, text: object, most: int, *, least: int = 0) -> Iterator[str]:
    size = 0 if text is None else len(str(text))
    if not least <= size <= most:
        yield f"{where}: {size} characters, not {least} to {most}"


def _count(where: str, things: Sequence[Any], most: int, *, least: int = 0) -> Iterator[str]:
    if not least <= len(things) <= most:
        yield f"{where}: {len(things)}, not {least} to {most}"


# ------------------------------------------------------------------------------------------------ messages and forms


def _message(message: dict[str, Any], *, fresh: bool) -> Iterator[str]:
    components = list(parts(message.get("components") or []))
    yield from _length("content", message.get("content"), 2000)
    yield from _length("nonce", str(message.get("nonce") or ""), 25)
    yield from _count("attachments", message.get("attachments") or (), 10)
    for file in message.get("attachments") or ():
        yield from _length("an attachment's description", file.get("description"), 1024)
    yield from _embeds(message.get("embeds") or ())
    if fresh and not any(message.get(key) for key in BODY):
        yield "an empty message"
    if int(message.get("flags") or 0) & V2:
        if any(message.get(key) for key in ("content", "embeds", "poll", "sticker_ids")):
            yield "components of version 2 beside content, embeds, a poll or stickers"
    else:
        yield from _count("rows", message.get("components") or (), 5)
        yield from (
            f"component {one['type']} without the flag of version 2" for one in components if one["type"] in ONLY_V2
        )
    yield from _components(components)
    yield from _count("components", components, 40)
    texts = [one.get("content", "") for one in components if one["type"] == Kind.TEXT]
    yield from _length("all text of components", "".join(texts), 4000)


def _form(form: dict[str, Any]) -> Iterator[str]:
    yield from _length("title", form.get("title"), 45, least=1)
    yield from _length("custom_id", form.get("custom_id"), 100, least=1)
    yield from _count("components of a form", form.get("components") or (), 5, least=1)
    yield from _components(list(parts(form.get("components") or [])))


def _embeds(embeds: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield from _count("embeds", embeds, 10)
    total = 0
    for one in embeds:
        fields = one.get("fields") or ()
        named = [(f"an embed's {key}", one.get(key), most) for key, most in EMBED.items()]
        named.append(("an embed's footer", (one.get("footer") or {}).get("text"), 2048))
        named.append(("an embed's author", (one.get("author") or {}).get("name"), 256))
        for where, text, most in named:
            yield from _length(where, text, most)
        yield from _count("fields of an embed", fields, 25)
        for field in fields:
            yield from _length("a field's name", field["name"].strip(), 256, least=1)
            yield from _length("a field's value", field["value"].strip(), 1024, least=1)
        total += sum(len(text or "") for _, text, _ in named) + sum(len(f["name"] + f["value"]) for f in fields)
    if total > 6000:
        yield f"embeds: {total} > 6000 characters in all"


def parts(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too."""
    for one in components:
        yield one
        yield from parts(one.get("components") or [])
        yield from parts([one[key] for key in ("accessory", "component") if one.get(key)])


def _components(components: Sequence[dict[str, Any]]) -> Iterator[str]:
    ids = [one["custom_id"] for one in components if one.get("custom_id") is not None]
    yield from (f"custom_id {made!r} twice" for made in sorted({made for made in ids if ids.count(made) > 1}))
    for made in ids:
        yield from _length("custom_id", made, 100, least=1)
    for one in components:
        for key, most in LONGEST.get(one["type"], {}).items():
            yield from _length(f"{key} of component {one['type']}", one.get(key), most)
        yield from _held(one, one.get("components") or ())
        if "options" in one:
            yield from _options(one)


def _held(one: dict[str, Any], held: Sequence[dict[str, Any]]) -> Iterator[str]:
    match one["type"]:
        case Kind.TEXT:
            yield from _length("a text component", one.get("content", "").strip(), 4000, least=1)
        case Kind.FIELD:
            low, high = one.get("min_length") or 0, one.get("max_length") or 4000
            if not 0 <= low <= high <= 4000 or len(one.get("value") or "") > high:
                yield f"a field of {low} to {high} characters that holds {len(one.get('value') or '')}"
        case Kind.ROW:
            yield from _count(
                "parts of a row", held, 1 if any(part["type"] in SELECTS for part in held) else 5, least=1
            )
        case Kind.SECTION:
            yield from _count("texts of a section", held, 3, least=1)
        case Kind.GALLERY:
            yield from _count("pictures of a gallery", one.get("items") or (), 10, least=1)


def _options(menu: dict[str, Any]) -> Iterator[str]:
    options = menu["options"]
    yield from _count("options", options, 25 if menu["type"] in SELECTS else 10, least=1)
    values = [option["value"] for option in options]
    yield from (f"two options have the value {value!r}" for value in {one for one in values if values.count(one) > 1})
    if not (menu.get("min_values") or 0) <= min(menu.get("max_values") or 1, len(options)):
        yield "a menu that asks for more than it offers"
    for option in options:
        for key, least in (("label", 1), ("value", 1), ("description", 0)):
            yield from _length(f"an option's {key}", option.get(key), 100, least=least)


# ------------------------------------------------------------------------------------------------ commands


def _commands(commands: Sequence[dict[str, Any]]) -> Iterator[str]:
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        yield from _count(f"commands of type {kind}", [one for one in commands if one.get("type", 1) == kind], most)
    for command in commands:
        yield from _command(command, chat=command.get("type", 1) == 1)
        if (size := _size(command)) > 8000:
            yield f"/{command['name']}: {size} > 8000 characters in all"


def _command(node: dict[str, Any], *, chat: bool) -> Iterator[str]:
    where = f"/{node['name']}"
    for name in (node["name"], *(node.get("name_localizations") or {}).values()):
        if chat and not (NAME.fullmatch(name) and name == name.lower()):
            yield f"{where}: {name!r} is no name"
        yield from _length(f"{where}: its name", name, 32, least=1)
    for text in (node.get("description"), *(node.get("description_localizations") or {}).values()):
        yield from _length(f"{where}: its description", text, 100 if chat else 0, least=chat)
    options = node.get("options") or ()
    yield from _count(f"{where}: options", options, 25)
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"{where}: required options come first"
    for option in options:
        if option.get("choices") and option.get("autocomplete"):
            yield f"{where} {option['name']}: both choices and completion"
        yield from _choices(f"{where} {option['name']}", option.get("choices") or ())
        yield from _command(option, chat=True)


def _choices(where: str, choices: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield from _count(f"{where}: choices", choices, 25)
    for choice in choices:
        for name in (choice["name"], *(choice.get("name_localizations") or {}).values()):
            yield from _length(f"{where}: a choice's name", name, 100, least=1)
        yield from _length(f"{where}: a choice's value", str(choice["value"]), 100, least=1)


def _size(node: dict[str, Any]) -> int:
    """Characters of a command's names, descriptions and values, each in its longest language."""
    texts = [("name", "name_localizations"), ("description", "description_localizations")]
    own = sum(
        max(map(len, [str(node.get(key) or ""), *(node.get(others) or {}).values()])) for key, others in texts
    ) + len(str(node.get("value") or ""))
    return own + sum(_size(one) for key in ("options", "choices") for one in node.get(key) or ())
