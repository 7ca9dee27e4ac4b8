"""A server's questions: which there are, what the doctor says about a file, and how they fare."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import Bank, Topic
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import COLOURS, NEUTRAL
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import literal, prose, relative
from bot.errors import Finding, Severity
from bot.grading import Band
from bot.interview.health import QuestionHealth
from bot.store.phrasings import Learnt
from bot.store.topics import OwnTopic

PAGE = 12
"""Questions on one card."""
FINDINGS, FIRST = 12, 6
"""Findings that a card shows; of more than that it shows the first, and the rest comes as a file."""

_SIGNS = {Severity.ERROR: "❌", Severity.ADVICE: "💡"}


def bank_card(bank: Bank, own: Sequence[OwnTopic], learnt: Learnt) -> ui.LayoutView:
    """The topics of a server, its own first."""
    mine = {each.topic: each for each in own if each.topic in bank.topics}
    card = Card(NEUTRAL).text(f"## {_('Questions of this server')}")
    if mine:
        card.text(f"**{_('Its own')}**")
    for slug, each in mine.items():
        card.text(f"{_topic(bank.topics[slug], learnt)} · {relative(each.uploaded_at)}", rank=1)
    card.text(f"**{_('Built in')}**")
    for slug, topic in bank.topics.items():
        if slug not in mine:
            card.text(_topic(topic, learnt), rank=1)
    card.line().text(f"-# {_('`/bank show topic:…` lists the questions of one.')}")
    return card.text(f"-# {_('Moderators add topics with `/bank upload`, one YAML file for each.')}").view()


def _topic(topic: Topic, learnt: Learnt) -> str:
    count = ngettext("{count} question", "{count} questions", len(topic.questions))
    phrases = _phrases(sum(map(len, learnt.get(topic.topic, {}).values())))
    return f"`{topic.topic}` {literal(topic.title, 100)} · {count}{phrases}"


def _phrases(count: int) -> str:
    return " · " + ngettext("{count} learnt phrase", "{count} learnt phrases", count) if count else ""


def topic_card(topic: Topic, learnt: Learnt, page: int, owner_id: int) -> ui.LayoutView:
    """The questions of one topic, twelve on a page that counts from 0, without anything that answers them."""
    pages = -(-len(topic.questions) // PAGE)
    page = min(max(page, 0), pages - 1)
    card = Card(NEUTRAL).text(f"## {literal(topic.title, 100)}")
    card.text("-# " + ngettext("{count} question", "{count} questions", len(topic.questions))).line()
    for question in topic.questions[page * PAGE : (page + 1) * PAGE]:
        phrases = sum(len(each) for (name, _point), each in learnt.get(topic.topic, {}).items() if name == question.id)
        about = f"`{question.id}` · {_(question.level)}{_phrases(phrases)}"
        card.text(f"{literal(question.ask, 160)}\n-# {about}")

    def turn(number: int, label: str, role: str) -> Press:
        return Press(label, "questions", owner_id, role, number, topic.topic, disabled=not 0 <= number < pages)

    if pages > 1:
        card.line().text("-# " + _("Page {page} of {pages}").format(page=page + 1, pages=pages))
        card.row(turn(page - 1, f"◀ {_('Back')}", "back"), turn(page + 1, f"{_('More')} ▶", "more"))
    return card.view()


def uploaded_card(topic: Topic, findings: Sequence[Finding], *, replaced: bool, whole: bool) -> ui.LayoutView:
    """A file was taken in; what the doctor found in it."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    card = Card(COLOURS[Band.PARTIAL if errors else Band.STRONG])
    count = ngettext("{count} question", "{count} questions", len(topic.questions))
    title = literal(topic.title, 100)
    sentence = _("**{title}** is replaced: {count}.") if replaced else _("**{title}** is in: {count}.")
    card.text(sentence.format(title=title, count=count))
    card.text(_("`/interview topic:{topic}` begins an interview about it.").format(topic=topic.topic)).line()
    if errors:
        card.text(
            ngettext(
                "The doctor tried the questions. {count} thing is to be mended, or marks will be unfair:",
                "The doctor tried the questions. {count} things are to be mended, or marks will be unfair:",
                errors,
            )
        )
    elif findings:
        card.text(_("The doctor tried the questions and has only advice:"))
    else:
        card.text(_("The doctor tried the questions and has nothing to say against them."))
    if not whole:
        card.text(_("It did not try them all, since that takes too long here. Smaller topics are tried whole."))
    return _listed(card, findings).view()


def refused_card(findings: Sequence[Finding]) -> ui.LayoutView:
    """A file was not taken in, and why."""
    card = Card(COLOURS[Band.NOT_YET])
    card.text(
        ngettext(
            "That file cannot be used. {count} thing is to be mended; nothing was changed.",
            "That file cannot be used. {count} things are to be mended; nothing was changed.",
            len(findings),
        )
    )
    return _listed(card.line(), findings).view()


def _listed(card: Card, findings: Sequence[Finding]) -> Card:
    shown = findings if len(findings) <= FINDINGS else findings[:FIRST]
    for finding in shown:
        place = _("line {number}").format(number=finding.line) + ": " if finding.line else ""
        card.text(f"{_SIGNS[finding.severity]} {place}{literal(finding.message, 400)}", rank=1)
    if rest := len(findings) - len(shown):
        card.text("-# " + ngettext("{count} more is in the file below.", "{count} more are in the file below.", rest))
    return card


def removal_card(topic: Topic, owner_id: int) -> ui.LayoutView:
    """Asks once more before a topic goes."""
    count = ngettext("{count} question", "{count} questions", len(topic.questions))
    return (
        Card(NEUTRAL)
        .text(
            _(
                "Remove **{title}** ({count}), with all that was learnt about it? You get its file back. Marks that "
                "were given stay; interviews under way skip its questions."
            ).format(title=literal(topic.title, 100), count=count)
        )
        .row(Press(_("Remove it"), "bank-remove", owner_id, topic.topic, style=discord.ButtonStyle.danger))
        .view()
    )


def health_card(topic: Topic, health: Sequence[QuestionHealth]) -> ui.LayoutView:
    """How the questions of a topic fare here, those that go worst first."""
    card = Card(NEUTRAL).text("## " + _("How {title} fares").format(title=literal(topic.title, 100)))
    answered = [each for each in health if each.answers]
    if not answered:
        return card.text(_("Nobody has answered its questions here yet.")).view()
    card.text("-# " + _("Share of answers that are solid or strong (60 and more), the lowest first")).line()
    asks = {question.id: question for question in topic.questions}
    for each in sorted(answered, key=lambda one: (one.success, -one.answers, one.question)):
        won = ngettext("{count} appeal won", "{count} appeals won", each.won) if each.won else ""
        count = ngettext("{count} answer", "{count} answers", each.answers)
        average = _("average {mark}").format(mark=each.average)
        facts = " · ".join(filter(None, [count, average, won]))
        lines = [f"**{each.success} %** {literal(asks[each.question].ask, 120)}", f"-# `{each.question}` · {facts}"]
        lines += [f"-# {_('Nobody earns:')} {prose(say, 150)}" for say in each.never]
        card.text("\n".join(lines), rank=1)
    silent = len(health) - len(answered)
    if silent:
        card.text(
            "-# "
            + ngettext(
                "{count} question has not been answered here yet.",
                "{count} questions have not been answered here yet.",
                silent,
            )
        )
    return card.view()
