"""Reading a question file that somebody sent: bounded in size, in number and in time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from bot import grading
from bot.bank import Bank, Located, Topic, advice, locate_uploaded, prove
from bot.discord_ui.language import number
from bot.errors import Finding, RefusedError, Severity, Translatable

FILE_BYTES = 500_000
TOPICS = 20
BYTES = 2_000_000
QUESTIONS = 200
QUESTION_LENGTH = 50_000
"""Characters of one question with all its phrases: what can still be marked in a fraction of a second."""
TITLE = 80
CHECK_SECONDS = 20.0
"""How long the doctor may try a file's questions."""

TOO_LARGE = Translatable(
    "That file is too large: {size} bytes, where {most} are allowed. Split it into several topics, one file each."
)
TOO_MANY = Translatable(
    "This server has {count} topics of its own, and more are not possible. `/bank remove` makes room."
)
TOO_MUCH = Translatable(
    "With this file the server's own questions would be too large ({size} characters in all, {most} are allowed). "
    "`/bank remove` makes room."
)
TAKEN = Translatable(
    "The topic “{topic}” comes with the bot already. Give yours another name, on the line that begins with `topic:`."
)
LONG = Translatable(
    "That topic has {count} questions, where {most} are allowed. Split it into several topics, one file each."
)
LONG_QUESTION = Translatable(
    "The question “{question}” is too long: {size} characters with all its phrases, where {most} are allowed."
)
LONG_TITLE = Translatable(
    "The title of that topic is too long: write one line of at most {most} characters behind `title:`."
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A topic, its file, and what the doctor says. ``whole`` is False when the doctor ran out of time."""

    topic: Topic
    source: str
    findings: tuple[Finding, ...]
    whole: bool

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


class _TimeUpError(Exception):
    """The doctor has worked long enough."""


def check_size(size: int) -> None:
    """RefusedError for a file of so many bytes, if it is too large."""
    if size > FILE_BYTES:
        raise RefusedError(TOO_LARGE, size=number(size), most=number(FILE_BYTES))


def check_room(before: dict[str, int], topic: str, length: int) -> None:
    """RefusedError if a server that has the topics ``before`` (with their lengths) cannot take one more."""
    others = {slug: each for slug, each in before.items() if slug != topic}
    if len(others) >= TOPICS:
        raise RefusedError(TOO_MANY, count=len(others))
    if (size := sum(others.values()) + length) > BYTES:
        raise RefusedError(TOO_MUCH, size=number(size), most=number(BYTES))


def read(content: bytes, name: str, builtin: Bank, profile: grading.Profile) -> Examined:
    """The topic in ``content``, examined. Takes a while: not for the event loop.

    Raises:
        BankError: it is no question file, with all that is wrong.
        RefusedError: it is one that this server may not have.
    """
    check_size(len(content))
    located = locate_uploaded(content, Path(name))
    topic = located.value
    if topic.topic in builtin.topics:
        raise RefusedError(TAKEN, topic=topic.topic)
    if len(topic.questions) > QUESTIONS:
        raise RefusedError(LONG, count=len(topic.questions), most=QUESTIONS)
    if len(topic.title) > TITLE or "\n" in topic.title:
        raise RefusedError(LONG_TITLE, most=TITLE)
    for question in topic.questions:
        if (size := len(question.model_dump_json(exclude_defaults=True))) > QUESTION_LENGTH:
            raise RefusedError(LONG_QUESTION, question=question.id, size=number(size), most=number(QUESTION_LENGTH))
    findings, whole = _examined(located, profile)
    return Examined(topic, content.decode("utf-8-sig"), tuple(findings), whole)


def _examined(located: Located[Topic], profile: grading.Profile) -> tuple[list[Finding], bool]:
    end = time.monotonic() + CHECK_SECONDS

    def step() -> None:
        if time.monotonic() > end:
            raise _TimeUpError

    findings = list(advice(located))
    whole = True
    try:
        for finding in prove(located, lambda question, text: grading.grade(question, text, profile=profile), step):
            findings.append(finding)  # noqa: PERF402 - what was found until time ran out counts
    except _TimeUpError:
        whole = False
    findings.sort(key=lambda finding: (finding.severity is not Severity.ERROR, finding.line))
    return findings, whole
