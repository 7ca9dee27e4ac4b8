"""Somebody in a long interview who sends one answer when it is due, and goes on to the next question."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from random import Random

from simcord.backend.models import Interaction, Message

from bot.bank import builtin_folder, load_bank, load_marked_answers
from bot.bank.loader import ANSWERS_SUFFIX
from bot.discord_ui.text import prose
from tests.flows.conftest import walk
from tests.loopback.front import Front
from tests.loopback.people import NoAnswerError, Person

QUESTIONS = 20
"""How many an interview has at most; whoever answers fewer keeps it open."""
PATIENCE, LATER = 10.0, 300.0
"""Seconds for which these members wait for the callback, and after "is thinking" for the feedback.

A callback after 3 s is refused, as by Discord; until then it is seen how late it came.
"""
FEWEST, MOST = 40, 80
"""Words of an answer."""

Texts = dict[str, list[str]]
"""Answers by the question as the form shows it."""


def shipped_texts() -> Texts:
    """The marked answers of the questions that come with the bot, cut or put together to 40 to 80 words each."""
    texts: Texts = {}
    for topic in load_bank([]).topics.values():
        marked = load_marked_answers(builtin_folder() / f"{topic.topic}{ANSWERS_SUFFIX}").answers
        for question in topic.questions:
            words = [one.answer.split() for one in marked if one.question == question.id]
            pairs = [first + second for first, second in zip(words, words[1:] + words[:1], strict=True)]
            long = [one if len(one) >= FEWEST else both for one, both in zip(words, pairs, strict=True)]
            texts[shown_as(question.ask)] = [" ".join(one[:MOST]) for one in long if len(one) >= FEWEST]
    return texts


def shown_as(ask: str) -> str:
    """A question as the form shows it."""
    return prose(ask, 1500)


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that went out. ``due`` is when its writer meant to send it, by the clock of the event loop."""

    interaction: Interaction
    text: str
    due: float


class Candidate:
    """``sent`` are the answers so far; ``lost`` counts what the bot left without an answer."""

    def __init__(self, front: Front, guild_id: int, channel_id: int, name: str, texts: Texts, random: Random) -> None:
        self.person = Person(front, guild_id, channel_id, name, patience=PATIENCE, later=LATER)
        self.sent: list[Sent] = []
        self.lost = 0
        self._messages = front.backend.messages
        self._texts = texts
        self._random = random
        self._card: Message | None = None
        self._form: Interaction | None = None
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """Begin an interview in a thread."""
        begun = await self.person.slash("interview", questions=QUESTIONS)
        assert begun.message_id is not None
        told = self._messages[begun.channel_id][begun.message_id].content
        thread = re.search(r"<#(\d+)>", told)
        assert thread is not None, told
        self._card = next(iter(self._messages[int(thread[1])].values()))

    async def open_form(self) -> None:
        """Open the form for the question that is on."""
        assert self._card is not None
        self._form = await self.person.press(self._card, "Answer")

    async def take_turn(self, due: float) -> None:
        """Send the form and open the next one, as soon as the turn before is over."""
        async with self._turn:
            if await self.answer(due):
                await self.go_on()

    async def answer(self, due: float) -> bool:
        """Send the form, and wait for the feedback; whether it came. Without a form there is nothing to send."""
        form, self._form = self._form, None
        if form is None or form.modal is None:
            self.lost += 1
            return False
        ask = next(part["content"] for part in walk(form.modal["components"]) if "content" in part)
        text = self._random.choice(self._texts.get(ask) or [ask])
        sending, _ = self.person.send_form(form, text)
        self.sent.append(Sent(sending, text, due))
        try:
            await self.person.wait(sending)
        except NoAnswerError:
            self.lost += 1
            return False
        return True

    async def go_on(self) -> None:
        """Press *Next* below the feedback, which has taken the question's place, and open the form for what follows."""
        last = self.sent[-1].interaction
        assert last.source_message_id is not None
        try:
            pressed = await self.person.press(self._messages[last.channel_id][last.source_message_id], "Next")
            assert pressed.message_id is not None
            self._card = self._messages[pressed.channel_id][pressed.message_id]
            await self.open_form()
        except NoAnswerError:
            self.lost += 1
