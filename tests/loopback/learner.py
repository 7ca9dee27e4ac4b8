"""Somebody who answers one question after the other, and takes it as a person does when the bot says nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random

from simcord.backend.models import Interaction, Message

from tests.flows.conftest import GOOD_ANSWERS, HALF, WRONG
from tests.loopback.people import NoAnswerError, Person, buttons

ANSWER, ON = "Answer", ("Next", "Finish", "Another one", "Show the present card", "Resume it")
TEXTS = (*GOOD_ANSWERS.values(), HALF, WRONG)


@dataclass
class Learner:
    """``sent`` are the texts that went out, by the id of the interaction that carried them.

    ``steps`` counts what was pressed or sent and answered; ``lost`` what the bot left without an answer; ``stuck`` how
    often no message had a button to go on with, so that the command had to be typed again.
    """

    person: Person
    random: Random
    sent: dict[int, tuple[Interaction, str]] = field(default_factory=dict)
    steps: int = 0
    lost: int = 0
    stuck: int = 0

    async def go_on(self) -> None:
        """Answer questions until cancelled."""
        while True:
            try:
                await self.step()
            except NoAnswerError:
                self.lost += 1
                await asyncio.sleep(0.05)

    async def step(self) -> None:
        """Do the next thing that the newest card asks for."""
        card = self.person.card(ANSWER, *ON)
        if card is None:
            self.stuck += self.steps > 0
            await self.person.slash("interview", topic="sky")
            await self.person.sees(ANSWER, *ON)
        elif ANSWER in buttons(card):
            await self._answer(card)
        else:
            shown = buttons(card)
            await self.person.press(card, next(label for label in ON if label in shown))
            await self._moved(card, shown)
        self.steps += 1

    async def _answer(self, card: Message) -> None:
        form = await self.person.press(card, ANSWER)
        if form.modal is None:  # the card was an old one; now there is a sentence and the way to the present one
            return
        number = len(self.sent)
        text = f"{self.random.choice(TEXTS)} (text {number} of {self.person.id})"
        sending, _ = self.person.send_form(form, text)
        self.sent[sending.id] = (sending, text)
        await self.person.wait(sending)

    async def _moved(self, card: Message, shown: dict[str, str]) -> None:
        """Wait until there is something new to look at, but not for ever: the bot may be gone."""
        for _ in range(100):
            if self.person.card(ANSWER, *ON) is not card or buttons(card) != shown:
                return
            await asyncio.sleep(0.02)
