"""The card that explains a mark on the member's own words."""

from __future__ import annotations

import discord
from discord import ui

from bot.bank import Bank, Question
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import COLOURS, link, mark_line, question_of, whereabouts
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import literal, prose, quote, signed
from bot.grading import Band, Evidence, Grade, PointGrade, PointState
from bot.interview import Interview, Rules, Stage, Turn
from bot.interview.appeal import is_disputable
from bot.interview.attempt import Source

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
    question = question_of(bank, turn)
    card = explained(turn, question, rules, whereabouts(bank, interview, position), note)
    here = (interview.id, position)
    model = Press(_("Model answer"), "model", *here)
    heard = interview.guild_id is not None and turn.stage is Stage.ANSWERED
    appeal = appeal_button(turn.grade, Source.INTERVIEW, *here) if heard else None
    if closed or not interview.is_open or position != interview.position:
        return card.row(model, appeal).view()
    improvable = bool(interview.missing()) and not turn.model_seen
    end = None if interview.is_last else Press(_("End"), "end", *here, style=discord.ButtonStyle.danger)
    going_on = [
        Press(_("Finish") if interview.is_last else _("Next"), "next", *here, style=discord.ButtonStyle.primary),
        Press(_("Try the missing points"), "again", *here) if improvable else None,
        Press(_("Follow-up"), "follow", *here) if improvable and follow_up_point(interview, question) else None,
    ]
    if all([*going_on, appeal, end]):  # six do not fit a row
        return card.row(*going_on, end).row(model, appeal).view()
    return card.row(*going_on, model, appeal, end).view()


def appeal_button(grade: Grade | None, source: Source, source_id: int, position: int) -> Press | None:
    """For who finds that a point was overlooked; None where no point is open. Only in servers somebody hears it."""
    if grade is None or not is_disputable(grade):
        return None
    return Press(_("Appeal"), "appeal", source, source_id, position)


def explained(
    turn: Turn, question: Question | None, rules: Rules, where: str, note: str | None = None, *, revealed: bool = False
) -> Card:
    """A card, still without buttons, that shows what an answer earned and why, on the words of its writer.

    ``where`` is the small line that says what it is about. ``revealed``: the model answer is no secret any more, so
    that points that were missed are shown as they are.
    """
    grade = turn.grade or Grade(mark=0)
    card = Card(COLOURS[Band.of(turn.mark)]).text(note or "").text(f"## {mark_line(turn.mark)}").text(where)
    if question:
        card.text(f"**{prose(question.ask, 300)}**")
    card.line()
    for point in grade.points:
        card.text(_point(point, revealed=revealed))
    for found in grade.misconceptions:
        card.text(
            f"⚠️ **{_('Not so:')}** {prose(found.say, 200)}{_words(found.evidence)}\n→ {prose(found.correct, 300)}"
        )
    for line in _smallprint(grade, turn, rules):
        card.text(f"-# {line}", rank=1)
    if question and question.sources:
        card.text(f"-# {_('Read:')} {link(question.sources[0])}", rank=2)
    return card


def model_answer_card(turn: Turn, question: Question) -> ui.LayoutView:
    """The model answer, with every point as a sentence, and where to read on."""
    card = Card().text(f"**{prose(question.ask, 300)}**").line().text(_paragraphs(prose(question.answer, 2400)))
    if question.points:
        card.line().text(f"**{_('What an interviewer listens for')}**")
    signs = {point.id: _SIGNS[point.state] for point in (turn.grade.points if turn.grade else ())}
    for point in question.points:
        card.text(f"{signs.get(point.id, '⬜')} {prose(point.say, 250)}", rank=1)
    for source in question.sources[:3]:
        card.text(f"-# {_('Read:')} {link(source)}", rank=2)
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


def _point(point: PointGrade, *, revealed: bool) -> str:
    sign = _SIGNS[point.state]
    if point.state is PointState.MISSED and revealed:
        return f"{sign} {prose(point.say, 250)}"
    if point.state is PointState.MISSED:
        return f"{sign} {prose(point.ask, 200)}" if point.ask else f"{sign} {_('There is one more point to make.')}"
    if point.state is PointState.CONTRADICTED:
        right = point.say if revealed else point.ask
        asked = f" {prose(right, 250)}" if right else ""
        return f"{sign} **{_('You have this the wrong way round.')}**{asked}{_words(point.evidence)}"
    return f"{sign} {prose(point.say, 250)}{_words(point.evidence)}"


def _words(evidence: tuple[Evidence, ...]) -> str:
    if not evidence:
        return ""
    quotes = [quote(span.text, EVIDENCE_LENGTH) for span in evidence[:EVIDENCE_SPANS]]
    return f"\n-# {_('your words:')} {' … '.join(quotes)}"


def _smallprint(grade: Grade, turn: Turn, rules: Rules) -> list[str]:
    lines = []
    for reason in grade.reasons:
        price = f" ({signed(reason.change)})" if reason.change else ""
        quoted = "".join(f" {quote(span.text, EVIDENCE_LENGTH)}" for span in reason.evidence[:EVIDENCE_SPANS])
        lines.append(f"{_(reason.sentence)}{price}{quoted}")
    if turn.hints:
        price = signed(-rules.hint_price * turn.hints)
        lines.append(
            ngettext("You took {count} hint ({price}).", "You took {count} hints ({price}).", turn.hints, price=price)
        )
    for word in grade.unknown[:3]:
        known = literal(word.word, 40)
        if word.suggestion:
            asked = _("I do not know “{word}”, did you mean {suggestion}? It cost you nothing.")
        else:
            asked = _("I do not know “{word}”. It cost you nothing.")
        lines.append(asked.format(word=known, suggestion=literal(word.suggestion or "", 40)))
    if not turn.counts:
        lines.append(
            _(
                "This attempt does not count for the leaderboard: it copies the model answer, or you saw that in the "
                "last 24 hours."
            )
        )
    return lines
