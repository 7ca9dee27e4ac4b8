"""Questions and answers back into files, as their authors would write them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from bot.bank.learnt import Phrasings, with_phrasings
from bot.bank.loader import parse_topic
from bot.bank.model import MarkedAnswer, MarkedAnswers, Topic

WIDTH = 120


def topic_file(source: str, learnt: Phrasings) -> str:
    """The text of a question file with the phrases that were learnt since; its comments and its order stay.

    ``source`` must be one that ``parse_topic`` takes.
    """
    topic = parse_topic(source, Path("topic.yaml"))
    wanted = with_phrasings(topic, learnt)
    if wanted == topic:
        return source
    try:
        made = _edited(source, topic, wanted)
        if parse_topic(made, Path("topic.yaml")) == wanted:
            return made
    except (YAMLError, ValueError, LookupError, TypeError):
        pass
    # A style that the editing library does not give back: then the content counts more than the comments.
    return _dumped(wanted.model_dump(mode="json", exclude_defaults=True))


def answers_file(topic: str, answers: Iterable[MarkedAnswer]) -> str:
    """``<topic>.answers.yaml``."""
    marked = MarkedAnswers(topic=topic, answers=tuple(answers))
    return _dumped(marked.model_dump(mode="json", exclude_defaults=True))


def phrases_file(topic: str, learnt: Phrasings) -> str:
    """The phrases alone, for a topic whose file is the host's: by question and point, to be copied into ``learnt``."""
    by_question: dict[str, dict[str, list[str]]] = {}
    for (question, point), phrases in learnt.items():
        by_question.setdefault(question, {})[point or "further_answers"] = list(phrases)
    return _dumped({"topic": topic, "learnt": by_question})


def _edited(source: str, topic: Topic, wanted: Topic) -> str:
    # The line ends of the file are kept; inside, the library knows one kind only.
    ends = "\r\n" if "\r\n" in source else "\n"
    _, indent, offset = load_yaml_guess_indent(source.replace("\r\n", "\n"))
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = len(source)  # no line is broken that was not
    editor.indent(mapping=2, sequence=indent or 4, offset=2 if offset is None else offset)
    content: Any = editor.load(source.replace("\r\n", "\n"))
    for written, before, after in zip(content["questions"], topic.questions, wanted.questions, strict=True):
        _append(written, "further_answers", after.further_answers[len(before.further_answers) :])
        for point, old, new in zip(written.get("points", ()), before.points, after.points, strict=True):
            _append(point, "learnt", new.learnt[len(old.learnt) :])
    stream = io.StringIO()
    editor.dump(content, stream)
    return stream.getvalue().replace("\n", ends)


def _append(written: Any, key: str, texts: tuple[str, ...]) -> None:
    if texts:
        # Quoted, since "no" and "404" would be read as something else.
        written[key] = written.get(key) or []
        written[key].extend(map(DoubleQuotedScalarString, texts))


class _Dumper(yaml.SafeDumper):
    """Long texts on lines of their own."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _dumped(content: object) -> str:
    made: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return made
