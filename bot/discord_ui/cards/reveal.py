"""The card that shows everybody what a question's answers came to."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import Bank, Question
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import BANDS, MEDALS, NEUTRAL, link
from bot.discord_ui.cards.round import GONE, member_name, where_in_round, why_over
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import prose, quoted_lines, relative
from bot.grading import Band, PointState
from bot.interview.podium import Entry, best_to_quote, in_order, who_made
from bot.interview.round import MORE_TIME, Round, RoundKind, RoundStage

ANSWER_LENGTH = 1400
QUOTE_LENGTH = 500
NAMES = 5
ROWS = 10


def reveal_card(
    of: Round,
    position: int,
    bank: Bank,
    question: Question | None,
    entries: Sequence[Entry],
    hidden: frozenset[int] = frozenset(),
) -> ui.LayoutView:
    """The model answer, who made which point, the marks, and the best answer if its writer allows.

    Below it stands how the round goes on from the state in which ``of`` is. Members in ``hidden`` are not named.
    """
    card = Card(NEUTRAL).text(where_in_round(of, position, bank))
    if question is None:
        card.text(f"### {_(GONE)}")
    else:
        card.text(f"### {prose(question.ask, 300)}").text(prose(question.answer, ANSWER_LENGTH))
        if question.sources:
            card.text(f"-# {_('Read:')} {link(question.sources[0])}", rank=4)
        card.line()
        _add_points(card, question, entries, hidden)
    _add_marks(card, entries, hidden)
    best = best_to_quote(entries)
    if best is not None:
        name = member_name(best.member_id, hidden)
        words = _("**In the words of** {member}, for {mark} of 100:").format(member=name, mark=best.grade.mark)
        card.text(f"{words}\n{quoted_lines(best.body, QUOTE_LENGTH)}", rank=2)
    _add_outlook(card, of, position)
    return card.row(*_buttons(of, position, question, entries)).view()


def _add_points(card: Card, question: Question, entries: Sequence[Entry], hidden: frozenset[int]) -> None:
    # A question without points of its own is marked by those that its model answer makes.
    points = question.points or (entries[0].grade.points if entries else ())
    for point in points:
        made = who_made(entries, point.id, PointState.MADE)
        half = who_made(entries, point.id, PointState.PARTIAL)
        sign = "✅" if made else "◐" if half else "⬜"
        card.text(f"{sign} {prose(point.say, 250)}", rank=1)
        who = [_names(made, hidden)] if made else []
        who += [f"◐ {_names(half, hidden)}"] if half else []
        if who:
            card.text(f"-# {' · '.join(who)}", rank=3)
        elif entries:
            card.text(f"-# {_('nobody')}", rank=3)


def _add_marks(card: Card, entries: Sequence[Entry], hidden: frozenset[int]) -> None:
    card.line()
    if not entries:
        card.text(_("Nobody answered."))
        return
    ordered = in_order(entries)
    for number, entry in enumerate(ordered[:ROWS], 1):
        rank = 1 + sum(other.points > entry.points for other in ordered)
        place = MEDALS.get(rank, f"**{rank}.**") if entry.points else "–"
        row = f"{place} {member_name(entry.member_id, hidden)} · **{entry.grade.mark}** · {_(BANDS[entry.grade.band])}"
        if not entry.counts:
            row += f" · {_('does not count: a copy of the model answer, or seen in the last 24 hours')}"
        card.text(row, rank=0 if number <= len(MEDALS) else 1)
    more = len(ordered) - ROWS
    average = round(sum(entry.grade.mark for entry in entries) / len(entries))
    answered = ngettext("{count} answered", "{count} answered", len(entries))
    rest = f"{ngettext('and {count} more', 'and {count} more', more)} · " if more > 0 else ""
    level = f"{_('average {mark}').format(mark=average)} ({_(BANDS[Band.of(average)])})"
    card.text(f"-# {rest}{answered} · {level}")


def _add_outlook(card: Card, of: Round, position: int) -> None:
    if of.kind is RoundKind.DAILY:
        return
    if position == of.position and of.stage is RoundStage.REVEALED and of.due_at is not None:
        going_on = _("The next question comes {moment}, or when the host presses **Next question**.")
        card.line().text(going_on.format(moment=relative(of.due_at)))
    elif of.stage is RoundStage.FINISHING or (of.stage is RoundStage.OVER and of.end_reason is not None):
        reason = of.end_reason
        sentence = why_over(reason) if reason else _("That was the last question.")
        card.line().text(f"{sentence} {_('The podium follows.')}" if of.stage is RoundStage.FINISHING else sentence)


def _buttons(of: Round, position: int, question: Question | None, entries: Sequence[Entry]) -> list[Press | None]:
    here = (of.id, position)
    talking = of.stage is RoundStage.REVEALED and position == of.position
    long = question is not None and (len(question.answer) > ANSWER_LENGTH or question.example is not None)
    minutes = round(MORE_TIME.total_seconds() / 60)
    return [
        Press(_("Next question"), "round-next", *here, style=discord.ButtonStyle.primary) if talking else None,
        Press(_("My feedback"), "round-mine", *here) if entries else None,
        Press(_("Model answer"), "round-model", *here) if long else None,
        Press(_("{count} more minutes").format(count=minutes), "round-wait", *here) if talking else None,
        Press(_("End"), "round-end", *here, style=discord.ButtonStyle.danger) if talking else None,
    ]


def _names(ids: Sequence[int], hidden: frozenset[int]) -> str:
    named = [f"<@{one}>" for one in ids if one not in hidden][:NAMES]
    more = len(ids) - len(named)
    if not named:
        return ngettext("{count} member", "{count} members", more)
    return ", ".join(named) + (f" {ngettext('and {count} more', 'and {count} more', more)}" if more else "")
