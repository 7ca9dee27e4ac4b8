"""What a question bank holds. Plain values: frozen, checked when they are made, no IO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
"""A name for machines: lower-case letters, digits and single hyphens, at most 48 characters."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""Text for people: not blank, at most 4,000 characters (what one Discord card can show)."""

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
"""How somebody might put something, in a few words."""

Source = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=512)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(StrEnum):
    """How much experience a question expects."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Point(_Value):
    """One thing that a good interviewer wants to hear. Its share of the mark is its weight over all weights."""

    id: Slug
    weight: int = Field(default=1, ge=1, le=10)
    say: Text
    accept: tuple[Phrase, ...] = ()
    ask: Text | None = None


class Misconception(_Value):
    """A false claim that people really make, with the sentence that puts it right."""

    say: Text
    match: tuple[Phrase, ...] = Field(min_length=1)
    correct: Text


class Question(_Value):
    """One interview question. Without ``points`` it is marked by the key phrases of its model answers."""

    id: Slug
    level: Level = Level.MID
    ask: Text
    answer: Text
    further_answers: tuple[Text, ...] = ()
    points: tuple[Point, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _points_have_distinct_ids(self) -> Question:
        seen: set[str] = set()
        for point in self.points:
            if point.id in seen:
                raise ValueError(f'two points of this question have the id "{point.id}"; give each its own')
            seen.add(point.id)
        return self


class Topic(_Value):
    """One file of questions about one subject."""

    topic: Slug
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class MarkedAnswer(_Value):
    """A real answer with the mark a person gave it, 0 to 5. ``kind`` says what sort of answer it is, for reports."""

    question: Slug
    mark: float = Field(ge=0, le=5)
    answer: str = Field(max_length=20_000)
    kind: Slug | None = None
    false_claim: bool = False


class MarkedAnswers(_Value):
    """``questions/<topic>.answers.yaml``: samples that prove the grading of one topic."""

    topic: Slug
    answers: tuple[MarkedAnswer, ...] = Field(min_length=1)



class Bank:
    """The topics that are loaded, in alphabetical order of their slug."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = {topic.topic: topic for topic in sorted(topics, key=lambda t: t.topic)}
        self._questions = {(t.topic, q.id): q for t, q in self}

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self._questions)

    def __iter__(self) -> Iterator[tuple[Topic, Question]]:
        return ((topic, question) for topic in self.topics.values() for question in topic.questions)

    def get(self, topic: str, question: str) -> Question | None:
        """The question, or None when the bank does not have it (any more)."""
        return self._questions.get((topic, question))
