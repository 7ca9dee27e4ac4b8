"""The forms of an appeal: a member makes one, a moderator accepts or upholds."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.bank import WHOLE, Question
from bot.discord_ui.actions import FORM, custom_id
from bot.discord_ui.forms import ANSWER_LENGTH, FORM_SECONDS, TITLE
from bot.discord_ui.language import _
from bot.discord_ui.text import cut, prose, visible
from bot.grading import PointGrade, PointState
from bot.interview.appeal import Appeal, likely_words
from bot.store.disputes import Disputed

POINT, WHY, PHRASE, WORD = "point", "why", "phrase", "word"
WHY_LENGTH, PHRASE_LENGTH, WORD_LENGTH = 200, 300, 300
OPTIONS, OPTION_LABEL = 25, 100


class AppealForm(ui.Modal):
    """Asks which point an answer makes and where. Points that were missed are told as on the feedback card."""

    def __init__(self, question: Question, points: Sequence[PointGrade], told: bool, *arguments: object) -> None:
        super().__init__(
            title=cut(_("Appeal"), TITLE), custom_id=custom_id(FORM, "appealed", *arguments), timeout=FORM_SECONDS
        )
        self.add_item(ui.TextDisplay(prose(question.ask, 1500)))
        if question.points:
            options = [
                discord.SelectOption(label=cut(_label(point, told=told), OPTION_LABEL), value=point.id)
                for point in points[:OPTIONS]
            ]
            self.add_item(
                ui.Label(
                    text=_("Which point does your answer make?"),
                    description=_("One appeal for each point."),
                    component=ui.Select(custom_id=POINT, options=options),
                )
            )
        self.add_item(
            ui.Label(
                text=_("Where do you say it?"),
                description=_("One line for the moderators: your words, and why they make the point."),
                component=ui.TextInput(custom_id=WHY, max_length=WHY_LENGTH),
            )
        )


def _label(point: PointGrade, *, told: bool) -> str:
    text = point.say if told or point.state is PointState.PARTIAL else point.ask
    return visible(" ".join((text or _("The point that is not told yet")).split()))


class AcceptForm(ui.Modal):
    """Asks a moderator for the words that the server is to know from now on."""

    def __init__(self, appeal: Appeal, disputed: Disputed, question: Question) -> None:
        super().__init__(
            title=cut(_("Accept the appeal"), TITLE),
            custom_id=custom_id(FORM, "appeal-accepted", appeal.id),
            timeout=FORM_SECONDS,
        )
        if appeal.point == WHOLE:
            self.add_item(ui.TextDisplay(prose(question.ask, 1500)))
            self.add_item(
                ui.Label(
                    text=_("A model answer of this server's"),
                    description=_("Trim it to what is right: later answers are compared with it."),
                    component=ui.TextInput(
                        custom_id=PHRASE,
                        style=discord.TextStyle.paragraph,
                        default=disputed.text[:ANSWER_LENGTH],
                        max_length=ANSWER_LENGTH,
                    ),
                )
            )
        else:
            point = next(one for one in question.points if one.id == appeal.point)
            words = likely_words(disputed.text, point, appeal.why, disputed.grade)
            self.add_item(ui.TextDisplay(prose(point.say, 1500)))
            self.add_item(
                ui.Label(
                    text=_("The words that make this point"),
                    description=_("Trim them: they earn it from now on. Empty: only this mark is raised."),
                    component=ui.TextInput(
                        custom_id=PHRASE,
                        style=discord.TextStyle.paragraph,
                        default=" ".join(words.split())[:PHRASE_LENGTH],
                        max_length=PHRASE_LENGTH,
                        required=False,
                    ),
                )
            )
        self.add_item(_word())


class UpholdForm(ui.Modal):
    """Asks a moderator for a word on why the mark stays."""

    def __init__(self, appeal: Appeal) -> None:
        super().__init__(
            title=cut(_("Uphold the mark"), TITLE),
            custom_id=custom_id(FORM, "appeal-upheld", appeal.id),
            timeout=FORM_SECONDS,
        )
        self.add_item(_word())


def _word() -> ui.Label[ui.Modal]:
    return ui.Label(
        text=_("A word to the writer"),
        description=_("What was right, or what is missing. Nobody else reads it."),
        component=ui.TextInput(custom_id=WORD, max_length=WORD_LENGTH, required=False),
    )
