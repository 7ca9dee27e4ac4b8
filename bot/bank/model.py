"""What a question bank holds. Plain values: frozen, checked when they are made, no IO.

The descriptions of the fields are what editors show beside a key, and what a missing key is explained with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
"""A name for machines: lower-case letters, digits and single hyphens, at most 48 characters."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""Text for people: not blank, at most 4,000 characters (what one Discord card can show)."""

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
"""How somebody might put something, in a few words."""

Answer = Annotated[str, StringConstraints(max_length=20_000)]
"""What somebody has said to a question, as it was typed."""

Source = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=512)]
"""A web address."""


def _refuse_repeated_ids(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise PydanticCustomError("repeated_id", 'two have the id "{id}"; give each its own', {"id": each})
        seen.add(each)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(StrEnum):
    """How much experience a question expects."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Point(_Value):
    """One thing that a good interviewer wants to hear. Its share of the mark is its weight over all weights."""

    id: Slug = Field(description="a short name of its own within the question")
    weight: int = Field(default=1, ge=1, le=10, strict=True, description="how much the point counts, 1 to 10")
    say: Text = Field(description="the point in one plain sentence")
    accept: tuple[Phrase, ...] = Field(default=(), description="how people put it; each alone earns the point")
    learnt: tuple[Phrase, ...] = Field(
        default=(), description="how people put it whose appeals were accepted; earns the point, but is not expected"
    )
    ask: Text | None = Field(default=None, description="the follow-up question when the point is missing")


class Misconception(_Value):
    """A false claim that people really make, with the sentence that puts it right."""

    say: Text = Field(description="the false claim in one plain sentence")
    match: tuple[Phrase, ...] = Field(min_length=1, description="how people put the false claim")
    correct: Text = Field(description="the sentence that puts it right")


class Heard(_Value):
    """What people have said to a question: it teaches which words go together when they are right, and when wrong."""

    right: tuple[Answer, ...] = Field(default=(), description="answers, or parts of answers, in which all is right")
    wrong: tuple[Answer, ...] = Field(default=(), description="answers, or parts of answers, in which all is wrong")


class Language(StrEnum):
    """What an example is written in."""

    PYTHON = "python"
    SQL = "sql"
    SHELL = "shell"


class Example(_Value):
    """A few lines of code that prove an answer, shown with it. They run by themselves, in an empty folder, in seconds.

    ``sql`` is run by SQLite in an empty database, where each row of a result is printed with ``|`` between its values;
    ``shell`` by bash, which stops at the first command that fails.
    """

    language: Language = Field(description="python, sql (for SQLite) or shell (for bash)")
    code: Text = Field(description="lines that run by themselves")
    prints: str = Field(default="", max_length=2000, description="exactly what the code prints")


class Question(_Value):
    """One interview question. Without ``points`` it is marked by the key phrases of its model answers."""

    id: Slug = Field(description="a short name of its own within the topic")
    level: Level = Field(default=Level.MID, description="how much experience it expects: junior, mid or senior")
    ask: Text = Field(description="the question as the interviewer puts it")
    answer: Text = Field(description="the model answer, shown to people afterwards")
    further_answers: tuple[Text, ...] = Field(default=(), description="other answers that are just as good")
    points: tuple[Point, ...] = Field(default=(), description="what a good interviewer wants to hear, 3 to 7 points")
    misconceptions: tuple[Misconception, ...] = Field(default=(), description="false claims that cost marks")
    heard: Heard = Field(default=Heard(), description="what people have said; marked answers add to it")
    example: Example | None = Field(default=None, description="code that proves the answer, shown with it")
    sources: tuple[Source, ...] = Field(default=(), description="web addresses where people can read more")
    overlaps: tuple[Slug, ...] = Field(
        default=(), description="questions of the topic whose model answer rightly answers this one in part as well"
    )

    @model_validator(mode="after")
    def _points_have_distinct_ids(self) -> Question:
        _refuse_repeated_ids(point.id for point in self.points)
        return self


class Topic(_Value):
    """One file of questions about one subject."""

    topic: Slug = Field(description="the topic's short name, which is also the name of the file")
    title: Text = Field(description="the topic's name for people")
    questions: tuple[Question, ...] = Field(min_length=1, description="the questions")

    @model_validator(mode="after")
    def _questions_have_distinct_ids(self) -> Topic:
        _refuse_repeated_ids(question.id for question in self.questions)
        return self


class MarkedAnswer(_Value):
    """A real answer with the mark a person gave it, 0 to 5. ``kind`` says what sort of answer it is, for reports."""

    question: Slug = Field(description="the id of the question that it answers")
    mark: float = Field(ge=0, le=5, strict=True, description="the mark a person gave it, 0 to 5")
    answer: Answer = Field(description="the answer as it was typed")
    kind: Slug | None = Field(default=None, description="what sort of answer it is, for reports")
    false_claim: bool = Field(default=False, strict=True, description="whether it claims something that is false")
    wrong: tuple[str, ...] = Field(
        default=(), description="the sentences of it that are false, word for word, where not all of it is"
    )

    @model_validator(mode="after")
    def _quotes_are_in_it(self) -> MarkedAnswer:
        for number, quote in enumerate(self.wrong):
            if not quote.strip() or quote not in self.answer:
                place = ("wrong", number)
                raise PydanticCustomError("misquoted", "{quote} is not in the answer", {"quote": quote, "place": place})
        if self.wrong and not self.false_claim:
            raise PydanticCustomError("quoted_truth", "the answer makes no false claim", {"place": ("wrong",)})
        return self


class MarkedAnswers(_Value):
    """``questions/<topic>.answers.yaml``: samples that prove the grading of one topic."""

    topic: Slug = Field(description="the short name of the topic whose questions are answered")
    answers: tuple[MarkedAnswer, ...] = Field(min_length=1, description="the marked answers")


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
