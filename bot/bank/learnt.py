"""What a server has learnt from appeals, put into the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.bank.model import Bank, Point, Question, Topic

WHOLE = ""
"""Stands for a point in a question that lists none: what is learnt then is one more model answer."""

Phrasings = Mapping[tuple[str, str], Sequence[str]]
"""The phrases by (question, point)."""


def with_phrasings(topic: Topic, learnt: Phrasings) -> Topic:
    """``topic`` with the phrases in ``learnt`` of their points. What it does not have any more is left out.

    Questions about which nothing was learnt stay the same objects.
    """
    touched = {question for question, _ in learnt}
    questions = tuple(_taught(one, learnt) if one.id in touched else one for one in topic.questions)
    return topic.model_copy(update={"questions": questions})


def with_phrasing(question: Question, point: str, phrase: str) -> Question:
    """``question`` with one phrase more."""
    return _taught(question, {(question.id, point): [phrase]})


def extended(builtin: Bank, own: Sequence[Topic], learnt: Mapping[str, Phrasings]) -> Bank:
    """The built-in topics and those of a server, with the phrases by topic. A built-in topic wins over one's own."""
    topics = {topic.topic: topic for topic in (*own, *builtin.topics.values())}
    return Bank(with_phrasings(one, learnt[slug]) if slug in learnt else one for slug, one in topics.items())


def _taught(question: Question, learnt: Phrasings) -> Question:
    if not question.points:
        further = _joined(question.further_answers, learnt.get((question.id, WHOLE), ()))
        return question.model_copy(update={"further_answers": further})
    points: list[Point] = []
    for point in question.points:
        new = [phrase for phrase in learnt.get((question.id, point.id), ()) if phrase not in point.accept]
        known = _joined(point.learnt, new)
        points.append(point if known == point.learnt else point.model_copy(update={"learnt": known}))
    return question.model_copy(update={"points": tuple(points)})


def _joined(known: tuple[str, ...], new: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *new)))
