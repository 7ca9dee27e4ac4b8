"""Which questions an interview asks, and which hints it has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

from bot.bank import Bank, Level, Question
from bot.errors import RefusedError
from bot.interview.interview import Turn

NEVER = datetime.min.replace(tzinfo=UTC)


def choose(
    bank: Bank,
    *,
    topic: str | None,
    level: Level | None,
    count: int,
    last_asked: Mapping[tuple[str, str], datetime],
    random: Random,
) -> tuple[Turn, ...]:
    """Up to ``count`` different questions: those never asked first, then those asked longest ago.

    ``topic`` and ``level`` narrow the choice; None takes all. ``last_asked`` maps (topic, question) to the time when
    this member last got it. Ties are broken by ``random``. Fewer than ``count`` come back when the bank has no more;
    RefusedError when it has none.
    """
    if topic is not None and topic not in bank.topics:
        names = ", ".join(bank.topics)
        raise RefusedError("There is no topic of that name. Choose one of: {topics}.", topics=names)
    fitting = [
        Turn(t.topic, question.id, question.level)
        for t, question in bank
        if topic in (None, t.topic) and level in (None, question.level)
    ]
    if not fitting:
        raise _nothing_fits(topic, level)
    random.shuffle(fitting)
    fitting.sort(key=lambda turn: last_asked.get((turn.topic, turn.question), NEVER))
    return tuple(fitting[:count])


def choose_due(bank: Bank, due: Sequence[tuple[str, str]], count: int) -> tuple[Turn, ...]:
    """The first ``count`` of the questions that are ``due`` (topic and question), of those that the bank still has."""
    known = ((topic, bank.get(topic, question)) for topic, question in due)
    return tuple(Turn(topic, question.id, question.level) for topic, question in known if question is not None)[:count]


def _nothing_fits(topic: str | None, level: Level | None) -> RefusedError:
    if level is None:
        return RefusedError("There is no question in the bank yet. Whoever hosts this bot can add a question file.")
    if topic is None:
        return RefusedError("There is no {level} question in the bank. Leave the level out.", level=level)
    return RefusedError(
        "There is no {level} question in this topic. Leave the level out, or choose another topic.", level=level
    )


def hints(question: Question) -> list[str]:
    """The hints of a question: what an interviewer would ask about its points, the heaviest first."""
    return [point.ask for point in sorted(question.points, key=lambda point: -point.weight) if point.ask]
