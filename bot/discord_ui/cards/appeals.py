"""Appeals as moderators and as their writers see them."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import WHOLE, Bank, Question
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import COLOURS, NEUTRAL, topic_title
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import literal, prose, quote, relative
from bot.grading import Band
from bot.interview.appeal import Appeal, Verdict
from bot.store.disputes import Disputed

PHRASINGS = 3
"""How many of the known ways to put a point a moderator is shown."""


def queue_card(
    appeal: Appeal, disputed: Disputed | None, bank: Bank, waiting: int, note: str | None = None
) -> ui.LayoutView:
    """One appeal with all that a moderator needs to judge it. ``disputed`` is None when the answer is not kept."""
    question = bank.get(appeal.topic, appeal.question)
    card = Card(NEUTRAL).text(note or "").text(f"## {_('Appeal')}")
    count = ngettext("{count} appeal waits", "{count} appeals wait", waiting)
    topic = literal(topic_title(bank, appeal.topic), 100)
    card.text(f"-# {topic} · <@{appeal.member_id}> · {relative(appeal.made_at)} · {count}")
    if question is None:
        card.text(_("This question is no longer in the bank, so the mark can only stay."))
    else:
        card.text(f"**{prose(question.ask, 500)}**").line()
        card.text(_point(question, appeal))
    card.line()
    if disputed is None:
        card.text(_("The answer is no longer stored, so the mark can only stay."))
    else:
        card.text(_("**The answer**, marked {mark} of 100:").format(mark=disputed.mark))
        card.text(quote(disputed.text, 1700))
    card.text(f"**{_('Why:')}** {quote(appeal.why, 420)}")
    can_rise = question is not None and disputed is not None and _there(question, appeal.point)
    return card.row(
        Press(_("Accept"), "appeal-accept", appeal.id, style=discord.ButtonStyle.success) if can_rise else None,
        Press(_("Uphold the mark"), "appeal-uphold", appeal.id),
        Press(_("Later"), "appeal-next", appeal.id) if waiting > 1 else None,
    ).view()


def _there(question: Question, point: str) -> bool:
    return point in [one.id for one in question.points] if question.points else point == WHOLE


def _point(question: Question, appeal: Appeal) -> str:
    if not _there(question, appeal.point):
        return _("The question has changed since and lacks this point, so the mark can only stay.")
    if appeal.point == WHOLE:
        return f"**{_('The model answer:')}** {prose(question.answer, 900)}"
    point = next(one for one in question.points if one.id == appeal.point)
    known = " · ".join(quote(phrase, 100) for phrase in (*point.accept, *point.learnt)[:PHRASINGS])
    lines = [f"**{_('The point:')}** {prose(point.say, 400)}"]
    return "\n".join([*lines, f"-# {_('Known ways to put it:')} {known}"] if known else lines)


def empty_queue_card(own: Sequence[Appeal], bank: Bank, note: str | None = None) -> ui.LayoutView:
    """Nothing waits for a moderator; the moderator's own appeals below."""
    card = Card(NEUTRAL).text(note or "").text(_("No appeal is waiting."))
    return _listed(card.line(), own, bank).view() if own else card.view()


def own_appeals_card(own: Sequence[Appeal], bank: Bank) -> ui.LayoutView:
    """A member's appeals and what became of them, the latest first."""
    card = Card(NEUTRAL).text(f"## {_('Your appeals')}")
    if own:
        return _listed(card, own, bank).view()
    return card.text(
        _("You have made none here. When a mark overlooks a point that you made, press **Appeal** on its card.")
    ).view()


def verdicts_card(decided: Sequence[Appeal], bank: Bank, server: str | None = None) -> ui.LayoutView:
    """Tells a writer what became of appeals. ``server`` is its name, where that is not plain."""
    won = any(one.verdict is Verdict.ACCEPTED for one in decided)
    card = Card(COLOURS[Band.STRONG if won else Band.NOT_YET])
    if server is not None:
        title = _("Your appeal in {server}").format(server=literal(server, 100))
        card.text(f"### {title}")
    return _listed(card, decided, bank).view()


def _listed(card: Card, appeals: Sequence[Appeal], bank: Bank) -> Card:
    for number, one in enumerate(appeals):
        question = bank.get(one.topic, one.question)
        asked = literal(question.ask, 150) if question else f"`{one.question}`"
        lines = [_standing(one), f"-# {literal(topic_title(bank, one.topic), 60)} · {asked}"]
        lines.append(f"-# {_('You wrote:')} {quote(one.why, 220)}")
        if one.word:
            lines.append(f"-# {_('The moderator says:')} {quote(one.word, 320)}")
        card.text("\n".join(lines), rank=1 if number else 0)
    return card


def _standing(one: Appeal) -> str:
    match one.verdict:
        case Verdict.OPEN:
            return f"⏳ **{_('Waits for a moderator')}**"
        case Verdict.UPHELD:
            return f"⬜ **{_('The mark stays')}** · {one.mark_before} / 100"
        case Verdict.ACCEPTED:
            learnt = f" · {_('and I have learnt your words')}" if one.phrase else ""
            return f"✅ **{_('Accepted')}** · {one.mark_before} → {one.mark_after} / 100{learnt}"
