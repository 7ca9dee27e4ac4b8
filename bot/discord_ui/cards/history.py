"""A member's past answers: a list, and one of them with its feedback beside the one before."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import Bank
from bot.discord_ui.actions import Choose, Press
from bot.discord_ui.cards.feedback import explained
from bot.discord_ui.cards.parts import BANDS, NEUTRAL, mark_line, short_name, topic_title
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import cut, prose, quoted_lines, relative, signed
from bot.grading import Band
from bot.interview import Rules, Stage, Turn
from bot.interview.attempt import Attempt, Source
from bot.interview.comparison import compare
from bot.store.history import Past

PAGE = 10
"""Answers on one page."""
POINTS = 3
"""So many points that came or went are named."""


def history_card(
    those: Sequence[Attempt], page: int, bank: Bank, viewer_id: int, topic: str | None, question: str | None = None
) -> ui.LayoutView:
    """One page of the answers, the newest first. ``question`` shows those to one question of ``topic``."""
    pages = max(1, -(-len(those) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = those[page * PAGE : (page + 1) * PAGE]
    card = Card(NEUTRAL).text(f"## {_('Your answers')}")
    about = topic_title(bank, topic) if topic else _("All topics")
    card.text(f"-# {about} · {ngettext('{count} answer', '{count} answers', len(those))}")
    known = bank.get(topic, question) if topic and question else None
    if known is not None:
        card.text(f"**{prose(known.ask, 300)}**")
    card.line()
    if not those:
        return card.text(_("There is nothing here yet. Type `/interview`; what you answer is kept for you.")).view()
    if question and len(those) > 1:
        card.text(_then_and_now(those[-1], those[0])).line()
    for one in shown:
        card.text(_row(one, bank, named=question is None, topic=topic))
    card.row(Choose(_("Look at an answer"), [_option(one) for one in shown], "past"))
    if question is None and pages > 1:
        card.text("-# " + _("Page {page} of {pages}").format(page=page + 1, pages=pages))

        def turn(number: int, label: str, role: str) -> Press:
            away = not 0 <= number < pages
            return Press(label, "past-page", viewer_id, role, number, topic, disabled=away)

        card.row(turn(page - 1, _("◀ Newer"), "newer"), turn(page + 1, _("Older ▶"), "older"))
    return card.view()


def past_card(past: Past, before: Past | None, bank: Bank, rules: Rules) -> ui.LayoutView:
    """One answer with its feedback as it was given; ``before`` is the last one before it to the same question."""
    one = past.attempt
    question = bank.get(one.topic, one.question)
    turn = Turn(
        one.topic,
        one.question,
        one.level,
        stage=Stage.ANSWERED,
        hints=past.hints,
        grade=past.grade,
        mark=one.mark,
        counts=one.counts,
    )
    where = f"-# {topic_title(bank, one.topic)} · {short_name(one.question, 60)} · {relative(one.since)}"
    card = explained(turn, question, rules, where, revealed=one.source is Source.ROUND)
    card.line()
    for text in past.texts:
        card.text(f"{_('You wrote:')}\n{quoted_lines(text, 900)}", rank=3)
    if before is not None:
        card.line().text(_then_and_now(before.attempt, one), rank=1)
        for line in _changes(before, past):
            card.text(line, rank=2)
    action = "model" if one.source is Source.INTERVIEW else "round-model"
    model = Press(_("Model answer"), action, one.source_id, one.position)
    every = Press(_("All answers to this question"), "past-all", *_all_of(one, bank))
    return card.row(model, every if before is not None else None).view()


def _all_of(one: Attempt, bank: Bank) -> tuple[str, int]:
    """Topic and place of the question in it: both slugs together could be too long for a button."""
    topic = bank.topics.get(one.topic)
    ids = [question.id for question in topic.questions] if topic else []
    return one.topic, ids.index(one.question) if one.question in ids else -1


def _then_and_now(then: Attempt, now: Attempt) -> str:
    return _("**Then and now:** {mark_before} ({before}) → {mark_after} ({after}), {change}.").format(
        before=relative(then.since),
        mark_before=then.mark,
        after=relative(now.since),
        mark_after=now.mark,
        change=signed(now.mark - then.mark) if now.mark != then.mark else "±0",
    )


def _changes(before: Past, past: Past) -> list[str]:
    change = compare(before.grade, past.grade)
    lines = [f"✅ {_('new:')} {prose(say, 200)}" for say in change.gained[:POINTS]]
    lines += [f"⬜ {_('no longer there:')} {prose(say, 200)}" for say in change.lost[:POINTS]]
    if before.texts:
        lines.append(f"{_('Then you wrote:')}\n{quoted_lines(before.texts[0], 600)}")
    return lines


def _row(one: Attempt, bank: Bank, *, named: bool, topic: str | None) -> str:
    name = short_name(one.question, 40)
    about = [name if topic else f"{topic_title(bank, one.topic)}: {name}"] if named else [_(BANDS[Band.of(one.mark)])]
    return " · ".join([f"**{one.mark}**", *about, relative(one.since)])


def _option(one: Attempt) -> discord.SelectOption:
    label = f"{one.mark} · {short_name(one.question, 60)} · {one.since:%Y-%m-%d}"
    return discord.SelectOption(
        label=cut(label, 100),
        value=f"{one.source}-{one.source_id}-{one.position}",
        description=cut(mark_line(one.mark), 100),
    )
