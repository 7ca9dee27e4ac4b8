"""A question and a text in, a grade out: points made, less false claims, and named reasons for anything else."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from bot.bank.model import Question
from bot.grading.lexicon import DUNNO, LINKS
from bot.grading.match import Match, Reading, matches, understand
from bot.grading.model import Evidence, FoundMisconception, Grade, PointGrade, PointState, Reason, UnknownWord
from bot.grading.profiles import NORMAL, Profile
from bot.grading.rubric import RUBRICS, Rubric
from bot.grading.similarity import grade_by_similarity
from bot.grading.text import COMMA, GLUED, Words
from bot.grading.words import is_known

_EVIDENCE = 3


def grade(question: Question, text: str, *, profile: Profile = NORMAL) -> Grade:
    """The grade of ``text`` as an answer to ``question``. Deterministic; never raises for any text of any size."""
    rubric = RUBRICS.get(question)
    reading = understand(text, rubric)
    if passed(reading):
        return Grade(0, tuple(_missed(rubric)), (), unknown_words(reading), ())
    if not question.points:
        return replace(grade_by_similarity(rubric, reading), unknown=unknown_words(reading))
    return grade_by_points(rubric, reading, profile)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What the matches of one owner amount to."""

    credit: float
    state: PointState
    match: Match | None


def grade_by_points(rubric: Rubric, reading: Reading, profile: Profile) -> Grade:
    """The grade by the points and misconceptions that the bank lists."""
    question = rubric.question
    unknown = unknown_words(reading)
    found, turned = matches(reading, rubric)
    false = false_claims(rubric, reading, found, profile)
    points = point_grades(rubric, reading, found, profile, false, turned)
    total = sum(point.weight for point in points)
    share = sum(point.weight * point.credit for point in points) / total
    exact = along(profile.curve, share)
    contradicted = sum(p.state is PointState.CONTRADICTED for p in points)
    mark, reasons = _reasons(exact, reading, len(false) + contradicted, profile)
    misconceptions = tuple(
        FoundMisconception(say, correct, evidence(reading, positions)) for say, correct, positions in false
    )
    return Grade(mark, tuple(points), misconceptions, unknown, tuple(reasons))


def along(curve: tuple[tuple[float, float], ...], share: float) -> float:
    """The mark at ``share`` on a line through the corners of ``curve``."""
    i = min(max(bisect_right([x for x, _ in curve], share), 1), len(curve) - 1)
    (x0, y0), (x1, y1) = curve[i - 1], curve[i]
    return y0 + (y1 - y0) * (min(max(share, x0), x1) - x0) / (x1 - x0)


def _missed(rubric: Rubric) -> list[PointGrade]:
    return [PointGrade(p.id, p.say, p.ask, p.weight, PointState.MISSED, 0.0) for p in rubric.question.points]


def passed(reading: Reading) -> bool:
    """True when nothing is left of the answer, or nothing but a way of saying that one does not know."""
    words = reading.text.words
    return not words or (len(words) <= 15 and all(word in DUNNO for word in words))


def false_claims(
    rubric: Rubric, reading: Reading, found: list[Match], profile: Profile
) -> list[tuple[str, str, tuple[int, ...]]]:
    """The false claims of an answer: what is wrong, what is right, and the words that say it."""
    question = rubric.question
    true = [m for m in found if m.phrase.owner >= 0 and m.said >= profile.low]
    withdrawn = reading.claims.withdrawn
    best: dict[int, Match] = {}
    for m in found:
        owner = m.phrase.owner
        if owner >= 0 or m.said < profile.sure or m.turned > 0.1 or len(m.positions) < 2:
            continue
        if any(withdrawn[p] for p in m.positions):
            continue
        if any(_overlap(m, t) and _strength(t) >= _strength(m) for t in true):
            continue
        if owner not in best or _strength(m) > _strength(best[owner]):
            best[owner] = m
    claims = []
    for owner in sorted(best, reverse=True):
        misconception = question.misconceptions[-1 - owner]
        claims.append((misconception.say, misconception.correct, best[owner].positions))
    return claims


def _strength(m: Match) -> float:
    return m.said * m.phrase.substance


def _overlap(a: Match, b: Match) -> bool:
    shared = len(set(a.positions) & set(b.positions))
    return shared * 2 >= len(a.positions)


