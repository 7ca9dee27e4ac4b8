"""A question and a text in, a grade out: points made, less false claims, and named reasons for anything else."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.model import Question
from bot.grading.compiled import Ints, zeros
from bot.grading.leaning import leanings
from bot.grading.lexicon import DUNNO
from bot.grading.match import Said, hear, said, shares, vocabulary
from bot.grading.misconceptions import Claim, false_claims
from bot.grading.model import Evidence, FoundMisconception, Grade, PointGrade, PointState, UnknownWord
from bot.grading.profiles import NORMAL, Profile
from bot.grading.reading import Reading, understand
from bot.grading.reasons import lowered
from bot.grading.rubric import RUBRICS, Rubric
from bot.grading.similarity import grade_by_similarity
from bot.grading.text import COMMA
from bot.grading.words import is_known, stem

_EVIDENCE = 3
_MADE, _BEGUN = 0.78, 0.5
"""How much of a phrase must be said for its point to be made, and for it to be quoted at all."""
_FULL, _SOME = 0.7, 0.3
"""The credit from which a point that is said in part counts as made, and as partly made."""


def grade(question: Question, text: str, *, profile: Profile = NORMAL, granted: frozenset[str] = frozenset()) -> Grade:
    """The grade of ``text`` as an answer to ``question``. Deterministic; never raises for any text of any size.

    The points in ``granted`` (ids) are made, whatever the text says about them: a person has judged so.
    """
    rubric = RUBRICS.get(question)
    reading = understand(text, rubric)
    if passed(reading):
        return replace(_without_text(question, granted, profile), unknown=unknown_words(reading))
    if not question.points:
        return replace(grade_by_similarity(rubric, reading), unknown=unknown_words(reading))
    return grade_by_points(rubric, reading, profile, granted)


def prepare(question: Question) -> None:
    """Get a question ready to be graded by: 20 ms the first time, 200 where it has heard much, and then nothing."""
    RUBRICS.get(question).compile()


def grade_by_points(rubric: Rubric, reading: Reading, profile: Profile, granted: frozenset[str] = frozenset()) -> Grade:
    """The grade by the points and misconceptions that the bank lists."""
    question = rubric.question
    heard = hear(reading, rubric)
    filled = shares(rubric.table, heard)
    sentences = leanings(reading, rubric)
    suspects = false_claims(rubric, reading, heard, filled, sentences, profile.sure)
    false = [claim for claim in suspects if claim.likely >= profile.sure]
    named = [claim for claim in false if claim.alone >= profile.named]
    wrong = zeros(reading.claims.clause[-1] + 1)
    for claim in false:
        if claim.owner >= len(question.points) or claim not in named:
            for p in claim.positions:
                wrong[reading.claims.clause[p]] = 1
    best = said(rubric, heard, filled, wrong)
    points = point_grades(rubric, reading, best, profile, named, wrong, granted)
    share = sum(point.weight * point.credit for point in points) / sum(point.weight for point in points)
    judged = sum(point.weight for point in points if point.id in granted) / sum(point.weight for point in points)
    shown = {index for index, point in enumerate(points) if point.state is PointState.CONTRADICTED}
    told = {
        reading.claims.sentence[claim.positions[0]]
        for claim in named
        if claim.owner in shown or claim.owner >= len(question.points)
    }
    mark, reasons = lowered(share, rubric, reading, sentences, suspects, told, judged, profile)
    misconceptions = tuple(
        FoundMisconception(
            question.misconceptions[claim.owner - len(question.points)].say,
            question.misconceptions[claim.owner - len(question.points)].correct,
            evidence(reading, claim.positions),
        )
        for claim in named
        if claim.owner >= len(question.points)
    )
    return Grade(mark, tuple(points), misconceptions, unknown_words(reading), reasons)


def _without_text(question: Question, granted: frozenset[str], profile: Profile) -> Grade:
    points = tuple(
        PointGrade(p.id, p.say, p.ask, p.weight, PointState.MADE, 1.0)
        if p.id in granted
        else PointGrade(p.id, p.say, p.ask, p.weight, PointState.MISSED, 0.0)
        for p in question.points
    )
    made = sum(point.weight * point.credit for point in points)
    whole = sum(point.weight for point in points)
    return Grade(round(profile.mark_of(made / whole)) if made else 0, points)


def passed(reading: Reading) -> bool:
    """True when nothing is left of the answer, or nothing but a way of saying that one does not know."""
    words = reading.text.words
    return not words or (len(words) <= 15 and all(word in DUNNO for word in words))


def point_grades(
    rubric: Rubric,
    reading: Reading,
    best: dict[int, Said],
    profile: Profile,
    named: list[Claim],
    wrong: Ints,
    granted: frozenset[str] = frozenset(),
) -> list[PointGrade]:
    """Each point of the question with its credit and the words that earned it."""
    words, about = vocabulary(reading, rubric, wrong)
    relevance = profile.relevance(about, len(reading.content))
    against = {claim.owner: claim.positions for claim in named}
    grades = []
    for index, point in enumerate(rubric.question.points):
        match = best.get(index)
        worth, positions = (match.worth, match.positions) if match else (0.0, ())
        told = profile.told(worth)
        explained = relevance * profile.explained(words[index], rubric.extents[index])
        credit = profile.credit(worth, told, explained)
        if point.id in granted:
            state, credit = PointState.MADE, 1.0
        elif index in against and told < 0.75:
            state, positions, credit = PointState.CONTRADICTED, against[index], 0.0
        elif worth >= _MADE or (worth >= _BEGUN and credit >= _FULL):
            state = PointState.MADE
        elif worth >= _BEGUN and credit >= _SOME:
            state = PointState.PARTIAL
        else:
            state = PointState.MISSED
        shown = () if state is PointState.MISSED else evidence(reading, positions)
        grades.append(PointGrade(point.id, point.say, point.ask, point.weight, state, round(credit, 4), shown))
    return grades


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
        if term is None or word in seen or is_known(word) or stem(word) == stem(term):
            continue
        seen.add(word)
        start, end = text.starts[i], text.ends[i]
        result.append(UnknownWord(text.raw[start:end], start, term))
    return tuple(result)
