"""The card that explains a mark on the member's own words."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank, Question
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import COLOURS, link, mark_line, question_of, whereabouts
from bot.discord_ui.layout import Card
from bot.discord_ui.text import literal, plural, prose, quote, signed
from bot.grading import Band, Evidence, Grade, PointGrade, PointState
from bot.interview import Interview, Rules, Turn

EVIDENCE_LENGTH = 110
EVIDENCE_SPANS = 2

_SIGNS = {PointState.MADE: "✅", PointState.PARTIAL: "◐", PointState.MISSED: "⬜", PointState.CONTRADICTED: "❌"}


def feedback_card(
    interview: Interview, position: int, bank: Bank, rules: Rules, *, closed: bool = False, note: str | None = None
) -> ui.LayoutView:
    """What the answer to question ``position`` earned and why.

    A point that was missed is shown as the question an interviewer would ask about it, not as its sentence: whoever
    tries again must still be able to earn it. ``closed`` leaves only the button for the model answer.
    """
    turn = interview.turns[position]
    grade = turn.grade or Grade(mark=0)
    question = question_of(bank, turn)
    card = Card(COLOURS[Band.of(turn.mark)]).text(note or "")
    card.text(f"## {mark_line(turn.mark)}").text(whereabouts(bank, interview, position))
    if question:
        card.text(f"**{prose(question.ask, 300)}**")
    card.line()
    for point in grade.points:
        card.text(_point(point))
    for found in grade.misconceptions:
        card.text(f"⚠️ **Not so:** {prose(found.say, 200)}{_words(found.evidence)}\n→ {prose(found.correct, 300)}")
    for line in _smallprint(grade, turn, rules):
        card.text(f"-# {line}", rank=1)
    if question and question.sources:
        card.text(f"-# Read: {link(question.sources[0])}", rank=2)
    here = (interview.id, position)
    model = Press("Model answer", "model", *here)
    if closed or not interview.is_open or position != interview.position:
        return card.row(model).view()
    improvable = bool(interview.missing()) and not turn.model_seen
    return card.row(
        Press("Finish" if interview.is_last else "Next", "next", *here, style=discord.ButtonStyle.primary),
        Press("Try the missing points", "again", *here) if improvable else None,
        Press("Follow-up", "follow", *here) if improvable and follow_up_point(interview, question) else None,
        model,
        None if interview.is_last else Press("End", "end", *here, style=discord.ButtonStyle.danger),
    ).view()


def model_answer_card(turn: Turn, question: Question) -> ui.LayoutView:
    """The model answer, with every point as a sentence, and where to read on."""
    card = Card().text(f"**{prose(question.ask, 300)}**").line().text(_paragraphs(prose(question.answer, 2400)))
    if question.points:
        card.line().text("**What an interviewer listens for**")
    signs = {point.id: _SIGNS[point.state] for point in (turn.grade.points if turn.grade else ())}
    for point in question.points:
        card.text(f"{signs.get(point.id, '⬜')} {prose(point.say, 250)}", rank=1)
    for source in question.sources[:3]:
        card.text(f"-# Read: {link(source)}", rank=2)
    return card.view()


def _paragraphs(text: str) -> str:
    """Prose with a blank line between paragraphs; text with code in it stays as it is."""
    lines = text.split("\n")
    if any(line.startswith((" ", "```")) for line in lines):
        return text
    return "\n\n".join(line for line in lines if line.strip())


def follow_up_point(interview: Interview, question: Question | None) -> str | None:
    """The id of the missing point with a follow-up question that would earn most, or None."""
    asks = {point.id for point in question.points if point.ask} if question else set()
    return next((point for point in interview.missing() if point in asks), None)


def _point(point: PointGrade) -> str:
    sign = _SIGNS[point.state]
    if point.state is PointState.MISSED:
        return f"{sign} {prose(point.ask, 200)}" if point.ask else f"{sign} There is one more point to make."
    if point.state is PointState.CONTRADICTED:
        asked = f" {prose(point.ask, 200)}" if point.ask else ""
        return f"{sign} **You have this the wrong way round.**{asked}{_words(point.evidence)}"
    return f"{sign} {prose(point.say, 250)}{_words(point.evidence)}"


def _words(evidence: tuple[Evidence, ...]) -> str:
    if not evidence:
        return ""
    quotes = [quote(span.text, EVIDENCE_LENGTH) for span in evidence[:EVIDENCE_SPANS]]
    return f"\n-# your words: {' … '.join(quotes)}"


def _smallprint(grade: Grade, turn: Turn, rules: Rules) -> list[str]:
    lines = [
        f"{reason.sentence} ({signed(reason.change)})" if reason.change else reason.sentence for reason in grade.reasons
    ]
    if turn.hints:
        lines.append(f"You took {plural(turn.hints, 'hint')} ({signed(-rules.hint_price * turn.hints)}).")
    for word in grade.unknown[:3]:
        known = literal(word.word, 40)
        meant = f", did you mean {literal(word.suggestion, 40)}?" if word.suggestion else "."
        lines.append(f"I do not know “{known}”{meant} It cost you nothing.")
    if not turn.counts:
        lines.append(
            "This attempt does not count for the leaderboard: it copies the model answer, or you saw that in the "
            "last 24 hours."
        )
    return lines
