"""The cards of a group's round, from the question to the podium."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import Bank, Question
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.feedback import appeal_button, explained
from bot.discord_ui.cards.notice import notice_card
from bot.discord_ui.cards.parts import LEVELS, MEDALS, NEUTRAL, topic_title
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import prose, relative
from bot.errors import Translatable
from bot.interview import Rules, Stage, Turn
from bot.interview.attempt import Source
from bot.interview.podium import Entry, Place
from bot.interview.round import Round, RoundEnd, RoundKind

PODIUM_ROWS = 15

GONE = Translatable("This question is no longer in the bank.")
_WHY_OVER = {
    RoundEnd.DONE: Translatable("That was the last question."),
    RoundEnd.BY_HOST: Translatable("The host ended the round here."),
    RoundEnd.NOBODY: Translatable("Nobody answered, so the round ends here."),
    RoundEnd.AWAY: Translatable("I was away for a while, so the round ends here."),
    RoundEnd.UNREACHABLE: Translatable("I may not write in this channel any more, so the round ends here."),
}


def where_in_round(of: Round, position: int, bank: Bank) -> str:
    """A small line that says which question of which round a card is about."""
    asked = of.questions[position]
    about = topic_title(bank, asked.topic)
    if of.kind is RoundKind.DAILY:
        return f"-# {_('Question of the day')} · {about} · {_(LEVELS[asked.level])}"
    number = _("question {number} of {total}").format(number=position + 1, total=len(of.questions))
    host = _("Round by {member}").format(member=f"<@{of.host_id}>") if of.host_id else _("Round")
    return f"-# {host} · {about} · {number} · {_(LEVELS[asked.level])}"


def round_question_card(of: Round, bank: Bank, question: Question | None, answered: int) -> ui.LayoutView:
    """The question that everybody may answer, with how many have done so and nothing else."""
    here = (of.id, of.position)
    card = Card(NEUTRAL).text(where_in_round(of, of.position, bank)).text(_ask(question))
    closes_at = of.question.closes_at
    if closes_at is not None:
        closing = _("Closes {moment}.").format(moment=relative(closes_at))
        card.text(f"⏳ {closing} **{_answered(answered)}**")
    card.text(f"-# {_('Everybody may answer, and change the answer until then. Nobody sees it before the reveal.')}")
    by_host = of.kind is RoundKind.ROUND
    return card.row(
        Press(_("Answer"), "round-answer", *here, style=discord.ButtonStyle.primary),
        Press(_("Reveal"), "round-reveal", *here) if by_host else None,
        Press(_("End"), "round-end", *here, style=discord.ButtonStyle.danger) if by_host else None,
    ).view()


def closed_question_card(
    of: Round, position: int, bank: Bank, question: Question | None, answered: int
) -> ui.LayoutView:
    """What stays of a question when it is closed: the way to the answers."""
    card = Card().text(where_in_round(of, position, bank)).text(_ask(question))
    asked = of.questions[position]
    if asked.closed_at is None:
        return card.text(_(_WHY_OVER[of.end_reason or RoundEnd.BY_HOST])).view()
    closed = f"{_('Closed.')} {_answered(answered) if answered else _('Nobody answered.')}"
    if asked.reveal_id is None:
        return card.text(closed).row(_feedback_button(of, position)).view()
    address = f"https://discord.com/channels/{of.guild_id}/{of.channel_id}/{asked.reveal_id}"
    return card.text(f"{closed} [{_('To the answers')}]({address})").row(_feedback_button(of, position)).view()


def receipt_card(of: Round, position: int, *, first: bool) -> ui.LayoutView:
    """Tells a member that an answer is in, and how to change it."""
    closes_at = of.questions[position].closes_at
    when = relative(closes_at) if closes_at else ""
    said = _("Your answer is in.") if first else _("Your new answer is in, in place of the one before.")
    later = _("It is a secret until the reveal {moment}; until then you can change it.").format(moment=when)
    return notice_card(f"{said} {later}", Press(_("Change my answer"), "round-answer", of.id, position))


def round_feedback_card(of: Round, entry: Entry, bank: Bank, question: Question | None) -> ui.LayoutView:
    """What a member's own answer earned and why, for that member alone."""
    asked = of.questions[entry.position]
    turn = Turn(
        asked.topic,
        asked.question,
        asked.level,
        stage=Stage.ANSWERED,
        grade=entry.grade,
        mark=entry.grade.mark,
        counts=entry.counts,
        model_seen=True,
    )
    card = explained(turn, question, Rules(), where_in_round(of, entry.position, bank), revealed=True)
    return card.row(appeal_button(entry.grade, Source.ROUND, of.id, entry.position)).view()


def podium_card(of: Round, places: Sequence[Place], bank: Bank, hidden: frozenset[int] = frozenset()) -> ui.LayoutView:
    """Who did best over the whole round. Members in ``hidden`` are not named."""
    card = Card(NEUTRAL).text(f"## {_('The podium')}")
    about = topic_title(bank, of.topic) if of.topic else _("All topics")
    questions = ngettext("{count} question", "{count} questions", of.asked)
    took_part = ngettext("{count} member took part", "{count} members took part", len(places))
    card.text(f"-# {about} · {questions} · {took_part} · {_('marks on average')}").line()
    for place in places[:PODIUM_ROWS]:
        rank = MEDALS.get(place.rank, f"**{place.rank}.**") if place.average else "–"
        answered = _("{answered} of {total} answered").format(answered=place.answered, total=of.asked)
        card.text(f"{rank} {member_name(place.member_id, hidden)} · **{place.average:.0f}** · {answered}")
    if len(places) > PODIUM_ROWS:
        card.text(ngettext("and {count} more", "and {count} more", len(places) - PODIUM_ROWS))
    if not places:
        card.text(_("Nobody answered this time."))
    reason = of.end_reason or RoundEnd.DONE
    if reason is not RoundEnd.DONE:
        card.line().text(_(_WHY_OVER[reason]))
    return card.row(
        Press(_("Another round"), "round-again", of.id, style=discord.ButtonStyle.primary),
        Press(_("Leaderboard"), "board", of.topic),
    ).view()


def running_card(running: Round, sentence: str) -> ui.LayoutView:
    """Tells who wants to begin a round that there is one, and where."""
    message = running.question.message_id
    if message is None:
        return notice_card(sentence)
    address = f"https://discord.com/channels/{running.guild_id}/{running.channel_id}/{message}"
    return notice_card(f"{sentence} [{_('To its question')}]({address})")


def why_over(reason: RoundEnd) -> str:
    """Why a round is over, as a sentence."""
    return _(_WHY_OVER[reason])


def member_name(member_id: int, hidden: frozenset[int]) -> str:
    """A member by name, unless that member does not want to be named."""
    return _("somebody") if member_id in hidden else f"<@{member_id}>"


def _ask(question: Question | None) -> str:
    return f"### {prose(question.ask, 1500)}" if question else f"### {_(GONE)}"


def _answered(count: int) -> str:
    if not count:
        return _("Nobody has answered yet.")
    return ngettext("{count} has answered.", "{count} have answered.", count)


def _feedback_button(of: Round, position: int) -> Press:
    return Press(_("My feedback"), "round-mine", of.id, position)