def point_grades(
    rubric: Rubric,
    reading: Reading,
    found: list[Match],
    profile: Profile,
    false: list[tuple[str, str, tuple[int, ...]]],
    turned: list[Match],
) -> list[PointGrade]:
    """Each point of the question with its credit and the words that earned it."""
    wrong = {p for _, _, positions in false for p in positions}
    grades = []
    by_owner: dict[int, list[Match]] = {}
    for m in found:
        by_owner.setdefault(m.phrase.owner, []).append(m)
    for index, point in enumerate(rubric.question.points):
        credit, best = 0.0, None
        against = contradiction(index, reading, turned, profile)
        for m in by_owner.get(index, ()):
            worth = (m.said - m.turned - profile.low) / (profile.high - profile.low)
            if wrong and sum(p in wrong for p in m.positions) * 2 > len(m.positions):
                worth = 0.0
            if worth > credit:
                credit, best = min(worth, 1.0), m
        if against is not None and credit < 0.5:
            state, best = PointState.CONTRADICTED, against
            credit = 0.0
        else:
            state = PointState.MADE if credit >= 0.75 else PointState.PARTIAL if credit >= 0.2 else PointState.MISSED
        shown = evidence(reading, best.positions) if best is not None and state is not PointState.MISSED else ()
        grades.append(
            PointGrade(point.id, point.say, point.ask, point.weight, state, round(credit, 4), shown),
        )
    return grades


def contradiction(index: int, reading: Reading, turned: list[Match], profile: Profile) -> Match | None:
    """The match that says a point the other way round most clearly, or None."""
    best = None
    for m in turned:
        if m.phrase.owner != index or m.said + m.turned < profile.sure or m.turned < profile.turned:
            continue
        if len(m.positions) < 2 or m.phrase.substance < 1.2 or any(reading.claims.withdrawn[p] for p in m.positions):
            continue
        if best is None or m.phrase.substance > best.phrase.substance:
            best = m
    return best


def evidence(reading: Reading, positions: tuple[int, ...]) -> tuple[Evidence, ...]:
    """The words at ``positions`` as spans of the raw answer; neighbours join into one span."""
    text = reading.text
    spans: list[tuple[int, int]] = []
    last = -9
    for p in positions:
        if spans and p - last <= _EVIDENCE and all(g < COMMA for g in text.gaps[last + 1 : p + 1]):
            spans[-1] = (spans[-1][0], text.ends[p])
        else:
            spans.append((text.starts[p], text.ends[p]))
        last = p
    return tuple(Evidence(a, b, text.raw[a:b]) for a, b in spans)


def unknown_words(reading: Reading) -> tuple[UnknownWord, ...]:
    """The words in no dictionary that are near a word of the question, in order, each once."""
    text = reading.text
    seen: set[str] = set()
    result = []
    for i, term in sorted(reading.slips.items()):
        word = text.words[i]
        if term is None or word in seen or is_known(word):
            continue
        seen.add(word)
        start, end = text.starts[i], text.ends[i]
        result.append(UnknownWord(text.raw[start:end], start, term))
    return tuple(result)


def is_listing(text: Words) -> bool:
    """True for a list of words that says nothing about them: many short pieces, next to none of them with a link."""
    pieces: list[list[int]] = []
    for i, gap in enumerate(text.gaps):
        if gap >= COMMA or not pieces:
            pieces.append([])
        pieces[-1].append(i)
    if len(text) < 4:
        return False
    joined = [i for i in range(len(text)) if text.words[i] in LINKS and (i == 0 or text.gaps[i] != GLUED)]
    share = len(joined) / len(text)
    if share > 0.1:
        return False
    return len(pieces) >= 4 or share <= 0.05


def _reasons(exact: float, reading: Reading, false: int, profile: Profile) -> tuple[int, list[Reason]]:
    mark = round(exact)
    reasons = []
    if mark > profile.listing and is_listing(reading.text):
        reasons.append(
            Reason(
                "list",
                profile.listing - mark,
                "This is a list of terms. Say what they do and how they belong together.",
            ),
        )
        mark = profile.listing
    cap = 100 if not false else profile.one_false if false == 1 else profile.two_false
    if mark > cap:
        reasons.append(
            Reason("false-claim", cap - mark, "The answer holds a claim that is wrong, and that limits the mark."),
        )
        mark = cap
    return mark, reasons
