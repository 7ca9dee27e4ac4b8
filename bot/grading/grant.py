"""What an answer is worth after a person has judged that it makes a point."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.bank.model import Question
from bot.grading.mark import grade
from bot.grading.model import Grade, Reason
from bot.grading.profiles import NORMAL, Profile

_ADDED, _GRANTED = "second-try", "appeal"


def grant(
    question: Question, before: Grade, text: str, granted: Collection[str], *, profile: Profile = NORMAL
) -> Grade:
    """``before`` raised by the points in ``granted`` (ids); never lowered.

    ``text`` is the first answer. It is marked again with these points made; what later texts had added to other points
    in ``before`` stays, and raises the mark by the share of what was still missing, as it did when it was added. A
    question without points is only marked again.
    """
    again = grade(question, text, profile=profile, granted=frozenset(granted))
    points, mark = again.points, again.mark
    if question.points:
        known = {point.id: point for point in before.points}
        points = tuple(known[p.id] if p.id in known and known[p.id].credit > p.credit else p for p in again.points)
        first, both = _share(again), _share(replace(again, points=points))
        gained = (both - first) / (1.0 - first) if first < 1.0 else 0.0
        mark = min(100, round(mark + (100 - mark) * gained))
    if mark <= before.mark:
        return replace(before, points=points)
    raised = mark - before.mark + sum(reason.change for reason in before.reasons if reason.code == _GRANTED)
    added = tuple(reason for reason in before.reasons if reason.code == _ADDED)
    reasons = (
        *again.reasons,
        *added,
        Reason(_GRANTED, raised, "A moderator looked at this answer and raised the mark."),
    )
    return replace(before, mark=mark, points=points, reasons=reasons)


def _share(grade: Grade) -> float:
    return sum(p.weight * p.credit for p in grade.points) / sum(p.weight for p in grade.points)
