"""How a member is coming along: a picture, and all that it shows in words."""

from __future__ import annotations

from statistics import fmean

from discord import ui

from bot.bank import Bank
from bot.charts import ProgressWords
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.parts import NEUTRAL, short_name, topic_title
from bot.discord_ui.cards.review import nudge_buttons, review_button
from bot.discord_ui.forms import SURE_LABELS
from bot.discord_ui.language import _, ngettext
from bot.discord_ui.layout import Card
from bot.discord_ui.text import cut, relative, visible
from bot.errors import Translatable
from bot.interview.nudge import Nudge
from bot.interview.progress import Progress, Verdict

PICTURE = "progress.png"
NAMED = 12
"""So many topics are named in words."""
LATEST = 10

_VERDICTS = {
    Verdict.FITS: Translatable("you know what you know."),
    Verdict.ABOVE: Translatable("you are surer than your marks, by {points}."),
    Verdict.BELOW: Translatable("your marks are better than you think, by {points}."),
    Verdict.APART: Translatable("how sure you are does not tell your mark yet."),
}


def progress_card(
    progress: Progress, bank: Bank, wish: Nudge | None, member_id: int, *, picture: bool
) -> ui.LayoutView:
    """The picture is left out where there is none, and nothing is lost by it."""
    card = Card(NEUTRAL).text(f"## {_('Your progress')}")
    card.text(f"-# {topic_title(bank, progress.topic) if progress.topic else _('All topics')}").line()
    if not progress.answers:
        return card.text(
            _("There is nothing to show yet. Type `/interview`, and come back after a few answers.")
        ).view()
    if picture:
        card.picture(PICTURE, description(progress, bank))
    for line in _lines(progress, bank):
        card.text(line)
    return card.row(
        review_button(member_id) if progress.due else None,
        Press(_("History"), "history", progress.topic),
        *nudge_buttons(wish, member_id),
    ).view()


def progress_words(progress: Progress, bank: Bank) -> ProgressWords:
    """What stands in the picture."""
    return ProgressWords(
        streak=_("days in a row"),
        due=_("due now"),
        answers=_("answers"),
        strength=_("Strength by question") if progress.topic else _("Strength by topic"),
        marks=_("Marks, last 90 days"),
        calibration=_("How sure, and the mark"),
        said=_("how sure you were"),
        came_to=_("your mark"),
        names=_names(progress, bank),
        sure={sure: _(label) for sure, label in SURE_LABELS.items()},
    )


def description(progress: Progress, bank: Bank) -> str:
    """The picture in words, for who cannot see it."""
    return " ".join(line.replace("*", "") for line in _lines(progress, bank, times=False))


def _lines(progress: Progress, bank: Bank, *, times: bool = True) -> list[str]:
    lines = [_streak(progress), _due(progress, times=times), _strengths(progress, bank), _marks(progress)]
    if progress.surplus is not None:
        lines.append(_calibration(progress, progress.surplus))
    return lines


def _streak(progress: Progress) -> str:
    now = ngettext("**Streak:** {count} day in a row", "**Streak:** {count} days in a row", progress.streak)
    return _("{streak} (the longest was {longest}).").format(streak=now, longest=progress.longest_streak)


def _due(progress: Progress, *, times: bool) -> str:
    if progress.due:
        return ngettext(
            "**Due:** {count} question. Press Review now.",
            "**Due:** {count} questions. Press Review now.",
            progress.due,
        )
    if progress.next_due is None or not times:
        return _("**Due:** nothing now.")
    return _("**Due:** nothing now; the next question comes back {when}.").format(when=relative(progress.next_due))


def _strengths(progress: Progress, bank: Bank) -> str:
    names = _names(progress, bank)
    if progress.topic:
        each = [f"{names[one.name]} {one.mark:.0f}" for one in progress.strengths[:NAMED]]
    else:
        of = _("{name} {mark} ({tried} of {questions})")
        each = [
            of.format(name=names[one.name], mark=f"{one.mark:.0f}", tried=one.tried, questions=one.questions)
            for one in progress.strengths[:NAMED]
        ]
        with_tried = _("**Strength,** the weakest first, and how many questions you tried: {list}.")
        return with_tried.format(list=", ".join(each))
    return _("**Strength,** the weakest first: {list}.").format(list=", ".join(each))


def _marks(progress: Progress) -> str:
    if not progress.marks:
        return _("**Marks:** none in the last 90 days.")
    marks = [mark for _moment, mark in progress.marks]
    answers = ngettext("{count} answer", "{count} answers", len(marks))
    line = _("**Marks** of the last 90 days: {answers}, {mark} on average").format(
        answers=answers, mark=f"{fmean(marks):.0f}"
    )
    if len(marks) > LATEST:
        last = f"{fmean(marks[-LATEST:]):.0f}"
        return _("{line}; the last {count} come to {mark}.").format(line=line, count=LATEST, mark=last)
    return f"{line}."


def _calibration(progress: Progress, surplus: float) -> str:
    verdict = _(_VERDICTS[progress.verdict]).format(points=f"{abs(surplus):.0f}") if progress.verdict else ""
    each = [
        ngettext(
            "{sure} came to {mark} ({count} answer)",
            "{sure} came to {mark} ({count} answers)",
            one.answers,
            sure=f"“{_(SURE_LABELS[one.sure])}”",
            mark=f"{one.mark:.0f}",
        )
        for one in progress.calibration
    ]
    return _("**How sure:** {verdict} {list}.").format(verdict=verdict, list=", ".join(each))


def _names(progress: Progress, bank: Bank) -> dict[str, str]:
    if progress.topic:
        return {one.name: short_name(one.name, 40) for one in progress.strengths}
    return {one.name: cut(visible(topic_title(bank, one.name)).strip(), 40) for one in progress.strengths}
