"""What is wrong with the values of a file, in sentences for its author.

The models check; this module says it: from pydantic's kind of error and the place in the file to our own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from rapidfuzz import fuzz, process

from bot.bank.model import Language, Level
from bot.bank.tree import Place, Tree, shorten

_NOUNS = {
    "questions": "question",
    "points": "point",
    "misconceptions": "misconception",
    "example": "example",
    "answers": "marked answer",
}
_CHOICES: dict[str, type[StrEnum]] = {"level": Level, "language": Language}
_LIST_ENTRIES = {
    "accept": "phrase",
    "learnt": "phrase",
    "match": "phrase",
    "sources": "source",
    "further_answers": "answer",
    "overlaps": "id",
    "right": "answer",
    "wrong": "passage",
}
_EXPECTED = {
    "weight": "a whole number from 1 to 10, without quotes",
    "mark": "a number from 0 to 5, without quotes",
    "false_claim": "true or false, without quotes",
}
_BEST_GUESS = 65  # rapidfuzz ratio, 0 to 100, from which a word is taken for a slip of another


def sentences(model: type[BaseModel], error: ValidationError, tree: Tree) -> Iterator[tuple[Place, str]]:
    """The place and the sentence of each thing that ``model`` refused in ``tree``."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "repeated_id":  # `repeated_ids` says it better, with both lines
            continue
        if detail["type"] == "too_short" and detail["input"]:  # its entries are wrong, not missing
            continue
        limits = detail.get("ctx", {})
        place = (*detail["loc"], *limits.get("place", ()))
        refused = _Refused(model, tree, place, detail["input"], limits)
        yield refused.place, _sentence(refused, detail["type"])


def repeated_ids(tree: Tree) -> Iterator[tuple[Place, str]]:
    """The place and the sentence of each question that has the id of another, and of each such point."""
    questions = tree.value.get("questions") if isinstance(tree.value, dict) else None
    yield from _repeated("question", "topic", questions, ("questions",), tree)
    for number, question in enumerate(questions if isinstance(questions, list) else ()):
        points = question.get("points") if isinstance(question, dict) else None
        yield from _repeated("point", "question", points, ("questions", number, "points"), tree)


def _repeated(noun: str, whole: str, entries: object, place: Place, tree: Tree) -> Iterator[tuple[Place, str]]:
    first: dict[str, int] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        key = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(key, str):
            continue
        here = (*place, number, "id")
        if key in first:
            where = f"the first is on line {first[key]}"
            yield here, f'Two {noun}s of this {whole} have the id "{shorten(key)}" ({where}); give each its own.'
        first.setdefault(key, tree.lines.get(here, 0))


