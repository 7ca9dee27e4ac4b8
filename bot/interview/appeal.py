"""A mark that its writer disputes: which points, by whose word, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rapidfuzz import fuzz

from bot.bank import WHOLE, Point, Question
from bot.errors import RefusedError
from bot.grading import Grade, PointGrade, PointState
from bot.grading.text import read, sentences
from bot.interview.attempt import Source

OPEN_AT_ONCE = 5
"""How many appeals of one member may wait in one server."""
FULL = 100
_OWN, _OTHERS = 40, -20
"""What it speaks for a sentence to have earned a part of the disputed point, or all of another one."""


class Verdict(StrEnum):
    """What moderators make of an appeal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    UPHELD = "upheld"


@dataclass(frozen=True, slots=True)
class Appeal:
    """A member's word that an answer makes a point. Marks are 0–100.

    ``point`` is its id, or ``WHOLE`` for a question without points. ``phrase`` is what the server learnt from it,
    ``word`` what the moderator says to the writer, ``told`` whether the writer knows the verdict.
    """

    id: int
    guild_id: int
    member_id: int
    source: Source
    source_id: int
    position: int
    topic: str
    question: str
    point: str
    why: str
    made_at: datetime
    mark_before: int
    verdict: Verdict = Verdict.OPEN
    mark_after: int | None = None
    phrase: str | None = None
    word: str | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    told: bool = False

    def check_open(self) -> None:
        """Refuse what has been decided."""
        if self.verdict is not Verdict.OPEN:
            raise RefusedError("This appeal is decided already. Type `/appeals` for what still waits.")

    def check_judge(self, member_id: int) -> None:
        """Refuse judges in their own cause."""
        if member_id == self.member_id:
            raise RefusedError("This appeal is your own. Somebody else who moderates here must look at it.")

    def accept(self, mark: int, phrase: str | None, word: str | None, *, judge_id: int, now: datetime) -> Appeal:
        """The mark is ``mark`` now, and the server has learnt ``phrase``."""
        decided = self._decided(Verdict.ACCEPTED, word, judge_id, now)
        return replace(decided, mark_after=mark, phrase=phrase)

    def uphold(self, word: str | None, *, judge_id: int, now: datetime) -> Appeal:
        """The mark stays."""
        return self._decided(Verdict.UPHELD, word, judge_id, now)

    def _decided(self, verdict: Verdict, word: str | None, judge_id: int, now: datetime) -> Appeal:
        self.check_open()
        self.check_judge(judge_id)
        return replace(self, verdict=verdict, word=word, decided_by=judge_id, decided_at=now)


def disputable(question: Question, grade: Grade, appealed: Collection[str] = ()) -> tuple[PointGrade, ...]:
    """The points that are not made and were not appealed before, as far as the question still has them."""
    there = {point.id for point in question.points}
    return tuple(
        point
        for point in grade.points
        if point.state is not PointState.MADE and point.id in there and point.id not in appealed
    )


def is_disputable(grade: Grade) -> bool:
    """Whether there is anything in a grade that could be appealed, as far as one sees without the question."""
    return grade.mark < FULL and any(point.state is not PointState.MADE for point in grade.points)


def check_appeal(question: Question, grade: Grade, point: str, here: Collection[Appeal], waiting: int) -> None:
    """Refuse an appeal about ``point`` where none can be made.

    ``here`` are the appeals about the same answer, ``waiting`` is how many of its writer wait in this server.
    """
    if point in {one.point for one in here}:
        raise RefusedError("You have appealed that already. `/appeals` shows how it stands.")
    known = {one.id for one in disputable(question, grade)} if question.points else {WHOLE}
    if point not in known:
        raise RefusedError("That point cannot be appealed any more. Look at the card again.")
    if waiting >= OPEN_AT_ONCE:
        raise RefusedError(
            "You have {count} appeals waiting. Wait until the moderators have looked at them.", count=OPEN_AT_ONCE
        )


def likely_words(text: str, point: Point, why: str, grade: Grade) -> str:
    """The sentence of an answer that its writer most likely means: what a moderator may want to trim.

    It is like the point or like ``why``, or earned a part of the point; those that earned another point come later.
    """
    said = [one.casefold() for one in (point.say, *point.accept)]
    words = read(text)
    spans = [(words.starts[a], words.ends[b - 1]) for a, b in sentences(words)]
    earned = [
        (span.start, one.id == point.id)
        for one in grade.points
        if one.id == point.id or one.state is PointState.MADE
        for span in one.evidence
        if not span.later
    ]

    def likelihood(span: tuple[int, int]) -> float:
        told = text[span[0] : span[1]].casefold()
        inside = [_OWN if own else _OTHERS for start, own in earned if span[0] <= start < span[1]]
        like: float = max(fuzz.token_set_ratio(told, one) for one in said) + fuzz.token_set_ratio(told, why.casefold())
        return like + max(inside, default=0)

    start, end = max(spans, key=likelihood, default=(0, len(text)))
    return text[start:end]
