"""From the names and texts of a command line to questions and grades."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from bot.bank import Bank, Question, Topic
from bot.cli.bound import most
from bot.grading import Grade, PointState, grade
from bot.grading.profiles import PROFILES

if TYPE_CHECKING:
    from bot.config import Settings

Marker = Callable[[Question, str], Grade]


def marker(settings: Settings) -> Marker:
    """Marks as the bot would with these settings."""
    return partial(grade, profile=PROFILES[settings.grading.profile])


def bound(settings: Settings) -> Callable[[Question, str], int]:
    """The mark that the bot cannot exceed with these settings."""
    return partial(most, profile=PROFILES[settings.grading.profile])


def find(bank: Bank, name: str) -> tuple[Topic, Question]:
    """The question ``topic/id``, or ``id`` where only one topic has it. Raises LookupError with a sentence."""
    known = {f"{topic.topic}/{question.id}": (topic, question) for topic, question in bank}
    matching = [full for full in known if full == name or full.partition("/")[2] == name]
    if len(matching) > 1:
        raise LookupError(f'there are several questions "{name}"; say which: {", ".join(matching)}.')
    if matching:
        return known[matching[0]]
    near = get_close_matches(name, [*known, *(full.partition("/")[2] for full in known)], n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"an example is {next(iter(known))}."
    raise LookupError(f'there is no question "{name}"; {hint}')


def false_claims(result: Grade) -> list[str]:
    """Each false claim that an answer makes, in the bank's words, or in its own where the bank has none."""
    contradicted = [point.say for point in result.points if point.state is PointState.CONTRADICTED]
    unnamed = [span.text for reason in result.reasons if reason.code == "false-claim" for span in reason.evidence]
    return [
        *(found.say for found in result.misconceptions),
        *(f"contradicts: {say}" for say in contradicted),
        *(f"says: {text}" for text in unnamed),
    ]


def grade_as_json(result: Grade) -> str:
    """A grade for other programs: its fields, and the band."""
    return json.dumps({"band": result.band.value, **asdict(result)}, ensure_ascii=False, indent=2)