def nearest(word: str, known: list[str]) -> str | None:
    """The one of ``known`` that ``word`` is probably a slip of."""
    found = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=_BEST_GUESS)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Refused:
    """One value that a model refused: where it is, what it is called in a sentence, and what it is."""

    model: type[BaseModel]
    tree: Tree
    place: Place
    value: Any
    limits: dict[str, Any]

    @property
    def key(self) -> str:
        """The key that it belongs to."""
        return next((part for part in reversed(self.place) if isinstance(part, str)), "")

    @property
    def in_list(self) -> bool:
        return bool(self.place) and isinstance(self.place[-1], int)

    @property
    def name(self) -> str:
        return f'Each {_LIST_ENTRIES.get(self.key, "entry")} of "{self.key}"' if self.in_list else f'"{self.key}"'

    @property
    def typed(self) -> str:
        """What stands in the file; empty when that is not one word."""
        surprise = self.tree.surprises.get(self.place)
        return shorten(surprise.typed if surprise else self.value if isinstance(self.value, str) else "")

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The keys that are known where its key stands."""
        return _model_at(self.model, self.place[:-1]).model_fields


def _sentence(refused: _Refused, kind: str) -> str:
    if kind in _BY_KIND:
        return _BY_KIND[kind](refused)
    wanted = _EXPECTED.get(refused.key, "something else")
    return f"{refused.name} must be {wanted}" + (f'; it is "{refused.typed}".' if refused.typed else ".")


def _missing(refused: _Refused) -> str:
    owner = _owner(refused.place[:-1], refused.tree)
    return f'{owner} has no "{refused.key}"; add it: {refused.fields[refused.key].description}.'


def _owner(place: Place, tree: Tree) -> str:
    noun = next((_NOUNS[part] for part in reversed(place) if part in _NOUNS), "file")
    value: Any = tree.value
    for part in place:
        value = value[part]
    named = value.get("id") if isinstance(value, dict) else None
    return f'The {noun} "{shorten(named)}"' if isinstance(named, str) else f"This {noun}"


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    for part in place:
        if isinstance(part, str):
            kind = model.model_fields[part].annotation
            model = kind if isinstance(kind, type) else next(each for each in get_args(kind) if isinstance(each, type))
    return model


def _unknown_key(refused: _Refused) -> str:
    if not refused.key:
        return "There is a colon without a key in front of it."
    known = list(refused.fields)
    guess = nearest(refused.key, known)
    hint = f'did you mean "{guess}"?' if guess else f"the keys are {', '.join(known)}."
    return f'{_owner(refused.place[:-1], refused.tree)} has the unknown key "{shorten(refused.key)}"; {hint}'


def _no_mapping(refused: _Refused) -> str:
    fields = _model_at(refused.model, refused.place).model_fields
    first = next((name for name, field in fields.items() if field.is_required()), next(iter(fields)))
    if not refused.place:
        return f'The file must begin with keys, such as "{first}:", at the start of the line.'
    name = f'Each entry of "{refused.key}"' if refused.in_list else f'"{refused.key}"'
    return f'{name} must have keys of its own, such as "{first}:".'


def _no_list(refused: _Refused) -> str:
    if refused.value is None:
        return f"{refused.name} is empty; list its entries below it, or remove the key."
    return f'{refused.name} must be a list: write each entry on a line of its own, after "- ".'


def _empty_list(refused: _Refused) -> str:
    return f"{refused.name} is an empty list; give it at least one entry."


def _no_text(refused: _Refused) -> str:
    surprise, key = refused.tree.surprises.get(refused.place), refused.key
    if surprise and surprise.typed not in {"", "~"}:
        return f'YAML takes {refused.typed} for {surprise.reads_as} here; put quotes around it: "{refused.typed}".'
    if isinstance(refused.value, dict):
        return (
            "YAML takes this for a key and its value, because of a colon or a brace; put quotes around the whole text."
        )
    if refused.in_list:
        if refused.value is None:
            return f'This entry of "{key}" is empty; write its text after the "- ", or remove the line.'
        return f'YAML takes this for a list, but each entry of "{key}" is one text; put quotes around the whole text.'
    if refused.value is None:
        return f'"{key}" is empty; write {refused.fields[key].description}.'
    return f'YAML takes this for a list, but "{key}" is one text; put quotes around the whole text.'


def _too_little_text(refused: _Refused) -> str:
    text = refused.value.strip()
    if text:
        return f'{refused.name} must have at least {refused.limits["min_length"]} characters; "{text}" is too short.'
    return f"{refused.name} must have some text." if refused.in_list else f"{refused.name} is empty; write some text."


def _too_much_text(refused: _Refused) -> str:
    length, most = len(refused.value.strip()), refused.limits["max_length"]
    return f"{refused.name} may have at most {most:,} characters; this has {length:,}."


def _wrong_pattern(refused: _Refused) -> str:
    if refused.key == "sources":
        return f'{refused.name} must be a web address that begins with http:// or https://; "{refused.typed}" is not.'
    wanted = f"{refused.name} must be lower-case letters, digits and single hyphens"
    better = re.sub(r"[^a-z0-9]+", "-", refused.value.lower()).strip("-")
    return f'{wanted}; write "{better}".' if better else f'{wanted}; "{refused.typed}" is not.'


def _no_choice(refused: _Refused) -> str:
    choices = [str(choice) for choice in _CHOICES[refused.key]]
    guess = nearest(refused.typed, choices)
    sentence = f"{refused.name} must be one of {', '.join(choices)}"
    return f'{sentence}; did you mean "{guess}"?' if guess else f"{sentence}."


def _misquoted(refused: _Refused) -> str:
    return f'"{shorten(refused.limits["quote"])}" does not stand in the answer; copy what is wrong letter by letter.'


def _quoted_truth(refused: _Refused) -> str:
    owner = _owner(refused.place[:-1], refused.tree)
    return f'{owner} quotes what is wrong; add "false_claim: true", or remove "{refused.key}".'


_BY_KIND: dict[str, Callable[[_Refused], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "model_type": _no_mapping,
    "tuple_type": _no_list,
    "too_short": _empty_list,
    "string_type": _no_text,
    "string_too_short": _too_little_text,
    "string_too_long": _too_much_text,
    "string_pattern_mismatch": _wrong_pattern,
    "enum": _no_choice,
    "misquoted": _misquoted,
    "quoted_truth": _quoted_truth,
}
