"""YAML text → plain values, with the line of each.

The text is read as a stream of events, never as a graph of nodes: nothing nests deeper than ``MAX_DEPTH``, an alias is
refused instead of followed, and no tag makes an object. So a hostile file costs no more than its size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from bot.bank.syntax import explain, line_count
from bot.errors import Finding

Place = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list positions, such as ``("questions", 0, "ask")``."""

MAX_CHARACTERS = 4_000_000
"""The longest file that is read; some 2,000 full questions."""

MAX_DEPTH = 16
MAX_VALUES = 100_000
MAX_FINDINGS = 100
"""After so many findings in one file the rest is only counted."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_READS_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
}


@dataclass(frozen=True, slots=True)
class Surprise:
    """What was typed without quotes, and what YAML takes it for: ``no`` for true or false, ``404`` for a number."""

    typed: str
    reads_as: str


@dataclass(slots=True)
class Tree:
    """One file as plain values (``dict``, ``list``, ``str``, ``int``, ``float``, ``bool``, None).

    ``complete`` is False when reading stopped half-way, and ``value`` is worth nothing then. ``lines`` has the line,
    from 1, of every value (for a value of a mapping, that of its key). ``surprises`` has the unquoted scalars that are
    not text. ``spoilt`` has the places about which there is a finding already.
    """

    value: object = None
    lines: dict[Place, int] = field(default_factory=dict)
    surprises: dict[Place, Surprise] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    spoilt: set[Place] = field(default_factory=set)
    complete: bool = False


def nearest_line(lines: Mapping[Place, int], place: Place) -> int:
    """The line of ``place``, or of the nearest thing around it; 0 when there is none."""
    while place not in lines and place:
        place = place[:-1]
    return lines.get(place, 0)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    container: dict[str, object] | list[object]
    place: Place
    kept: bool  # False below a repeated or impossible key: read on, for what else is wrong, but keep nothing
    is_key: bool = False
    key: str | None = None
    key_line: int = 0
    key_kept: bool = True


class _Stop(Exception):  # noqa: N818 – not an error, the way out of the loop
    """Reading cannot go on; the finding has been written down."""


class _Reading:
    def __init__(self, text: str, file: Path) -> None:
        self.file = file
        self.source_lines = text.splitlines()
        self.last_line = line_count(text)
        self.tree = Tree()
        self.open: list[_Open] = []
        self.values = 0
        self.loader = _Loader(text)

    def report(self, line: int, message: str) -> None:
        self.tree.findings.append(Finding(self.file, max(1, min(line, self.last_line)), message))

    def run(self) -> None:
        documents = 0
        try:
            while self.loader.check_event():
                event = self.loader.get_event()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.report(
                            _line(event),
                            'A file holds one document; remove the line "---" and what does not belong to the first.',
                        )
                        return
                elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                    self.close()
                elif isinstance(event, yaml.NodeEvent):
                    self.node(event)
            self.tree.complete = True
        except _Stop:
            pass
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: "\\UFFFFFFFF", without libyaml
            line, sentence = explain(error, self.source_lines)
            if all(finding.line != line for finding in self.tree.findings):
                self.report(line, sentence)
        finally:
            self.loader.dispose()

    def node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        self.values += 1
        if self.values > MAX_VALUES:
            self.report(line, f"The file holds more than {MAX_VALUES:,} values; split it into several topics.")
            raise _Stop
        fault = self.fault(event)
        above = self.open[-1] if self.open else None
        if above and isinstance(above.container, dict) and above.key is None:
            self.take_key(above, event, line, fault)
            return
        place, line, kept = self.place_of_value(above, line)
        if kept:
            self.tree.lines[place] = line
        if fault:
            self.report(_line(event), fault)
            self.tree.spoilt.add(place)
        if isinstance(event, yaml.ScalarEvent):
            self.put(self.scalar(event, place, kept=kept))
        elif isinstance(event, yaml.CollectionStartEvent):
            self.start(event, place, kept=kept)
        else:
            self.put(None)

    def fault(self, event: yaml.NodeEvent) -> str | None:
        if isinstance(event, yaml.AliasEvent):
            return _quote_it("*", "a YAML alias")
        if event.anchor is not None:
            return _quote_it("&", "a YAML anchor")
        if getattr(event, "tag", None) is not None:
            return _quote_it("!", "a YAML tag")
        if getattr(event, "style", None) == '"':  # only there an escape can bring such a character in
            found = Reader.NON_PRINTABLE.search(getattr(event, "value", ""))
            return _invisible(found.group()) if found else None
        return None

    def take_key(self, above: _Open, event: yaml.NodeEvent, line: int, fault: str | None) -> None:
        above.key_line = line
        if not isinstance(event, yaml.ScalarEvent):
            above.key, above.key_kept = "", False
            self.tree.spoilt.add(above.place)
            self.report(line, fault or 'A key must be a plain word; text that begins with "{" or "[" needs quotes.')
            if isinstance(event, yaml.CollectionStartEvent):
                self.start(event, (), kept=False, is_key=True)
            return
        key = event.value
        above.key, above.key_kept = key, above.kept
        if fault:
            above.key_kept = False
            self.report(line, fault)
        elif key in above.container:
            above.key_kept = False
            first = self.tree.lines.get((*above.place, key), 0)
            where = f" (the first is on line {first})" if first else ""
            self.report(line, f'The key "{shorten(key)}" appears twice here{where}; keep one of them.')

    def place_of_value(self, above: _Open | None, line: int) -> tuple[Place, int, bool]:
        if above is None:
            return (), line, True
        if isinstance(above.container, list):
            return (*above.place, len(above.container)), line, above.kept
        return (*above.place, above.key or ""), above.key_line, above.kept and above.key_kept

    def start(self, event: yaml.CollectionStartEvent, place: Place, *, kept: bool, is_key: bool = False) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.report(_line(event), "The lists and keys are nested too deeply here; a question is flat.")
            raise _Stop
        container: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(container, place, kept, is_key))

    def close(self) -> None:
        closed = self.open.pop()
        if not closed.is_key:
            self.put(closed.container)

    def put(self, value: object) -> None:
        if not self.open:
            self.tree.value = value
            return
        above = self.open[-1]
        if isinstance(above.container, list):
            above.container.append(value)
        else:
            if above.key_kept:
                above.container[above.key or ""] = value
            above.key = None

    def scalar(self, event: yaml.ScalarEvent, place: Place, *, kept: bool) -> object:
        typed = event.value
        if not event.implicit[0]:
            return typed
        reads_as = _READS_AS.get(self.loader.resolve(yaml.ScalarNode, typed, (True, False)))
        if reads_as is None:
            return typed
        surprise = Surprise(typed, reads_as)
        if kept:
            self.tree.surprises[place] = surprise
        return _plain_value(surprise)


def _plain_value(surprise: Surprise) -> object:
    """The value, for those few that a question file may hold; other numbers and dates stay what they are."""
    typed = surprise.typed
    match surprise.reads_as:
        case "true or false":
            return _BOOLEANS[typed.lower()]
        case "nothing":
            return None
        case "a number" if re.fullmatch(r"[-+]?[0-9]{1,9}", typed):
            return int(typed)
        case "a number" if re.fullmatch(r"[-+]?[0-9]{1,9}\.[0-9]{0,9}", typed):
            return float(typed)
    return surprise


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None  # only events that nobody parsed have none
    return event.start_mark.line + 1


def _quote_it(sign: str, name: str) -> str:
    return f'"{sign}" begins {name} here, which question files do not use; put quotes around the text.'


def _invisible(character: str) -> str:
    return f"There is an invisible character here (U+{ord(character):04X}); delete it."


def shorten(text: str, limit: int = 40) -> str:
    """``text`` on one line and not too long to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def read_tree(text: str, file: Path) -> Tree:
    """Read YAML. Never raises: what is wrong with the text stands in ``findings``, in the order of the file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    tree = Tree()
    if len(text) > MAX_CHARACTERS:
        tree.findings.append(
            Finding(file, 0, f"The file is longer than {MAX_CHARACTERS:,} characters; split it into several topics.")
        )
        return tree
    for found in Reader.NON_PRINTABLE.finditer(text):
        line = line_count(text[: found.start()] + " ")
        tree.findings.append(Finding(file, line, _invisible(found.group())))
        if len(tree.findings) >= MAX_FINDINGS:
            break
    if tree.findings:
        return tree
    reading = _Reading(text, file)
    reading.run()
    return reading.tree
