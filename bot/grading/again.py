"""What is added afterwards: a second try, or the answer to a follow-up."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.model import Question
from bot.grading.mark import grade
from bot.grading.model import Grade, PointGrade, PointState, Reason
from bot.grading.profiles import NORMAL, Profile

SECOND_TRY = 0.5
"""The share of what was missing that a later text can still earn."""


def grade_again(question: Question, first: Grade, text: str, *, profile: Profile = NORMAL) -> Grade:
    """``first`` raised by what ``text`` adds; never lowered.

    A point that the later text makes better earns half of what was missing:
    ``credit + (later - credit) / 2``. The mark rises by half of what the later text, joined to the first, would add.
    Evidence from ``text`` is marked ``later`` and its places are places in ``text``. Misconceptions and unknown words
    of both texts are listed, those of the first text first; a false claim in the later text costs its point only.
    """
    second = grade(question, text, profile=profile)
    later = {point.id: point for point in second.points}
    points = tuple(_joined(point, later.get(point.id)) for point in first.points)
    total = sum(point.weight for point in points)
    if not total:
        return first
    before = sum(p.weight * p.credit for p in first.points) / total
    after = sum(p.weight * p.credit for p in points) / total
    open_share = 1.0 - before
    gained = (after - before) / open_share if open_share > 1e-9 else 0.0
    mark = max(first.mark, min(100, round(first.mark + (100 - first.mark) * gained)))
    reasons = first.reasons
    if mark > first.mark:
        reasons = (
            *reasons,
            Reason("second-try", mark - first.mark, "You added this afterwards; it earns half of what was missing."),
        )
    known = {span.text for reason in first.reasons for span in reason.evidence}
    for reason in second.reasons:
        spans = tuple(replace(span, later=True) for span in reason.evidence if span.text not in known)
        if reason.code == "false-claim" and spans:
            reasons = (*reasons, replace(reason, change=0, evidence=spans))
    return replace(
        first,
        mark=mark,
        points=points,
        misconceptions=(
            *first.misconceptions,
            *(
                replace(m, evidence=tuple(replace(e, later=True) for e in m.evidence))
                for m in second.misconceptions
                if m.say not in {known.say for known in first.misconceptions}
            ),
        ),
        unknown=(*first.unknown, *(u for u in second.unknown if u.word not in {known.word for known in first.unknown})),
        reasons=reasons,
    )


def _joined(first: PointGrade, later: PointGrade | None) -> PointGrade:
    if later is None or later.credit <= first.credit:
        return first
    credit = round(first.credit + SECOND_TRY * (later.credit - first.credit), 4)
    state = first.state
    if later.state is PointState.MADE or state is not PointState.MADE:
        state = PointState.MADE if credit >= 0.75 else PointState.PARTIAL
    shown = tuple(replace(e, later=True) for e in later.evidence)
    return replace(first, credit=credit, state=state, evidence=(*first.evidence, *shown))
